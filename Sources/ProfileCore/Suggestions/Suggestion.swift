/// A product to suggest, and why.
package struct Suggestion: Hashable, Sendable {
    /// Why a product is suggested, with what it is told by.
    package enum Reason: Hashable, Sendable {
        /// The customer buys it again and again.
        case again(UsualOrder, purchases: Int, isDue: Bool)
        /// The customer bought it before.
        case before(purchases: Int, last: Day)
        /// Others with like baskets bought it.
        case likeBaskets(buyers: Int, of: Int)
        /// It is bought together with another product more than chance says.
        case together(with: LearnedSuggestions.Product, Togetherness)
        /// Many buy it.
        case popular(baskets: Int, of: Int)
    }

    package let sku: String
    package let name: String?
    package let reason: Reason

    package init(sku: String, name: String?, reason: Reason) {
        (self.sku, self.name, self.reason) = (sku, name, reason)
    }

    /// The reason in words.
    package var words: String {
        switch reason {
        case .again(let usual, _, let isDue):
            "bought every \(Self.span(of: usual.days)), \(isDue ? "due" : "usually again on \(Wording.date(usual.on))")"
        case .before(1, let last): "bought once, on \(Wording.date(last))"
        case .before(let purchases, let last): "bought on \(purchases) days, last on \(Wording.date(last))"
        case .likeBaskets(let buyers, let all): "bought by \(buyers) of \(all) customers with like baskets"
        case .together(let product, let counts):
            "in \(counts.both) of \(counts.one) baskets with \(product.name ?? product.sku)"
        case .popular(let baskets, let all): "in \(baskets) of all \(all) baskets"
        }
    }

    private static func span(of days: Int) -> String {
        switch days {
        case ...1: "day"
        case ..<14: "\(days) days"
        case ..<63: weeks(days)
        default: "\((days * 2 + 30) / 61) months"
        }
    }

    private static func weeks(_ days: Int) -> String { "\((days * 2 + 7) / 14) weeks" }
}

/// What a customer bought and what became of it, by product: what suggestions to them are told by.
struct BoughtProducts {
    struct Bought {
        var name: String?
        var kept = Quantity.zero
        /// Ascending.
        var days: [Day] = []
        var cameBack = false
    }

    private(set) var products: [String: Bought] = [:]
    /// The products of each day with an order, oldest first.
    private(set) var baskets: [[String]] = []

    /// So many lines of the latest orders count: more would take a request too long.
    private static let mostLines = 5_000

    /// Of orders in any order; those still to come count for nothing.
    init(_ orders: [OrderRecord], today: Day) {
        var (last, ofDay): (Day?, Set<String>) = (nil, [])
        for order in Self.latest(orders.filter { $0.placedAt.day <= today && $0.status != .cancelled }) {
            take(order)
            let basket = order.basket.map(\.sku)
            guard !basket.isEmpty else { continue }
            let day = order.placedAt.day
            if day != last {
                baskets.append([])
                ofDay = []
            }
            last = day
            for sku in basket where ofDay.insert(sku).inserted {
                baskets[baskets.count - 1].append(sku)
                products[sku]?.days.append(day)
            }
        }
    }

    /// Oldest first, the latest at least.
    private static func latest(_ orders: [OrderRecord]) -> [OrderRecord] {
        var lines = 0
        let newest = orders.sorted { $0.placedAt > $1.placedAt }.prefix { order in
            let isFirst = lines == 0
            lines += order.lines.count
            return isFirst || lines <= mostLines
        }
        return newest.reversed()
    }

    private mutating func take(_ order: OrderRecord) {
        let isReturned = order.status == .returned
        for entry in (isReturned ? order.lines : order.movingLines).products {
            products[entry.key, default: Bought()].take(entry.value, isReturned: isReturned)
        }
    }

    func wasBought(_ sku: String, since day: Day) -> Bool {
        products[sku]?.days.last.map { $0 >= day } ?? false
    }

    /// Whether all that was bought of a product came back.
    func isReturned(_ sku: String) -> Bool {
        guard let bought = products[sku] else { return false }
        return bought.cameBack && bought.kept <= .zero
    }
}

extension BoughtProducts.Bought {
    fileprivate mutating func take(_ product: OrderedProduct, isReturned: Bool) {
        name = product.name ?? name
        if isReturned || product.quantity < .zero { cameBack = true }
        if !isReturned { kept += product.quantity }
    }

    /// Why to suggest it again.
    func reason(today: Day) -> Suggestion.Reason? {
        guard let last = days.last else { return nil }
        guard let usual = UsualOrder(days, today: today) else { return .before(purchases: days.count, last: last) }
        // Somebody who buys something every six weeks may be asked a few days before.
        let isDue = today >= usual.on.advanced(by: -usual.days / 8)
        return .again(usual, purchases: days.count, isDue: isDue)
    }
}
