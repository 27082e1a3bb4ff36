/// Everything a profile shows of its orders, in a form that single orders can be added to and taken from.
package struct PurchaseSummary: Hashable, Sendable {
    package static let recentCapacity = 10
    package static let openCapacity = 50

    /// Purchases: orders neither cancelled nor credit notes; nil when there are none.
    package var span: Span?
    /// How many of them came back, wholly or in part.
    package var returned = 0
    /// Credit notes; nil when there are none.
    package var returns: Span?
    package var currencies = SortedMap<Currency, CurrencyTally>()
    /// By SKU, of orders neither cancelled nor returned, and of credit notes.
    package var products = SortedMap<String, ProductTally>()
    package var categories = SortedMap<String, Quantity>()
    /// On their way to the customer: open, paid or shipped.
    package var open = Recent<OrderDigest>()
    /// Of every status, credit notes too.
    package var recent = Recent<OrderDigest>()

    /// What a later version wrote beside these.
    package var unknownFields: [UInt8] = []

    package init() {}

    package var orders: Int { span?.count ?? 0 }
}
