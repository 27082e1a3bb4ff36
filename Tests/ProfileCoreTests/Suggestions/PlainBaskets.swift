import Glibc

@testable import ProfileCore

/// Baskets of customers, oldest first, and the plain way to tell the next: dense vectors, every distance, every product
/// sorted. What the product serves has to do as well.
struct PlainBaskets {
    typealias Basket = Set<Int>

    let customers: [[Basket]]
    let products: Int

    // MARK: Customers with known habits

    /// A customer belongs to a circle that shares its favourites, and has some of their own. `own` is the chance that
    /// each of these is in a basket; `others` items come from the circle and `any` from everywhere.
    static func made(
        seed: UInt64, customers: Int, products: Int = 60, own: Double, others: Int, any: Int, circles: Int = 6,
        visits: ClosedRange<Int> = 2...16
    ) -> PlainBaskets {
        var numbers = SplitMix64(seed: seed)
        func some(_ count: Int) -> [Int] { (0..<count).map { _ in Int.random(in: 0..<products, using: &numbers) } }
        let circles = (0..<circles).map { _ in some(12) }
        let people = (0..<customers).map { _ in
            let (circle, habits) = (circles[Int.random(in: 0..<circles.count, using: &numbers)], some(4))
            return (0..<Int.random(in: visits, using: &numbers)).map { _ in
                var basket = Set(habits.filter { _ in Double.random(in: 0..<1, using: &numbers) < own })
                for _ in 0..<others { basket.insert(circle[Int.random(in: 0..<circle.count, using: &numbers)]) }
                return basket.union(some(any))
            }
        }
        return PlainBaskets(customers: people, products: products)
    }

    /// Customers who keep to what they bought.
    static func habits(seed: UInt64) -> PlainBaskets { made(seed: seed, customers: 300, own: 0.6, others: 0, any: 4) }

    /// Customers whom few baskets tell of, and who buy what their circle buys.
    static func circles(seed: UInt64) -> PlainBaskets {
        made(seed: seed, customers: 450, own: 0.02, others: 3, any: 0, circles: 2, visits: 3...4)
    }

    var histories: BasketHistories {
        var sample = BasketSample()
        for (customer, baskets) in customers.enumerated() {
            for (day, basket) in baskets.enumerated().reversed() {
                sample.add(basket.map { Int32($0) }, on: Day(number: Int32(day)), of: Lot(UInt64(customer)))
            }
        }
        return sample.histories(products: products)
    }

    // MARK: Plain rules

    func personal(_ baskets: [Basket]) -> [Double] {
        var scores = [Double](repeating: 0, count: products)
        for basket in baskets {
            for product in scores.indices {
                scores[product] = scores[product] * 0.9 + (basket.contains(product) ? 1 : 0)
            }
        }
        return scores
    }

    /// As the paper says it: decayed vectors, seven groups, their means, decayed again.
    func taste(_ baskets: [Basket]) -> [Double] {
        let vectors = baskets.enumerated().map { place, basket in
            (0..<products).map { basket.contains($0) ? power(0.9, baskets.count - 1 - place) : 0 }
        }
        let count = min(7, vectors.count)
        let short = vectors.count / count
        let shortOnes = count - vectors.count % count
        var (rest, sum) = (vectors[...], [Double](repeating: 0, count: products))
        for group in 0..<count {
            let members = rest.prefix(group < shortOnes ? short : short + 1)
            rest = rest.dropFirst(members.count)
            for product in 0..<products {
                let mean = members.reduce(0) { $0 + $1[product] } / Double(members.count)
                sum[product] += mean * power(0.7, 6 - group)
            }
        }
        return sum.map { $0 / Double(count) }
    }

    private func power(_ base: Double, _ times: Int) -> Double {
        (0..<times).reduce(1) { product, _ in product * base }
    }

    /// Scores of each customer by their own taste and the mean of the 300 nearest others.
    func joined(_ tastes: [[Double]]) -> [[Double]] {
        tastes.indices.map { own in
            let distances = tastes.map { distance(tastes[own], $0) }
            let nearest = tastes.indices.filter { $0 != own }.sorted { (distances[$0], $0) < (distances[$1], $1) }
                .prefix(300)
            var sums = [Double](repeating: 0, count: products)
            for other in nearest { for product in 0..<products { sums[product] += tastes[other][product] } }
            return (0..<products).map { product in
                0.7 * tastes[own][product] + 0.3 * sums[product] / Double(max(1, nearest.count))
            }
        }
    }

    /// Loops are a tenth of what closures take without the optimiser, and there are millions of them.
    private func distance(_ one: [Double], _ other: [Double]) -> Double {
        var sum = 0.0
        for place in one.indices { sum += (one[place] - other[place]) * (one[place] - other[place]) }
        return sum
    }

    // MARK: Judging

    struct Figures { var (recall, ndcg, hit) = (0.0, 0.0, 0.0) }

    /// By the last baskets of those with three and more, as of before them.
    func figures(joining: Bool) -> Figures {
        let judged = customers.filter { $0.count >= 3 }
        let past = judged.map { Array($0.dropLast()) }
        let scores = joining ? joined(past.map(taste)) : past.map(personal)
        var popular = [Int](repeating: 0, count: products)
        for baskets in past + customers.filter({ $0.count < 3 }) {
            for basket in baskets { for product in basket { popular[product] += 1 } }
        }
        var figures = Figures()
        for (score, baskets) in zip(scores, judged) {
            guard let truth = baskets.last, !truth.isEmpty else { continue }
            let told = (0..<products).sorted {
                (-score[$0], -popular[$0], $0) < (-score[$1], -popular[$1], $1)
            }.prefix(10)
            let gains = told.enumerated().map { truth.contains($1) ? 1 / log2(Double($0 + 2)) : 0 }
            let ideal = (0..<min(10, truth.count)).reduce(0) { $0 + 1 / log2(Double($1 + 2)) }
            let hits = told.count { truth.contains($0) }
            figures.recall += Double(hits) / Double(truth.count) / Double(judged.count)
            figures.ndcg += gains.reduce(0, +) / ideal / Double(judged.count)
            figures.hit += (hits > 0 ? 1 : 0) / Double(judged.count)
        }
        return figures
    }
}
