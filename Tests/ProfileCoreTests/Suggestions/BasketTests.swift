import Testing

@testable import ProfileCore

@Suite("What customers buy next, judged by their last baskets")
struct BasketTests {
    @Test(
        "What is served does as well as the better of two plain rules",
        arguments: [PlainBaskets.habits(seed: 1), .circles(seed: 2)])
    func served(plain: PlainBaskets) throws {
        let evaluation = BasketEvaluation(plain.histories)
        let (joined, personal) = (plain.figures(joining: true), plain.figures(joining: false))
        let better = joined.ndcg > personal.ndcg ? joined : personal
        let served = try #require(evaluation.servedRow).all
        // Sums in another order part equal scores otherwise.
        let leeway = 0.002
        #expect(served.recall >= better.recall - leeway, "\(served.recall) against \(better.recall)")
        #expect(served.ndcg >= better.ndcg - leeway, "\(served.ndcg) against \(better.ndcg)")
        #expect(served.hit >= better.hit - leeway, "\(served.hit) against \(better.hit)")
        for (method, figures) in [(BasketMethod.likeBaskets, joined), (.personalFrequency, personal)] {
            let row = try #require(evaluation.rows.first { $0.method == method }).all
            #expect(abs(row.recall - figures.recall) < leeway && abs(row.ndcg - figures.ndcg) < leeway)
            #expect(abs(row.hit - figures.hit) < leeway)
        }
        #expect(evaluation.judged == plain.customers.count { $0.count >= 3 })
    }

    @Test("No more customers judge than are asked for, and nothing else is left out for that")
    func someJudge() throws {
        let plain = PlainBaskets.habits(seed: 6)
        let (all, some) = (BasketEvaluation(plain.histories), BasketEvaluation(plain.histories, judging: 40))
        #expect(some.judged == 40 && all.judged > 40)
        #expect(some.customers == all.customers && some.baskets == all.baskets)
        #expect(BasketEvaluation(plain.histories, judging: all.judged).rows == all.rows)
    }

    @Test("Each shop gets the way that tells its baskets")
    func choice() {
        let (own, circle) = (PlainBaskets.habits(seed: 3), PlainBaskets.circles(seed: 4))
        #expect(BasketEvaluation(own.histories).served == .personalFrequency)
        #expect(BasketEvaluation(circle.histories).served == .likeBaskets)
    }

    @Test("What is served is chosen without the baskets that judge")
    func blind() throws {
        let plain = PlainBaskets.made(seed: 5, customers: 200, own: 0.3, others: 2, any: 2)
        let others = PlainBaskets(
            customers: plain.customers.map { $0.count < 3 ? $0 : Array($0.dropLast()) + [[59]] },
            products: plain.products)
        let (one, other) = (BasketEvaluation(plain.histories), BasketEvaluation(others.histories))
        #expect(one.served == other.served && one.reason == other.reason)
        #expect(one.servedRow != other.servedRow)
    }

    @Test("Weights are those of the paper's groups, and fewer baskets count less")
    func weights() {
        for count in 1...40 {
            let plain = PlainBaskets(customers: [], products: count)
            let vector = plain.taste((0..<count).map { [$0] })
            for (one, other) in zip(BasketWeights.taste(count), vector) { #expect(abs(one - other) < 1e-12) }
        }
        #expect(BasketWeights.taste(0).isEmpty)
        #expect(zip(BasketWeights.personal(3), [0.81, 0.9, 1]).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    @Test("The nearest are those of the least distance, and never oneself", arguments: 1...5)
    func nearest(seed: Int) {
        var numbers = SplitMix64(seed: UInt64(seed))
        let tastes = (0..<700).map { _ in
            Taste(
                (0..<3).map { _ in
                    Set((0..<4).map { _ in Int32.random(in: 0..<60, using: &numbers) }).sorted()[...]
                }, weights: (0..<3).map { _ in Double.random(in: 0.1..<1, using: &numbers) })
        }
        let neighbourhood = Neighbourhood(tastes, products: 60)
        func distance(_ one: Taste, _ other: Taste) -> Double {
            (0..<60).reduce(0) { sum, product in
                let weights = [one, other].map { taste in
                    taste.products.firstIndex(of: Int32(product)).map { taste.weights[$0] } ?? 0
                }
                return sum + (weights[0] - weights[1]) * (weights[0] - weights[1])
            }
        }
        let own = 7
        let found = neighbourhood.nearest(to: tastes[own], except: own).map { distance(tastes[own], tastes[Int($0)]) }
        let all = tastes.indices.filter { $0 != own }.map { distance(tastes[own], tastes[$0]) }.sorted()
        #expect(found.count == 300)
        #expect(zip(found, all).allSatisfy { abs($0 - $1) < 1e-9 })
    }

    @Test("Too few customers to judge by leave the plain rule, and nobody is no trap")
    func few() {
        let three = PlainBaskets(customers: [[[1], [1], [1]], [[2]], [[1, 2], [3]]], products: 5)
        let evaluation = BasketEvaluation(three.histories)
        #expect(evaluation.judged == 1 && evaluation.served == .personalFrequency)
        #expect(evaluation.reason.contains("too few"))
        #expect(evaluation.servedRow?.all.recall == 1)
        let nobody = BasketEvaluation(PlainBaskets(customers: [], products: 0).histories)
        #expect(nobody.judged == 0 && nobody.served == .personalFrequency)
    }

    @Test("Repeats and new products are told apart")
    func apart() throws {
        // Everybody has bought 1 and 2, buys 1 again and 9 for the first time, which nobody could tell.
        let plain = PlainBaskets(
            customers: (0..<40).map { _ in [[1, 2], [1, 2], [1, 9]] }, products: 10)
        let row = try #require(BasketEvaluation(plain.histories).rows.first { $0.method == .personalFrequency })
        #expect(row.all.recall == 0.5 && row.all.hit == 1)
        #expect(row.repeats.customers == 40 && row.repeats.recall == 1 && row.repeats.ndcg == 1)
        #expect(row.new.customers == 40 && row.new.recall == 0)
    }

    @Test("A basket larger than the list can be told whole, as far as the list goes")
    func largeBaskets() {
        var accuracy = BasketAccuracy()
        accuracy.add((0..<10).map { Int32($0) }, basket: (0..<20).map { Int32($0) })
        #expect(accuracy.recall == 0.5 && accuracy.ndcg == 1 && accuracy.ndcgOfBasket < 0.7)
    }

    @Test("Orders of one day are one basket, each product once; customers stay whole when the sample is full")
    func sample() {
        var sample = BasketSample(capacity: 3_000)
        for customer in 0..<500 as Range<UInt64> {
            for day in [5, 1, 5] as [Int32] {
                sample.add([3, 1, day, 1], on: Day(number: day), of: Lot(customer))
            }
        }
        let histories = sample.histories(products: 6)
        #expect((20...100).contains(histories.customers), "\(histories.customers)")
        for customer in 0..<histories.customers {
            let baskets = histories.baskets(of: customer).map { Array(histories.items(of: $0)) }
            #expect(baskets == [[1, 3], [1, 3, 5]])
        }
        #expect(sample.histories(products: 6).customers == 0)
    }

    @Test("Of more products than can be told apart the most bought stay, however late they come")
    func mostBought() {
        var (sample, register) = (BasketSample(), ProductRegister(capacity: 100))
        func add(_ customer: Int, _ skus: String...) {
            let basket = skus.map { BasketProduct(sku: $0, name: "the \($0)") }
            sample.add(
                basket, on: Day(number: Int32(customer % 9)), of: Lot(UInt64(customer)), numberedBy: &register)
        }
        for customer in 0..<1_000 {
            add(customer, "whim \(customer)")
            if customer >= 300 { add(customer, customer % 2 == 0 ? "tea" : "jam") }
            if customer >= 600, customer % 3 == 0 { add(customer, "tea", "pot", "whim again \(customer)") }
        }
        #expect(register.count < 100)
        let learned = LearnedSuggestions(
            number: 1, on: Day(number: 9), sample.histories(products: register.count), register)
        #expect(learned.products.map(\.sku) == ["tea", "jam", "pot"])
        #expect(learned.products.map(\.name) == ["the tea", "the jam", "the pot"])
        // By a plain count: tea of 350 customers and of those 67 more who bought jam before, jam 350, pots 134.
        #expect(learned.products.map(\.baskets) == [417, 350, 134])
    }
}
