import Testing

@testable import ProfileCore

@Suite("What is bought together more than chance says")
struct PartnerTests {
    /// Published: the values of Apache Mahout's tests.
    @Test(
        "The log-likelihood ratio is Dunning's",
        arguments: [
            ([1, 0, 0, 1], 2.772588722), ([10, 0, 0, 10], 27.72588722), ([5, 1995, 0, 100_000], 39.33052),
            ([1000, 1995, 1000, 100_000], 4730.737), ([1000, 1000, 1000, 100_000], 5734.343),
        ] as [([Int], Double)])
    func ratio(cells: [Int], published: Double) {
        let counts = Togetherness(
            both: cells[0], one: cells[0] + cells[1], other: cells[0] + cells[2], baskets: cells.reduce(0, +))
        #expect(abs(counts.ratio - published) < published * 1e-6, "\(counts.ratio)")
    }

    @Test("What is together less than by chance, or as often, is no partner")
    func less() {
        #expect(Togetherness(both: 1, one: 50, other: 50, baskets: 100).ratio == 0)
        #expect(Togetherness(both: 25, one: 50, other: 50, baskets: 100).ratio == 0)
        #expect(Togetherness(both: 0, one: 0, other: 0, baskets: 0).ratio == 0)
    }

    @Test("Partners are those of all pairs that are together most surely", arguments: 1...4)
    func partners(seed: UInt64) {
        let plain = PlainBaskets.made(seed: seed, customers: 200, products: 80, own: 0.4, others: 2, any: 2)
        let histories = plain.histories
        let partners = Partners(histories, popularity: histories.popularity)
        let baskets = plain.customers.joined()
        func count(_ products: Int...) -> Int { baskets.count { $0.isSuperset(of: products) } }
        func customers(_ products: Int...) -> Int {
            plain.customers.count { $0.contains { $0.isSuperset(of: products) } }
        }
        for product in stride(from: 0, to: 80, by: 9) {
            let expected = (0..<80).filter { $0 != product }.compactMap { other -> (Int, Int, Double)? in
                let both = count(product, other)
                let counts = Togetherness(both: both, one: count(product), other: count(other), baskets: baskets.count)
                return customers(product, other) >= 3 && counts.ratio >= 10.83 ? (other, both, counts.ratio) : nil
            }.sorted { ($1.2, $0.0) < ($0.2, $1.0) }.prefix(50)
            let found = partners[Int32(product)]
            #expect(found.map { Int($0.product) } == expected.map(\.0))
            #expect(found.map { Int($0.baskets) } == expected.map(\.1))
        }
    }

    @Test("One customer's few baskets, and baskets of everything, are no reason")
    func whims() {
        let huge = Set(0..<150)
        let plain = PlainBaskets(
            customers: [[huge, huge, huge, huge, huge]] + (0..<90).map { [[$0 % 150]] }
                + [[[1, 2], [1, 2], [1, 2]]],
            products: 150)
        let histories = plain.histories
        let partners = Partners(histories, popularity: histories.popularity)
        #expect((0..<150).allSatisfy { partners[$0].isEmpty })
    }
}
