/// How much the baskets of a history count, oldest first.
package enum BasketWeights {
    /// A basket counts nine tenths of the one after it.
    package static func personal(_ baskets: Int) -> [Double] {
        powers(of: 0.9, baskets).reversed()
    }

    /// Those of TIFU-KNN (Hu, He, Gao and Zhang 2020) as its published program has them: a basket counts nine tenths of
    /// the one after it; seven groups are as long as each other, the later ones by one longer where that cannot be; a
    /// group counts as the mean of its baskets, and seven tenths of the group after it. With fewer than seven baskets
    /// each is a group, and the missing ones would be the latest: so somebody's few baskets count less beside those of
    /// others.
    package static func taste(_ baskets: Int) -> [Double] {
        guard baskets > 0 else { return [] }
        let decays = powers(of: 0.9, baskets)
        let used = min(baskets, groups)
        let (size, longer) = baskets.quotientAndRemainder(dividingBy: used)
        var weights: [Double] = []
        for group in 0..<used {
            let length = group < used - longer ? size : size + 1
            let weight = groupDecays[groups - 1 - group] / Double(length * used)
            for _ in 0..<length { weights.append(decays[baskets - 1 - weights.count] * weight) }
        }
        return weights
    }

    private static let groups = 7
    private static let groupDecays = powers(of: 0.7, groups)

    private static func powers(of base: Double, _ count: Int) -> [Double] {
        var (powers, power): ([Double], Double) = ([], 1)
        for _ in 0..<count {
            powers.append(power)
            power *= base
        }
        return powers
    }
}

/// What somebody buys, and how much of late: products by number, ascending, each with a weight.
package struct Taste: Hashable, Sendable {
    package private(set) var products: [Int32] = []
    package private(set) var weights: [Double] = []

    /// `baskets` are oldest first, with as many `weights`.
    package init(_ baskets: some Sequence<ArraySlice<Int32>>, weights basketWeights: [Double]) {
        var entries: [(product: Int32, weight: Double)] = []
        for (basket, weight) in zip(baskets, basketWeights) {
            for product in basket { entries.append((product, weight)) }
        }
        // The sum is the same whatever the order of equal products, since baskets stay in theirs.
        let order = entries.indices.sorted { (entries[$0].product, $0) < (entries[$1].product, $1) }
        for place in order {
            let entry = entries[place]
            if products.last == entry.product {
                weights[weights.count - 1] += entry.weight
            } else {
                products.append(entry.product)
                weights.append(entry.weight)
            }
        }
    }

    var square: Double { weights.reduce(0) { $0 + $1 * $1 } }
}

/// The tastes of customers, and by an index of their products who is near to another.
package struct Neighbourhood: Sendable {
    package static let neighbours = 300
    /// Of how many customers the tastes are kept.
    package static let capacity = 20_000

    package let count: Int
    private let tastes: [Taste]
    private let squares: [Double]
    /// By product, and one more: where those who buy it begin.
    private var starts: [Int32]
    private var buyers: [Int32] = []
    private var weights: [Double] = []

    package init(_ tastes: [Taste], products: Int) {
        self.tastes = tastes
        count = tastes.count
        squares = tastes.map(\.square)
        starts = [Int32](repeating: 0, count: products + 1)
        for taste in tastes {
            for product in taste.products { starts[Int(product) + 1] += 1 }
        }
        for product in 0..<products { starts[product + 1] += starts[product] }
        buyers = [Int32](repeating: 0, count: Int(starts[products]))
        weights = [Double](repeating: 0, count: buyers.count)
        var next = starts
        for (number, taste) in tastes.enumerated() {
            for (product, weight) in zip(taste.products, taste.weights) {
                let place = Int(next[Int(product)])
                next[Int(product)] += 1
                (buyers[place], weights[place]) = (Int32(number), weight)
            }
        }
    }

    package func taste(_ number: Int) -> Taste { tastes[number] }

    /// The tastes among some that have a product in common with one.
    func sharing(_ taste: Taste, among neighbours: [Int32]) -> [Taste] {
        neighbours.lazy.map { tastes[Int($0)] }.filter { other in
            taste.products.contains { other.products.contains(sorted: $0) }
        }
    }

    /// The nearest by Euclid's distance, of equally near ones the first. `own` is not a neighbour.
    package func nearest(to taste: Taste, except own: Int? = nil) -> [Int32] {
        // The square of the taste itself is the same in all distances.
        var distances = squares
        for (product, weight) in zip(taste.products, taste.weights) {
            for place in Int(starts[Int(product)])..<Int(starts[Int(product) + 1]) {
                distances[Int(buyers[place])] -= 2 * weight * weights[place]
            }
        }
        var nearest = Foremost<Int32>(capacity: Self.neighbours)
        for (number, distance) in distances.enumerated() where number != own {
            nearest.add(Int32(number), distance)
        }
        return nearest.sorted
    }
}

/// The few least of many by a number; of equal ones those that came first.
struct Foremost<Element> {
    /// A heap with the last one on top.
    private var heap: [(number: Double, order: Int, element: Element)] = []
    private let capacity: Int
    private var seen = 0

    init(capacity: Int) {
        self.capacity = capacity
        heap.reserveCapacity(capacity)
    }

    mutating func add(_ element: Element, _ number: Double) {
        seen += 1
        if heap.count < capacity {
            heap.append((number, seen, element))
            rise(from: heap.count - 1)
        } else if let last = heap.first, number < last.number {
            heap[0] = (number, seen, element)
            sink()
        }
    }

    /// The least first.
    var sorted: [Element] {
        heap.sorted { ($0.number, $0.order) < ($1.number, $1.order) }.map(\.element)
    }

    private func isAfter(_ one: Int, _ other: Int) -> Bool {
        (heap[one].number, heap[one].order) > (heap[other].number, heap[other].order)
    }

    private mutating func rise(from place: Int) {
        var place = place
        while place > 0, isAfter(place, (place - 1) / 2) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    private mutating func sink() {
        var place = 0
        while true {
            var last = place
            let child = 2 * place + 1
            if child < heap.count, isAfter(child, last) { last = child }
            if child + 1 < heap.count, isAfter(child + 1, last) { last = child + 1 }
            guard last != place else { return }
            heap.swapAt(place, last)
            place = last
        }
    }
}
