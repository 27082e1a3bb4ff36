/// What a summary no longer knows after a fact was taken away, named by what would tell it again.
package enum SummaryLoss: Hashable, Sendable {
    /// When a source first and last stated something.
    case source(String)
    /// When a source first and last mentioned an identifier.
    case identifier(Identifier, source: String)
    /// The first and the last interaction, of all, on a channel, with an agent.
    case interactions, channel(String), agent(String)
    /// The next interaction for a list: the latest, the open, those with a rating.
    case recentInteractions, openInteractions, ratings
    /// What a part of the contacts holds and only folding tells.
    case contactPart(field: UInt64)
    /// The day with contacts, or the quarter of an hour on a channel, before those that are listed.
    case contactDays, quarters(channel: String)
    /// The first and the last order, credit note, order of a product.
    case orders, returns, product(String)
    /// The next order for a list: the latest, those on their way.
    case recentOrders, openOrders
    /// The day with orders before those that are listed.
    case orderDays(Currency)
    /// The next sign of interest for a list.
    case views, wishes, cart
    /// The next fact to come.
    case upcoming
}

extension [SummaryLoss] {
    /// Adds a loss unless it is known that there is none.
    mutating func note(_ loss: @autoclosure () -> SummaryLoss, unless isKnown: Bool) {
        if !isKnown { append(loss()) }
    }
}
