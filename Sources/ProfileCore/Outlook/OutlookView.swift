/// What a customer is expected to do, and by what that is told.
package struct OutlookView: Hashable, Sendable {
    /// What was learned, and from whom.
    package struct Learned: Hashable, Sendable {
        package let number: Int
        package let until: Day
        package let customers: Int
    }

    /// Why there is no outlook: the customer objected to it. Nil where there is one.
    package let withheld: String?
    /// Purchases within `LearnedOutlook.days`; nil for somebody who never bought, as are chance and spend.
    package let orders: ExpectedNumber?
    /// Of at least one purchase within these days, 0 to 1.
    package let orderChance: ExpectedNumber?
    /// Nil exactly where `orders` is nil, since every order has a currency.
    package let spend: ExpectedNumber?
    /// That of most purchases.
    package let currency: Currency?
    /// Within `LearnedOutlook.contactDays`.
    package let contacts: ExpectedNumber?
    /// Nil until somebody bought on three days.
    package let nextOrder: UsualOrder?
    /// Nil until something was learned.
    package let learned: Learned?

    init(_ summary: ProfileSummary, _ learned: LearnedOutlook?, consents: [ConsentView], today: Day) {
        withheld = ProfilingObjection(consents)?.sentence
        nextOrder = withheld == nil ? UsualOrder(summary.purchases, today: today) : nil
        guard let learned, withheld == nil else {
            (orders, orderChance, spend, currency, contacts, self.learned) = (nil, nil, nil, nil, nil, nil)
            return
        }
        let history = PurchaseHistory(PurchaseEvent.all(of: summary.purchases))
        let (pace, currency) = (history.pace(until: today), history.mainCurrency)
        orders = pace.map(learned.orders)
        orderChance = pace.map(learned.chanceOfOrder)
        spend = pace.flatMap { pace in
            currency.map { learned.spend(pace, history.repeatSpend(in: $0), in: $0) }
        }
        self.currency = currency
        contacts = summary.knownSince.flatMap { first in
            ContactPace(summary.inboundContacts, knownSince: first, until: today).map(learned.contacts)
        }
        self.learned = Learned(
            number: learned.number, until: learned.until, customers: learned.evaluation.customers)
    }
}

extension OutlookView {
    /// Why a number is not there, by its name in the contract.
    package struct Untold: Hashable, Sendable {
        package let member: String
        package let reason: String

        init(_ member: String, _ reason: String) {
            (self.member, self.reason) = (member, reason)
        }
    }

    /// The reasons of all numbers that are nil. Empty if `withheld` is the reason of them all; one reason for all that
    /// is learned, if nothing was learned yet.
    package var untold: [Untold] {
        guard withheld == nil else { return [] }
        let habit = nextOrder == nil ? [Untold("next_order", "bought on fewer than three days")] : []
        guard learned != nil else {
            return [Untold("learned", "nothing was learned yet, so orders, spend and contacts are not told")] + habit
        }
        var all: [Untold] = []
        if orders == nil {
            let reason = "nothing was bought, or all of it was given back"
            all += ["orders", "order_chance", "spend"].map { Untold($0, reason) }
        }
        if contacts == nil { all.append(Untold("contacts", "known by no order and no contact of theirs before today")) }
        return all + habit
    }

    /// How each number was made, in the words of the contract.
    var derivations: [ProfileExplanation.Derivation] {
        guard withheld == nil else { return [.init("/outlook/withheld", "the refusal of profiling that stands")] }
        let days = LearnedOutlook.days
        var all: [ProfileExplanation.Derivation] = [
            explained("/outlook/orders", "days with orders to expect within \(days) days", orders),
            explained("/outlook/order_chance", "the chance of an order within \(days) days", orderChance),
            explained("/outlook/spend", "net spend to expect within \(days) days", spend),
            explained(
                "/outlook/contacts", "contacts to expect from the customer within \(LearnedOutlook.contactDays) days",
                contacts),
        ].compactMap(\.self)
        if let nextOrder {
            all.append(
                .init(
                    "/outlook/next_order",
                    "the last order and the median gap between days with orders; overdue beyond the longest gap and "
                        + "half as long again as the median",
                    sample: nextOrder.gaps))
        }
        return all
    }

    private func explained(
        _ pointer: String, _ formula: String, _ number: ExpectedNumber?
    ) -> ProfileExplanation.Derivation? {
        number.map { number in
            let words = number.basis.map { "by \($0.words)" } ?? "not told"
            let basis = number.reason.map { "\(words), since \($0)" } ?? words
            return .init(pointer, formula, sample: number.sample, basis: basis)
        }
    }
}

/// When the next order would be usual, by the customer's own last orders.
package struct UsualOrder: Hashable, Sendable {
    private static let fewestGaps = 2
    private static let mostGaps = 10

    /// The median of the gaps between days with orders.
    package let days: Int
    package let on: Day
    /// From this day on the customer has been silent for longer than in any of the gaps, and for half as long again as
    /// is usual.
    package let overdueFrom: Day
    package let isOverdue: Bool
    /// How many gaps it is told by.
    package let gaps: Int

    init?(_ purchases: PurchaseSummary, today: Day) {
        self.init(purchases.lastOrderDays(Self.mostGaps + 1), today: today)
    }

    /// Nil with fewer than two gaps, which are no habit. The days ascend.
    init?(_ days: [Day], today: Day) {
        let recent = days.suffix(Self.mostGaps + 1)
        let gaps = zip(recent.dropFirst(), recent).map { $0.days(since: $1) }.sorted()
        guard gaps.count >= Self.fewestGaps, let last = recent.last, let longest = gaps.last else { return nil }
        let median = (gaps[(gaps.count - 1) / 2] + gaps[gaps.count / 2] + 1) / 2
        self.days = median
        self.gaps = gaps.count
        on = last.advanced(by: median)
        overdueFrom = last.advanced(by: max(longest, (median * 3 + 1) / 2) + 1)
        isOverdue = today >= overdueFrom
    }
}

extension PurchaseSummary {
    /// The last days with orders, ascending.
    fileprivate func lastOrderDays(_ count: Int) -> [Day] {
        let days = currencies.tallies.flatMap { currency in
            currency.value.days.reversed().lazy.filter { $0.orders > 0 }.map(\.day).prefix(count)
        }
        return Set(days).sorted().suffix(count)
    }
}

/// A customer's objection to being profiled, GDPR article 21: to `profiling`, whatever channel it names, or to
/// everything unless profiling was granted afterwards.
struct ProfilingObjection: Sendable {
    private static let purpose = "profiling"

    let sentence: String

    /// `consents` as they stand, one for each purpose and channel.
    init?(_ consents: [ConsentView]) {
        let profiling = consents.filter { $0.purpose == Self.purpose }
        let own = profiling.first { !$0.isGrant } ?? profiling.first
        let everything = consents.first { $0.purpose == "all" && $0.channel == nil }
        let refusals = [own, everything].compactMap(\.self).filter { !$0.isGrant }
        guard let refusal = refusals.first(where: { own?.isGrant != true || own?.isAfter($0) == false }) else {
            return nil
        }
        sentence = "consent to \(refusal.purpose) is \(refusal.status.rawValue)"
    }
}
