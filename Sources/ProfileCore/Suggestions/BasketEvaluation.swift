/// How well products were told of the next basket of each customer, on average.
package struct BasketAccuracy: Hashable, Sendable {
    static let figures = 4

    package private(set) var customers: Int
    /// By figure.
    private(set) var sums: [Double]

    /// The share of the basket that was among the products told.
    package var recall: Double { mean(0) }
    /// The discounted gain of the ranking beside that of one which begins with the basket: with as much of it as there
    /// are places.
    package var ndcg: Double { mean(1) }
    /// The same beside the whole basket, also where that is larger, as publications have it.
    package var ndcgOfBasket: Double { mean(2) }
    /// The share of customers of whose basket anything was told.
    package var hit: Double { mean(3) }

    init(customers: Int = 0, sums: [Double] = [Double](repeating: 0, count: figures)) {
        (self.customers, self.sums) = (customers, sums)
    }

    private func mean(_ place: Int) -> Double { customers == 0 ? 0 : sums[place] / Double(customers) }

    /// `basket` holds something.
    mutating func add(_ told: [Int32], basket: [Int32]) {
        let found = told.map { basket.contains($0) }
        let hits = found.count { $0 }
        let gain = zip(found, Self.discounts).reduce(0) { $1.0 ? $0 + $1.1 : $0 }
        customers += 1
        sums[0] += Double(hits) / Double(basket.count)
        sums[1] += gain / Self.gain(min(basket.count, BasketEvaluation.places))
        sums[2] += gain / Self.gain(basket.count)
        sums[3] += hits > 0 ? 1 : 0
    }

    private static let discounts = (0..<BasketEvaluation.places).map(discount)

    private static func discount(_ place: Int) -> Double {
        2.0.naturalLogarithm / Double(place + 2).naturalLogarithm
    }

    private static func gain(_ count: Int) -> Double { (0..<count).reduce(0) { $0 + discount($1) } }
}

/// How well the next baskets of customers were told by the ways to rank products, by baskets that these did not see.
package struct BasketEvaluation: Sendable {
    package struct Row: Hashable, Sendable {
        package let method: BasketMethod
        package private(set) var all: BasketAccuracy
        /// Of what the customer had bought before, for those whose basket has any.
        package private(set) var repeats: BasketAccuracy
        /// Of what was new to the customer.
        package private(set) var new: BasketAccuracy

        init(
            _ method: BasketMethod, all: BasketAccuracy = BasketAccuracy(), repeats: BasketAccuracy = BasketAccuracy(),
            new: BasketAccuracy = BasketAccuracy()
        ) {
            (self.method, self.all, self.repeats, self.new) = (method, all, repeats, new)
        }

        fileprivate mutating func add(_ told: [Int32], basket: ArraySlice<Int32>, isKnown: (Int32) -> Bool) {
            all.add(told, basket: Array(basket))
            let (known, unknown) = (basket.filter(isKnown), basket.filter { !isKnown($0) })
            if !known.isEmpty { repeats.add(told, basket: known) }
            if !unknown.isEmpty { new.add(told, basket: unknown) }
        }
    }

    /// So many products are told of each basket.
    package static let places = 10
    /// With fewer baskets nobody has a habit to judge by.
    package static let fewestBaskets = 3
    /// So many customers are compared with each other at most, drawn by lot; a report judges by all of them.
    package static let mostCustomers = 20_000
    /// With fewer customers chance decides which way looks better.
    private static let fewestCustomers = 30

    /// Customers with any basket.
    package let customers: Int
    package let baskets: Int
    package let products: Int
    package let rows: [Row]
    /// What is served: the better by the basket before the last, as judged by what came before that one.
    package let served: BasketMethod
    /// Why it is served, in words.
    package let reason: String

    /// Judges by the baskets of `most` customers at most. Their neighbours come from all customers that are compared.
    package init(_ histories: BasketHistories, judging most: Int = mostCustomers) {
        (customers, baskets, products) = (histories.customers, histories.baskets, histories.products)
        let past = Self.rows(histories, leavingOut: 2, by: [.likeBaskets, .personalFrequency], judging: most)
        (served, reason) = Self.choice(past)
        rows = Self.rows(histories, leavingOut: 1, by: BasketMethod.allCases, judging: most)
    }

    /// How many customers were judged.
    package var judged: Int { rows.first?.all.customers ?? 0 }

    /// How well that told which is served.
    package var servedRow: Row? { rows.first { $0.method == served } }

    private static func choice(_ rows: [Row]) -> (BasketMethod, String) {
        guard let like = rows.first(where: { $0.method == .likeBaskets }),
            let own = rows.first(where: { $0.method == .personalFrequency }), like.all.customers >= fewestCustomers
        else {
            let judged = rows.first?.all.customers ?? 0
            return (
                .personalFrequency, "\(judged) customers could be judged by: too few, \(fewestCustomers) are needed"
            )
        }
        let (likely, plain) = (decimals(like.all.ndcg), decimals(own.all.ndcg))
        let told = "told the basket before the last"
        return like.all.ndcg > own.all.ndcg
            ? (.likeBaskets, "like baskets \(told) better by NDCG: \(likely) against \(plain)")
            : (.personalFrequency, "their own frequency \(told) no worse by NDCG: \(plain) against \(likely)")
    }

    /// Judges by the last basket but so many less one, as of before it.
    private static func rows(
        _ histories: BasketHistories, leavingOut left: Int, by methods: [BasketMethod], judging most: Int
    ) -> [Row] {
        var known: [[ArraySlice<Int32>]] = []
        var judges: [ArraySlice<Int32>] = []
        var popularity = [Int32](repeating: 0, count: histories.products)
        for customer in 0..<histories.customers {
            let baskets = histories.baskets(of: customer)
            let isJudged = baskets.count >= fewestBaskets && judges.count < mostCustomers
            let past = baskets.dropLast(isJudged ? left : left - 1)
            for basket in past { for product in histories.items(of: basket) { popularity[Int(product)] += 1 } }
            guard isJudged else { continue }
            known.append(past.suffix(LearnedSuggestions.historyCapacity).map(histories.items))
            judges.append(histories.items(of: baskets.upperBound - left))
        }
        let tastes = known.map { Taste($0, weights: BasketWeights.taste($0.count)) }
        let ranking = BasketRanking(Neighbourhood(tastes, products: histories.products), popularity: popularity)
        return methods.map { method in
            var row = Row(method)
            for (place, past) in known.prefix(most).enumerated() {
                let told = ranking.products(by: method, after: past, except: place, count: places).map(\.product)
                row.add(told, basket: judges[place]) { product in tastes[place].products.contains(sorted: product) }
            }
            return row
        }
    }

    private static func decimals(_ value: Double) -> String {
        let units = Int((value * 10_000).rounded())
        let digits = String(units % 10_000)
        return "\(units / 10_000)." + String(repeating: "0", count: 4 - digits.count) + digits
    }
}

extension [Int32] {
    /// Whether a list that ascends holds a value.
    func contains(sorted value: Int32) -> Bool {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low] == value
    }
}
