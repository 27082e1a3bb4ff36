/// A product that a customer looked at, searched, wished for or put into the cart, and did not buy and keep since.
package struct InterestView: Hashable, Sendable {
    package let sku: String
    /// As last stated.
    package let name: String?
    /// The sum over the signals of their kind's weight, halved for every 14 days of age; in hundredths.
    package let score: Double
    package let lastAt: Timestamp
    /// Whether it was bought and kept before that.
    package let bought: Bool

    package static let limit = 10

    /// The strongest first, then the latest.
    static func derive(from signals: [ProductSignal], bought: SortedMap<String, ProductTally>, today: Day)
        -> [InterestView]
    {
        let relevant = signals.filter { signal in
            signal.weight > 0 && bought[signal.sku]?.keptAt.map { signal.at > $0 } ?? true
        }
        let views = Dictionary(grouping: relevant, by: \.sku).compactMap { sku, signals in
            InterestView(
                sku, newestFirst: signals.sorted { $0.isListedBefore($1) }, bought: bought[sku]?.keptAt != nil,
                today: today)
        }
        let sorted = views.sorted { ($1.score, $1.lastAt, $0.sku) < ($0.score, $0.lastAt, $1.sku) }
        return Array(sorted.prefix(limit))
    }

    private init?(_ sku: String, newestFirst signals: [ProductSignal], bought: Bool, today: Day) {
        guard let latest = signals.first else { return nil }
        self.sku = sku
        self.bought = bought
        name = signals.lazy.compactMap(\.name).first
        lastAt = latest.at
        score = Rounding.hundredths(
            signals.reduce(0) { $0 + Double($1.weight) * Decay.interest.weight(of: $1.at.day, on: today) })
    }
}

extension ProductSignal {
    /// Taking a product out of the cart is no sign of interest, and none against it.
    fileprivate var weight: Int {
        switch kind {
        case .view, .search: 1
        case .wish: 3
        case .cart: 4
        case .uncart: 0
        }
    }
}
