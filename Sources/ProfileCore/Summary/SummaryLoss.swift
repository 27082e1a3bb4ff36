/// What a summary no longer knows after a fact was taken away, named by what would tell it again.
package enum SummaryLoss: Hashable, Sendable {
    /// When a source first and last stated something.
    case source(String)
    /// When a source first and last mentioned an identifier.
    case identifier(Identifier, source: String)
    /// The first and the last interaction, of all, on a channel, with an agent.
    case interactions, channel(String), agent(String)
    /// The day with contacts, or the quarter of an hour on a channel, before those that are listed.
    case contactDays, quarters(channel: String)
    /// The first and the last order, credit note, order of a product.
    case orders, returns, product(String)
    /// The day with orders before those that are listed.
    case orderDays(Currency)
    /// The next sign of interest for a list.
    case views, wishes, cart
    /// The name of an agent who made promises.
    case promiseAgent(String)
    /// The minute with activity before those that are listed.
    case activeMinutes
    /// Whatever else a part does not know any more, such as the next of a list.
    case contactPart(field: UInt64), purchasePart(field: UInt64), promisePart(field: UInt64), journeyPart(field: UInt64)
    /// The next fact to come.
    case upcoming
}

extension [SummaryLoss] {
    /// Adds a loss unless it is known that there is none.
    mutating func note(_ loss: @autoclosure () -> SummaryLoss, unless isKnown: Bool) {
        if !isKnown { append(loss()) }
    }
}

/// How much of a profile its summary lists. What goes beyond is only counted, or lies in rows of its own.
package struct SummaryLimits: Hashable, Sendable {
    /// Of the tallies of one kind.
    package struct Shelf: Hashable, Sendable {
        /// Up to so many, all are listed.
        package let capacity: Int
        /// When there are more, so many of the foremost are.
        package let shown: Int

        package init(capacity: Int, shown: Int) {
            self.capacity = capacity
            self.shown = shown
        }
    }

    package static let standard = SummaryLimits()

    /// UTC days with contacts: more than the year of which a profile tells.
    package var contactDays = 400
    /// UTC days with orders, in each currency.
    package var orderDays = 1024
    /// Quarters of an hour with inbound contacts, on each channel.
    package var quarters = 512
    /// Minutes with activity: of somebody who spends a quarter of an hour on the pages every day, the last month.
    package var activeMinutes = 512
    package var products = Shelf(capacity: 256, shown: 20)
    package var categories = Shelf(capacity: 64, shown: 20)
    package var agents = Shelf(capacity: 64, shown: 10)
    package var channels = Shelf(capacity: 32, shown: 20)
    package var promiseAgents = Shelf(capacity: 64, shown: 10)
    package var promiseTopics = Shelf(capacity: 64, shown: 10)
    /// Identifiers that only find candidates; those that hold a profile together have limits of their own.
    package var identifiers = Shelf(capacity: 64, shown: 20)

    package init() {}

    package subscript(kind: TallyKind) -> Shelf {
        switch kind {
        case .product: products
        case .category: categories
        case .agent: agents
        case .channel: channels
        case .identifier: identifiers
        case .promiseAgent: promiseAgents
        case .promiseTopic: promiseTopics
        }
    }
}

/// Folds facts into a summary from nothing.
package struct SummaryRebuild: Sendable {
    private let held: Set<Identifier>
    private let rules: IdentityRules
    private let now: Timestamp
    package private(set) var summary = ProfileSummary()

    /// `held` are the identifiers that lead to the profile; weak ones do wherever they are stated. What lies ahead of
    /// `now` counts later.
    package init(held: Set<Identifier>, rules: IdentityRules = .standard, at now: Timestamp) {
        self.now = now
        self.held = held
        self.rules = rules
    }

    package mutating func add(_ fact: Fact) {
        summary.add(rules.trusted(fact.record), at: now, within: rules.summaryLimits) { identifier in
            if rules.isWeak(identifier, statedBy: fact.record) { return .weak }
            return held.contains(identifier) ? .strong : nil
        }
    }

    /// Takes over what was folded as seen at an earlier moment; false when that cannot tell what is still to come.
    mutating func takeOver(_ earlier: SummaryRebuild) -> Bool {
        guard held == earlier.held, earlier.now <= now else { return false }
        summary = earlier.summary
        summary.settle(by: now, within: rules.summaryLimits)
        return summary.upcoming.isExact
    }
}
