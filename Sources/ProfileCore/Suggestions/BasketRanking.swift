/// By what products are ranked for a customer's next basket.
package enum BasketMethod: String, CaseIterable, Sendable {
    /// What the customer buys, joined with what those with like baskets buy: TIFU-KNN.
    case likeBaskets = "like_baskets"
    /// What the customer buys, the latest baskets the most.
    case personalFrequency = "personal_frequency"
    /// What everybody buys.
    case mostPopular = "most_popular"

    package var words: String {
        switch self {
        case .likeBaskets: "like baskets (TIFU-KNN)"
        case .personalFrequency: "the customer's own frequency"
        case .mostPopular: "most popular"
        }
    }
}

/// A product that is ranked for a customer.
package struct RankedProduct: Hashable, Sendable {
    package let product: Int32
    package let score: Double
}

/// Ranks products for customers. What is left of a ranking that has too few is filled with the most popular products.
package struct BasketRanking: Sendable {
    private static let ownShare = 0.7

    package let neighbourhood: Neighbourhood
    /// By product: in how many baskets it was.
    package let popularity: [Int32]
    /// The most popular first.
    private let popular: [Int32]

    package init(_ neighbourhood: Neighbourhood, popularity: [Int32]) {
        self.neighbourhood = neighbourhood
        self.popularity = popularity
        var popular = Foremost<Int32>(capacity: 1_000)
        for (product, baskets) in popularity.enumerated() where baskets > 0 {
            popular.add(Int32(product), -Double(baskets))
        }
        self.popular = popular.sorted
    }

    /// The first `count` products for somebody with these baskets, oldest first. `own` is their own place among the
    /// neighbours.
    package func products(
        by method: BasketMethod, after baskets: some Collection<ArraySlice<Int32>>, except own: Int? = nil, count: Int
    ) -> [RankedProduct] {
        switch method {
        case .mostPopular: ranked(ProductScores(products: popularity.count), count)
        case .personalFrequency: personal(Taste(baskets, weights: BasketWeights.personal(baskets.count)), count)
        case .likeBaskets:
            likeBaskets(Taste(baskets, weights: BasketWeights.taste(baskets.count)), except: own, count: count).products
        }
    }

    /// The first `count` products by the taste and those of its neighbours, and these.
    package func likeBaskets(
        _ taste: Taste, except own: Int? = nil, count: Int
    ) -> (products: [RankedProduct], neighbours: [Int32]) {
        let neighbours = neighbourhood.nearest(to: taste, except: own)
        guard !neighbours.isEmpty else { return (personal(taste, count), neighbours) }
        var scores = ProductScores(products: popularity.count)
        let share = (1 - Self.ownShare) / Double(neighbours.count)
        for neighbour in neighbours { scores.add(neighbourhood.taste(Int(neighbour)), share) }
        scores.add(taste, Self.ownShare)
        return (ranked(scores, count), neighbours)
    }

    private func personal(_ taste: Taste, _ count: Int) -> [RankedProduct] {
        var scores = ProductScores(products: popularity.count)
        scores.add(taste, 1)
        return ranked(scores, count)
    }

    private func ranked(_ scores: ProductScores, _ count: Int) -> [RankedProduct] {
        var ranked: [RankedProduct] = []
        for product in scores.products {
            let candidate = RankedProduct(product: product, score: scores[product])
            if ranked.count == count, let last = ranked.last, !isBefore(candidate, last) { continue }
            ranked.insert(candidate, at: ranked.firstIndex { isBefore(candidate, $0) } ?? ranked.count)
            if ranked.count > count { ranked.removeLast() }
        }
        for product in popular where ranked.count < count && scores[product] == 0 {
            ranked.append(RankedProduct(product: product, score: 0))
        }
        return ranked
    }

    /// Of equal scores the more popular product first, then that of the lesser number.
    private func isBefore(_ one: RankedProduct, _ other: RankedProduct) -> Bool {
        if one.score != other.score { return one.score > other.score }
        let (first, second) = (popularity[Int(one.product)], popularity[Int(other.product)])
        return first == second ? one.product < other.product : first > second
    }
}

/// Sums by product. All that is added is positive.
private struct ProductScores {
    private var sums: [Double]
    /// Those that have any.
    private(set) var products: [Int32] = []

    init(products: Int) {
        sums = [Double](repeating: 0, count: products)
    }

    subscript(product: Int32) -> Double { sums[Int(product)] }

    mutating func add(_ taste: Taste, _ share: Double) {
        for (product, weight) in zip(taste.products, taste.weights) {
            if sums[Int(product)] == 0 { products.append(product) }
            sums[Int(product)] += weight * share
        }
    }
}
