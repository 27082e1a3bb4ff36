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
    package var products = Shelf(capacity: 256, shown: 20)
    package var categories = Shelf(capacity: 64, shown: 20)
    package var agents = Shelf(capacity: 64, shown: 10)
    package var channels = Shelf(capacity: 32, shown: 20)
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
        }
    }
}
