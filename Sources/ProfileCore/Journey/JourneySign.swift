/// A sign that a journey went badly, or that somebody cannot make up their mind, with what it rests on.
package struct JourneySign: Hashable, Sendable {
    package enum Name: String, CaseIterable, Hashable, Sendable {
        // Friction, the worst first.
        case paymentFailed = "payment_failed"
        case formFailed = "form_failed"
        case searchFailed = "search_failed"
        case secondChannel = "second_channel"
        case helpBeforeContact = "help_before_contact"
        case couponFailed = "coupon_failed"
        case repeatedSearch = "repeated_search"
        case samePageAgain = "same_page_again"
        // Hesitation.
        case checkoutUnfinished = "checkout_unfinished"
        case cartChanged = "cart_changed"
        case cameBack = "came_back"
    }

    package let name: Name
    /// When it last showed.
    package let at: Timestamp
    package let count: Int
    /// In plain English, a part of a sentence.
    package let words: String
    package var queries: [String] = []
    package var pages: [String] = []
    package var skus: [String] = []
    /// Earliest first.
    package var contacts: [InteractionDigest] = []
    /// The visit in which it showed; nil where it spans several, or lies between contacts.
    var visit: Visit?
    /// Whether an order followed all the same.
    var isSettled = false

    /// An answer lists so many entries of each kind at most.
    package static let limit = 10
}

/// The thresholds of signs. An explained answer names them.
enum SignThreshold {
    static let formsFailed = 2
    static let searches = 3
    static let viewsOfPage = 4
    static let helpSeconds: Int64 = 7_200
    static let channelSeconds: Int64 = 86_400
    static let checkoutSeconds: Int64 = 600
    static let takenOut = 2
    static let visitsToProduct = 3
}

/// The signs of friction in the visits and contacts of the last 30 days.
struct Friction {
    private let traces: JourneyTraces
    /// Oldest first.
    private let visits: [Visit]
    /// From the customer, newest first.
    private let inbound: [InteractionDigest]

    init(_ traces: JourneyTraces, _ visits: [Visit]) {
        (self.traces, self.visits) = (traces, visits)
        inbound = traces.contacts.filter { $0.direction == .inbound }
    }

    /// All of them, the latest first: as many as the lists of what was done have room for.
    var signs: [JourneySign] {
        let all =
            failures(.paymentFailed, .paymentFailed, from: 1) { "payment refused \(Self.times($0))" }
            + failures(.couponFailed, .couponFailed, from: 1) { "coupon not taken \(Self.times($0))" }
            + failures(.formFailed, .formFailed, from: SignThreshold.formsFailed) { "form not taken \(Self.times($0))" }
            + searches + pages + products + helpBeforeContact + secondChannels
        return all.sorted { ($1.at, $0.name.rawValue, $0.words) < ($0.at, $1.name.rawValue, $1.words) }
    }

    private func failures(
        _ type: ActivityType, _ name: JourneySign.Name, from threshold: Int, _ words: (Int) -> String
    ) -> [JourneySign] {
        visits.grouping(traces.milestones.filter { $0.has(type) }).compactMap { visit, failed in
            guard let last = failed.first, failed.count >= threshold else { return nil }
            let isSettled = traces.isOrdered(since: last.at)
            return JourneySign(
                name: name, at: last.at, count: failed.count,
                words: words(failed.count) + (isSettled ? ", ordered afterwards" : ""),
                pages: Array(Set(failed.compactMap(\.page)).sorted().prefix(JourneySign.limit)), visit: visit,
                isSettled: isSettled)
        }
    }

    private var searches: [JourneySign] {
        visits.grouping(traces.searches).flatMap { visit, searches in
            let vain = VisitView.Search.all(of: searches.filter { $0.has(.searchFailed) })
            let failed = vain.map { search in
                JourneySign(
                    name: .searchFailed, at: search.lastAt, count: search.times,
                    words: "searched \(Self.times(search.times)) for “\(search.query)” without a result",
                    queries: [search.query], visit: visit)
            }
            let repeated = repeatedSearches(searches.filter { !$0.has(.searchFailed) }).map { search in
                JourneySign(
                    name: .repeatedSearch, at: search.lastAt, count: search.times,
                    words: "searched \(Self.times(search.times)) for “\(search.query)”", queries: [search.query],
                    visit: visit)
            }
            return failed + repeated
        }
    }

    private func repeatedSearches(_ found: [ActivityDigest]) -> [VisitView.Search] {
        guard found.count >= SignThreshold.searches else { return [] }
        return VisitView.Search.all(of: found).filter { $0.times >= SignThreshold.searches }
    }

    private var pages: [JourneySign] {
        visits.grouping(traces.pages.filter { $0.page != nil }).flatMap { visit, pages in
            repeated(pages, by: \.page).map { page, views in
                JourneySign(
                    name: .samePageAgain, at: views[0].at, count: views.count,
                    words: "page \(page) seen \(Self.times(views.count))", pages: [page], visit: visit)
            }
        }
    }

    private var products: [JourneySign] {
        visits.grouping(traces.views).flatMap { visit, views in
            repeated(views, by: { $0.sku }).map { sku, views in
                let name = views.lazy.compactMap(\.name).first ?? sku
                return JourneySign(
                    name: .samePageAgain, at: views[0].at, count: views.count,
                    words: "\(name) looked at \(Self.times(views.count))", skus: [sku], visit: visit)
            }
        }
    }

    /// Groups large enough to be a sign, each with its items, newest first.
    private func repeated<Item>(_ items: ArraySlice<Item>, by name: (Item) -> String?) -> [(String, [Item])] {
        guard items.count >= SignThreshold.viewsOfPage else { return [] }
        return Dictionary(grouping: items, by: name).compactMap { name, items in
            name.flatMap { items.count >= SignThreshold.viewsOfPage ? ($0, items) : nil }
        }
    }

    private var helpBeforeContact: [JourneySign] {
        let help = traces.pages.filter { $0.has(.helpViewed) }
        guard !help.isEmpty else { return [] }
        return inbound.enumerated().compactMap { place, contact in
            let since = contact.at.advanced(bySeconds: -SignThreshold.helpSeconds)
            // What was read before an earlier contact led to that one.
            let earlier = inbound[(place + 1)...].first?.at ?? since.advanced(bySeconds: -1)
            let read = help.filter { since <= $0.at && earlier < $0.at && $0.at <= contact.at }
            guard !read.isEmpty else { return nil }
            return JourneySign(
                name: .helpBeforeContact, at: contact.at, count: read.count,
                words: "\(Wording.count(read.count, "help page")) read within "
                    + "\(SignThreshold.helpSeconds / 3600) hours before contact by \(contact.channel)",
                pages: Array(Set(read.compactMap(\.page)).sorted().prefix(JourneySign.limit)), contacts: [contact])
        }
    }

    private var secondChannels: [JourneySign] {
        inbound.enumerated().compactMap { place, contact in
            let since = contact.at.advanced(bySeconds: -SignThreshold.channelSeconds)
            let before = inbound[(place + 1)...].first { $0.at >= since && $0.isAboutTheSame(as: contact) }
            guard let before, before.channel != contact.channel else { return nil }
            return JourneySign(
                name: .secondChannel, at: contact.at, count: 2,
                words: "\(contact.channel) after \(before.channel) within a day"
                    + (ContactSubject(contact).map { ", about \($0.words)" } ?? ""),
                contacts: [before, contact])
        }
    }

    /// `once`, `twice`, `3 times`.
    static func times(_ count: Int) -> String {
        switch count {
        case 1: "once"
        case 2: "twice"
        default: "\(count) times"
        }
    }
}

extension InteractionDigest {
    /// About one order or, unless both name one, about one topic, however it is spelled.
    fileprivate func isAboutTheSame(as other: InteractionDigest) -> Bool {
        if let orderID, let otherOrder = other.orderID { return orderID == otherOrder }
        guard let topic = topic.flatMap(TopicName.folded) else { return false }
        return topic == other.topic.flatMap(TopicName.folded)
    }
}

extension [Visit] {
    /// Items newest first, those of one visit together: the latest visit first.
    func grouping<Item: Recorded>(_ items: [Item]) -> [(visit: Visit, items: ArraySlice<Item>)] {
        var (rest, groups) = (items[...], [(visit: Visit, items: ArraySlice<Item>)]())
        for visit in reversed() where !rest.isEmpty {
            let own = rest.prefix { $0.at >= visit.startedAt }
            rest = rest.dropFirst(own.count)
            if !own.isEmpty { groups.append((visit, own)) }
        }
        return groups
    }
}
