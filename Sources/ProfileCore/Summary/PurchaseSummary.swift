/// Everything a profile shows of its orders, in a form that single orders can be added to and taken from.
package struct PurchaseSummary: Hashable, Sendable {
    package static let recentCapacity = 10
    package static let openCapacity = 50

    /// Orders that were not cancelled; nil when there are none.
    package var span: Span?
    /// How many of them came back, wholly or in part.
    package var returned = 0
    package var currencies = SortedMap<Currency, CurrencyTally>()
    /// By SKU, of orders neither cancelled nor returned.
    package var products = SortedMap<String, ProductTally>()
    package var categories = SortedMap<String, Quantity>()
    /// On their way to the customer: open, paid or shipped.
    package var open = Recent<OrderDigest>()
    /// Of every status.
    package var recent = Recent<OrderDigest>()

    package init() {}

    package var orders: Int { span?.count ?? 0 }
}
