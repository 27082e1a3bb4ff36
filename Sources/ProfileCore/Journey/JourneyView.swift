/// What somebody did on the company's pages, and what went badly there, at one moment.
package struct JourneyView: Hashable, Sendable {
    /// A product that was looked at in several visits.
    package struct Return: Hashable, Sendable {
        package let sku: String
        package let name: String?
        package let visits: Int
        /// In UTC.
        package let days: Int
        package let lastAt: Timestamp
    }

    /// How many whole UTC days before today count, and today.
    package static let days = 30
    /// A sign of friction is a headline for so many seconds.
    static let urgentSeconds: Int64 = 7_200

    /// On the customer's own day.
    package let visitsToday: Int
    package let visitsLast30Days: Int
    /// Counting begins here, because there is too much activity to list all; nil when nothing is left out.
    package let countedSince: Timestamp?
    /// The present visit, else the last one of these days.
    package let last: VisitView?
    /// Products of at least two visits, those of most visits first.
    package let returns: [Return]
    /// Latest first. Nil where the customer objected to profiling: it guesses at what somebody is about to do.
    package let hesitation: [JourneySign]?
    /// Why there is no hesitation.
    package let withheld: String?
    /// Signs of friction, latest first: the ten latest, and the urgent one in any case.
    package let signs: [JourneySign]

    /// Nil without visits and signs. `cart` is what went into the cart and out of it, `localMidnight` when the
    /// customer's day began.
    init?(
        _ summary: ProfileSummary, _ cart: [ProductSignal], consents: [ConsentView],
        localMidnight: @autoclosure () -> Timestamp, at now: Timestamp
    ) {
        guard let minutes = summary.journey?.minutes.counts else { return nil }
        // Most customers never visit, and of one contact there is no sign.
        guard !minutes.isEmpty || summary.contact.recent.list.items.count > 1 else { return nil }
        let start = now.day.advanced(by: -Self.days).start
        let visits = Visit.all(in: minutes).filter { $0.lastAt >= start }
        let traces = JourneyTraces(summary, cart, since: start)
        let all = Friction(traces, visits).signs
        signs = Self.told(all, keeping: Self.urgent(all, in: visits.last, at: now))
        guard !visits.isEmpty || !signs.isEmpty else { return nil }
        let midnight = localMidnight()
        visitsToday = visits.count { $0.lastAt >= midnight }
        visitsLast30Days = visits.count
        let first = visits.first?.startedAt ?? start
        countedSince = minutes.earlier > 0 && first > start ? first : nil
        last = visits.last.map { VisitView($0, traces, at: now) }
        let returns = Return.all(traces, visits)
        self.returns = Array(returns.prefix(VisitView.limit))
        withheld = ProfilingObjection(consents)?.sentence
        hesitation = withheld == nil ? Hesitation(last: last, returns: returns, at: now).signs : nil
    }

    /// The worst unsettled sign of the last visit, when it showed within the last two hours.
    private static func urgent(_ signs: [JourneySign], in visit: Visit?, at now: Timestamp) -> JourneySign? {
        guard let visit else { return nil }
        let since = now.advanced(bySeconds: -urgentSeconds)
        let own = signs.filter { $0.visit == visit && $0.at > since && !$0.isSettled }
        let severity = { (sign: JourneySign) in JourneySign.Name.allCases.firstIndex(of: sign.name) ?? 0 }
        return own.min { (severity($0), $1.count, $1.at) < (severity($1), $0.count, $0.at) }
    }

    /// Keeps the urgent sign in the list, whatever came later.
    private static func told(_ all: [JourneySign], keeping urgent: JourneySign?) -> [JourneySign] {
        let latest = Array(all.prefix(JourneySign.limit))
        guard let urgent, !latest.contains(urgent) else { return latest }
        return latest.dropLast() + [urgent]
    }

    func sentence(at now: Timestamp) -> String? {
        guard let sign = Self.urgent(signs, in: last?.visit, at: now), let last else { return nil }
        return Wording.capitalised(sign.words) + (last.isPresent ? " in this visit" : " in the last visit")
    }

    /// The moments at which it reads differently though nothing happened.
    fileprivate var turns: [Timestamp] {
        guard let last else { return [] }
        let checkout = last.checkout?.startedAt.advanced(bySeconds: SignThreshold.checkoutSeconds)
        let urgent = signs.filter { $0.visit == last.visit }.map { $0.at.advanced(bySeconds: Self.urgentSeconds) }
        return [last.visit.overFrom] + [checkout].compactMap(\.self) + urgent
    }
}

extension JourneyView.Return {
    fileprivate static func all(_ traces: JourneyTraces, _ visits: [Visit]) -> [Self] {
        let open = traces.views.filter { !traces.isBought($0.sku, after: $0.at) }
        var seen: [String: [(visit: Visit, view: ProductSignal)]] = [:]
        for (visit, views) in visits.grouping(open) {
            for view in views { seen[view.sku, default: []].append((visit, view)) }
        }
        let all = seen.compactMap { sku, seen -> Self? in
            let visits = Set(seen.map(\.visit)).count
            guard visits > 1, let latest = seen.first?.view else { return nil }
            return Self(
                sku: sku, name: seen.lazy.compactMap(\.view.name).first, visits: visits,
                days: Set(seen.map(\.view.at.day)).count, lastAt: latest.at)
        }
        return all.sorted { ($1.visits, $1.lastAt, $0.sku) < ($0.visits, $0.lastAt, $1.sku) }
    }
}

/// Signs of hesitation.
private struct Hesitation {
    let last: VisitView?
    let returns: [JourneyView.Return]
    let at: Timestamp

    var signs: [JourneySign] {
        let all = [checkout, cart].compactMap(\.self) + cameBack
        let sorted = all.sorted { ($1.at, $0.name.rawValue, $0.words) < ($0.at, $1.name.rawValue, $1.words) }
        return Array(sorted.prefix(JourneySign.limit))
    }

    private var checkout: JourneySign? {
        guard let last, let checkout = last.checkout, !checkout.isFinished,
            checkout.startedAt.advanced(bySeconds: SignThreshold.checkoutSeconds) <= at
        else { return nil }
        return JourneySign(
            name: .checkoutUnfinished, at: checkout.startedAt, count: 1, words: "checkout started and not finished",
            visit: last.visit)
    }

    private var cart: JourneySign? {
        guard let last, let latest = last.removed.first else { return nil }
        let skus = Set(last.removed.map(\.sku)).sorted()
        guard skus.count >= SignThreshold.takenOut else { return nil }
        return JourneySign(
            name: .cartChanged, at: latest.at, count: skus.count,
            words: "\(Wording.count(skus.count, "product")) taken out of the cart", skus: skus, visit: last.visit)
    }

    private var cameBack: [JourneySign] {
        returns.filter { $0.visits >= SignThreshold.visitsToProduct }.map { product in
            JourneySign(
                name: .cameBack, at: product.lastAt, count: product.visits,
                words: "\(product.name ?? product.sku) looked at in \(Wording.count(product.visits, "visit")) "
                    + "and not bought",
                skus: [product.sku])
        }
    }
}

extension DerivationMoment {
    /// Nil where there is nothing to tell.
    mutating func journey(
        _ summary: ProfileSummary, _ cart: [ProductSignal], consents: [ConsentView], clock: LocalClock
    ) -> JourneyView? {
        let now = now
        let view = JourneyView(
            summary, cart, consents: consents,
            localMidnight: clock.moment(of: clock.reading(at: now).day, minute: 0), at: now)
        guard let view else { return nil }
        for turn in view.turns { changes(at: turn) }
        // A local day may have begun two UTC days ago; midnight changes nothing where nobody came since.
        if let last = view.last, today.days(since: last.visit.lastAt.day) < 3 {
            holds(within: clock.stretch(around: now, between: []))
        }
        return view
    }
}

extension JourneyView {
    /// How its values were made, in the words of the contract.
    var derivations: [ProfileExplanation.Derivation] {
        let visit = "a visit ends after \(Visit.longestPause) minutes without activity, by whole minutes"
        return [
            .init(
                "/journey/visits_today", "visits that reached the customer's local day; \(visit)", sample: visitsToday),
            .init(
                "/journey/visits_last_30_days",
                "visits of the \(Self.days) whole UTC days before today, and of today; of the latest "
                    + "\(SummaryLimits.standard.activeMinutes) minutes with activity",
                sample: visitsLast30Days),
            .init(
                "/journey/visit",
                "the last visit, by the latest \(ViewedPages.capacity) pages, \(MadeSearches.capacity) searches and "
                    + "\(Milestones.capacity) other events, \(ProfileSummary.viewCapacity) views of products and "
                    + "\(ProfileSummary.cartCapacity) changes of the cart",
                sample: last?.visit.activities),
            .init("/journey/came_back", "products not bought since that were viewed in two visits or more"),
            .init(
                "/journey/hesitation",
                "checkout_unfinished: \(SignThreshold.checkoutSeconds / 60) minutes without an order; cart_changed: "
                    + "\(SignThreshold.takenOut) products or more taken out in the last visit; came_back: viewed in "
                    + "\(SignThreshold.visitsToProduct) visits or more",
                basis: withheld),
            .init("/journey/signs", Self.rulesOfSigns, sample: signs.count),
        ]
    }

    private static let rulesOfSigns =
        "in one visit: payment_failed, coupon_failed and search_failed from one on, form_failed from "
        + "\(SignThreshold.formsFailed), repeated_search from \(SignThreshold.searches) for the same words, "
        + "same_page_again from \(SignThreshold.viewsOfPage) views of a page or product; help_before_contact: help "
        + "pages within \(SignThreshold.helpSeconds / 3600) hours before an inbound contact and after the one before; "
        + "second_channel: inbound contacts about one order or topic on two channels within "
        + "\(SignThreshold.channelSeconds / 3600) hours"
}
