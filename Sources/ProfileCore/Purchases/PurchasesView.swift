/// What a customer bought; cancelled orders and credit notes are no orders and listed among the recent ones only.
package struct PurchasesView: Hashable, Sendable {
    package struct Total: Hashable, Sendable {
        package let currency: Currency
        /// Amounts are nil when nobody stated one.
        package let gross: MinorUnits?
        package let refunded: MinorUnits?
        package let net: MinorUnits?
        /// Net by orders that state amounts, halves rounded away from zero; nil without such orders.
        package let averageOrder: MinorUnits?
    }

    package struct Year: Hashable, Sendable {
        package let currency: Currency
        package let orders: Int
        /// Nil when nobody stated an amount.
        package let net: MinorUnits?
    }

    package struct Returns: Hashable, Sendable {
        package let count: Int
        package let lastAt: Timestamp?
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
    /// By currency code, only those with orders or credit notes in the 365 whole UTC days before today and today.
    package let last365Days: [Year]
    package let open: [OrderDigest]
    package let recent: [OrderDigest]
    /// Those bought and kept: most of them first, then the last bought.
    package let products: [Product]
    /// How many more there are.
    package let moreProducts: Int
    package let categories: [Category]
    package let moreCategories: Int
    /// In hundredths; nil without orders.
    package let returnedShare: Double?
    /// Credit notes.
    package let returns: Returns

    /// `shelved` tells how many products and categories there are where not all are listed.
    init(_ summary: PurchaseSummary, shelved: SortedMap<TallyKind, ShelfCount> = [:], today: Day) {
        orders = summary.orders
        firstAt = summary.counts.seen?.first
        lastAt = summary.counts.seen?.last
        averageDaysBetween = Rounding.averageDaysBetween(summary.counts.seen)
        totals = summary.currencies.tallies.map { Total($0.key, $0.value) }
        last365Days = summary.currencies.tallies.compactMap { Year($0.key, $0.value, today: today) }
        open = summary.open.list.items
        recent = summary.recent.list.items
        let products = Self.products(summary.products.tallies)
        let categories = Self.categories(summary.categories.quantities)
        self.products = Array(products.prefix(Self.productLimit))
        self.categories = Array(categories.prefix(Self.categoryLimit))
        moreProducts = shelved.told(.product, listing: products.count) - self.products.count
        moreCategories = shelved.told(.category, listing: categories.count) - self.categories.count
        returnedShare = orders > 0 ? Rounding.share(Double(summary.counts.returned), of: Double(orders)) : nil
        returns = Returns(count: summary.counts.returns?.count ?? 0, lastAt: summary.counts.returns?.last)
    }

    private static func products(_ tallies: SortedMap<String, ProductTally>) -> [Product] {
        let all = tallies.lazy.compactMap { entry -> Product? in
            let tally = entry.value
            guard let lastAt = tally.keptAt else { return nil }
            return Product(
                sku: entry.key, name: tally.name?.value, quantity: tally.quantity, orders: tally.seen?.count ?? 0,
                lastAt: lastAt)
        }
        return all.sorted { ($1.quantity, $1.lastAt, $0.sku) < ($0.quantity, $0.lastAt, $1.sku) }
    }

    private static func categories(_ quantities: SortedMap<String, Quantity>) -> [Category] {
        let all = quantities.lazy.filter { $0.value > .zero }.map { Category(category: $0.key, quantity: $0.value) }
        return all.sorted { ($1.quantity, $0.category) < ($0.quantity, $1.category) }
    }
}

extension PurchasesView {
    /// How its values were made, in the words of the contract.
    var derivations: [ProfileExplanation.Derivation] {
        let all = orders + returns.count
        return [
            .init(
                "/purchases/orders",
                "all orders but cancelled ones and credit notes, which have a negative total or only negative lines",
                sample: orders),
            .init("/purchases/average_days_between", "(last - first) / (orders - 1)", sample: orders),
            .init(
                "/purchases/totals",
                "by currency: net = gross - refunded, a returned order without refund counts as refunded whole, and "
                    + "a credit note is refund; average_order = net / orders that state amounts",
                sample: all),
            .init(
                "/purchases/last_365_days",
                "orders and credit notes of the 365 whole UTC days before today, and of today", sample: all),
            .init("/purchases/returns", "credit notes", sample: returns.count),
            .init("/purchases/returned_share", "orders returned, wholly or in part, / orders", sample: orders),
            .init("/purchases/open", "orders that are open, paid or shipped, newest first", sample: orders),
            .init("/purchases/recent", "the latest orders of every status, and credit notes"),
            .init(
                "/purchases/products",
                "bought less brought back: of orders not cancelled or returned, and of credit notes", sample: all),
            .init(
                "/purchases/categories",
                "quantities of orders not cancelled or returned, and of credit notes, by category", sample: all),
        ]
    }
}

extension PurchasesView.Total {
    fileprivate init(_ currency: Currency, _ tally: CurrencyTally) {
        self.init(
            currency: currency, gross: tally.isPriced ? tally.gross : nil,
            refunded: tally.isPriced ? tally.refunded : nil, net: tally.isPriced ? tally.net : nil,
            averageOrder: tally.averageOrder)
    }
}

extension PurchasesView.Year {
    fileprivate init?(_ currency: Currency, _ tally: CurrencyTally, today: Day) {
        let year = SpendHistory.Line(tally).year(before: today)
        guard year.orders > 0 || year.returns > 0 else { return nil }
        self.init(currency: currency, orders: year.orders, net: year.priced > 0 ? year.net : nil)
    }
}

/// An order on its way whose expected delivery has passed.
package struct LateOrder: Hashable, Sendable {
    package let id: String
    package let daysLate: Int
    /// How many orders are late in all.
    package let count: Int

    /// The one that is late longest.
    package init?(_ orders: [OrderDigest], today: Day) {
        let late = orders.compactMap { order in
            order.expectedDelivery.flatMap { $0 < today ? (id: order.id, day: $0) : nil }
        }
        guard let worst = late.min(by: { ($0.day, $0.id) < ($1.day, $1.id) }) else { return nil }
        id = worst.id
        daysLate = today.days(since: worst.day)
        count = late.count
    }

    var sentence: String {
        let others = count == 2 ? ", and another order is late" : ", and \(count - 1) other orders are late"
        return "Order \(id) is \(Wording.count(daysLate, "day")) late" + (count > 1 ? others : "")
    }
}
