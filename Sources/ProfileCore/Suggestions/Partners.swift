/// How often two products were in one basket, beside how often chance says.
package struct Togetherness: Hashable, Sendable {
    /// Baskets with both.
    package let both: Int
    /// Baskets with the one, and with the other.
    package let one: Int
    package let other: Int
    /// All baskets.
    package let baskets: Int

    package init(both: Int, one: Int, other: Int, baskets: Int) {
        (self.both, self.one, self.other, self.baskets) = (both, one, other, baskets)
    }

    /// In how many baskets both would be by chance.
    package var expected: Double { Double(one) * Double(other) / Double(max(1, baskets)) }

    /// Dunning's log-likelihood ratio (1993) of the table of four counts: twice how much more likely they are where the
    /// products depend on each other. Zero where they are together less than by chance.
    package var ratio: Double {
        guard Double(both) > expected else { return 0 }
        let (withoutOther, withoutOne) = (one - both, other - both)
        let neither = baskets - one - withoutOne
        let cells = Self.entropy(both) + Self.entropy(withoutOther) + Self.entropy(withoutOne) + Self.entropy(neither)
        let rows = Self.entropy(one) + Self.entropy(baskets - one)
        let columns = Self.entropy(other) + Self.entropy(baskets - other)
        return max(0, 2 * (cells + Self.entropy(baskets) - rows - columns))
    }

    private static func entropy(_ count: Int) -> Double {
        count <= 0 ? 0 : Double(count) * Double(count).naturalLogarithm
    }
}

/// What is bought together more than chance says: of each product the partners of the greatest ratio.
package struct Partners: Sendable {
    package struct Partner: Hashable, Sendable {
        package let product: Int32
        /// Baskets with both.
        package let baskets: Int32
    }

    package static let capacity = 50
    /// What fewer customers bought is their whim, and would tell of them.
    static let fewestCustomers = 3
    /// Of the chi-squared distribution: chance alone comes to more once in a thousand pairs.
    static let leastRatio = 10.83
    /// In a larger basket everything is beside everything.
    static let largestBasket = 100

    /// By product, the greatest ratio first.
    private let lists: [[Partner]]

    init(lists: [[Partner]]) {
        self.lists = lists
    }

    package subscript(product: Int32) -> [Partner] { lists[Int(product)] }

    /// Partners of the products that `popularity` counts baskets of. Takes four bytes an item.
    package init(_ histories: BasketHistories, popularity: [Int32]) {
        let (baskets, customers) = (histories.baskets, histories.customerOfBasket)
        var starts = [Int32](repeating: 0, count: popularity.count + 1)
        for product in popularity.indices { starts[product + 1] = starts[product] + popularity[product] }
        var places = [Int32](repeating: 0, count: Int(starts[popularity.count]))
        var next = starts
        for basket in 0..<baskets {
            for product in histories.items(of: basket) {
                places[Int(next[Int(product)])] = Int32(basket)
                next[Int(product)] += 1
            }
        }
        var counts = [Int32](repeating: 0, count: popularity.count)
        var (buyers, lastBuyer) = (counts, counts)
        lists = popularity.indices.map { product in
            guard popularity[product] >= Self.fewestCustomers else { return [] }
            var met: [Int32] = []
            for place in Int(starts[product])..<Int(starts[product + 1]) {
                let items = histories.items(of: Int(places[place]))
                guard items.count <= Self.largestBasket else { continue }
                let customer = customers[Int(places[place])]
                for other in items.lazy.map(Int.init) {
                    if counts[other] == 0 {
                        met.append(Int32(other))
                        (buyers[other], lastBuyer[other]) = (0, -1)
                    }
                    counts[other] += 1
                    guard lastBuyer[other] != customer else { continue }
                    (buyers[other], lastBuyer[other]) = (buyers[other] + 1, customer)
                }
            }
            var best = Foremost<Partner>(capacity: Self.capacity)
            for other in met.sorted() {
                let both = Int(counts[Int(other)])
                counts[Int(other)] = 0
                guard other != product, buyers[Int(other)] >= Self.fewestCustomers else { continue }
                let ratio = Togetherness(
                    both: both, one: Int(popularity[product]), other: Int(popularity[Int(other)]), baskets: baskets
                ).ratio
                if ratio >= Self.leastRatio { best.add(Partner(product: other, baskets: Int32(both)), -ratio) }
            }
            return best.sorted
        }
    }
}

extension BasketHistories {
    /// By basket: the number of its customer.
    fileprivate var customerOfBasket: [Int32] {
        (0..<customers).flatMap { customer in
            repeatElement(Int32(customer), count: baskets(of: customer).count)
        }
    }
}
