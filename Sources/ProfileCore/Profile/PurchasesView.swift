/// What a customer bought; cancelled orders count nowhere but among the recent ones.
package struct PurchasesView: Hashable, Sendable {
    package struct Total: Hashable, Sendable {
        package let currency: Currency
        package let gross: MinorUnits
        package let refunded: MinorUnits
        package let net: MinorUnits
        /// Gross by orders, halves rounded away from zero; nil without orders.
        package let averageOrder: MinorUnits?
    }

    package struct Year: Hashable, Sendable {
        package let currency: Currency
        package let orders: Int
        package let net: MinorUnits
    }

    package struct Product: Hashable, Sendable {
        package let sku: String
        package let name: String?
        package let quantity: Quantity
        package let orders: Int
        package let lastAt: Timestamp
    }

    package struct Category: Hashable, Sendable {
        package let category: String
        package let quantity: Quantity
    }

    package static let productLimit = 20
    package static let categoryLimit = 20

    package let orders: Int
    package let firstAt: Timestamp?
    package let lastAt: Timestamp?
    /// In tenths of a day; nil below two orders.
    package let averageDaysBetween: Double?
    /// By currency code.
    package let totals: [Total]
    /// By currency code, only those with orders in the 365 whole UTC days before today and today.
    package let last365Days: [Year]
    package let open: [OrderDigest]
    package let recent: [OrderDigest]
    /// Those bought and kept: most of them first, then the last bought.
    package let products: [Product]
    package let categories: [Category]
    /// In hundredths; nil without orders.
    package let returnedShare: Double?

    init(_ summary: PurchaseSummary, today: Day) {
        orders = summary.orders
        firstAt = summary.span?.first
        lastAt = summary.span?.last
        averageDaysBetween = Rounding.averageDaysBetween(summary.span)
        totals = summary.currencies.map { Total($0.key, $0.value) }
        last365Days = summary.currencies.compactMap { Year($0.key, $0.value, today: today) }
        open = summary.open.items
        recent = summary.recent.items
        products = Self.products(summary.products)
        categories = Self.categories(summary.categories)
        returnedShare = orders > 0 ? Rounding.share(Double(summary.returned), of: Double(orders)) : nil
    }

    private static func products(_ tallies: SortedMap<String, ProductTally>) -> [Product] {
        let all = tallies.lazy.filter { $0.value.quantity > .zero }.map { entry in
            let tally = entry.value
            return Product(
                sku: entry.key, name: tally.name?.value, quantity: tally.quantity, orders: tally.span.count,
                lastAt: tally.span.last)
        }
        let sorted = all.sorted { ($1.quantity, $1.lastAt, $0.sku) < ($0.quantity, $0.lastAt, $1.sku) }
        return Array(sorted.prefix(productLimit))
    }

    private static func categories(_ quantities: SortedMap<String, Quantity>) -> [Category] {
        let all = quantities.lazy.filter { $0.value > .zero }.map { Category(category: $0.key, quantity: $0.value) }
        return Array(all.sorted { ($1.quantity, $0.category) < ($0.quantity, $1.category) }.prefix(categoryLimit))
    }
}

extension PurchasesView.Total {
    fileprivate init(_ currency: Currency, _ tally: CurrencyTally) {
        self.init(
            currency: currency, gross: tally.gross, refunded: tally.refunded, net: tally.net,
            averageOrder: tally.orders > 0 ? tally.gross.dividedRoundingHalfAway(by: Int64(tally.orders)) : nil)
    }
}

extension PurchasesView.Year {
    fileprivate init?(_ currency: Currency, _ tally: CurrencyTally, today: Day) {
        let year = SpendHistory.Line(tally).year(before: today)
        guard year.orders > 0 else { return nil }
        self.init(currency: currency, orders: year.orders, net: year.net)
    }
}
