import Testing

@testable import ProfileCore

@Suite("What orders and credit notes count for")
struct OrderCountingTests {
    private let now = Timestamp.utc(2026, 6, 30, 12)

    private func line(_ sku: String, _ pieces: Int64, cents: Int64? = nil) -> OrderRecord.Line {
        OrderRecord.Line(
            sku: sku, name: nil, category: "shoes", quantity: Quantity(thousandths: pieces * 1000),
            unitPrice: cents.map { UnitPrice(parts: $0 * UnitPrice.partsPerMinorUnit) })
    }

    private func order(
        _ month: Int, is status: OrderRecord.Status = .delivered, total: MinorUnits? = nil, refunded: MinorUnits? = nil,
        _ lines: OrderRecord.Line...
    ) -> OrderRecord {
        OrderRecord(
            placedAt: .utc(2026, month, 1), status: status, currency: .euro, total: total, refunded: refunded,
            lines: lines)
    }

    private func profile(_ orders: OrderRecord..., signals: [ProductSignal] = []) -> Profile {
        var sample = ProfileSample()
        for (number, order) in orders.enumerated() {
            sample.summary.purchases.add(.sample(order, id: "\(number)"))
        }
        sample.signals(signals)
        return sample.profile(at: now)
    }

    @Test("a credit note takes goods and money back and is no order")
    func creditNote() throws {
        for status in [OrderRecord.Status.returned, .paid, .delivered, .open] {
            let purchases = profile(
                order(1, total: 10_000, line("A", 8, cents: 1250)), order(3, is: status, line("A", -5, cents: 1250))
            ).purchases
            #expect(purchases.orders == 1)
            #expect(purchases.firstAt == .utc(2026, 1, 1) && purchases.lastAt == .utc(2026, 1, 1))
            #expect(purchases.averageDaysBetween == nil)
            #expect(purchases.returns == .init(count: 1, lastAt: .utc(2026, 3, 1)))
            #expect(purchases.products.map(\.quantity.thousandths) == [3000])
            #expect(purchases.products.map(\.orders) == [1])
            #expect(purchases.categories.map(\.quantity.thousandths) == [3000])
            let total = try #require(purchases.totals.first)
            #expect((total.gross, total.refunded, total.net) == (10_000, 6250, 3750))
            #expect(total.averageOrder == 3750)
            #expect(purchases.last365Days.map(\.orders) == [1])
            #expect(purchases.last365Days.map(\.net) == [3750])
            #expect(purchases.returnedShare == 0)
            #expect(purchases.open.isEmpty)
            #expect(purchases.recent.map(\.total) == [-6250, 10_000])
        }
    }

    @Test("who only brought back never bought")
    func onlyReturns() {
        let profile = profile(order(3, is: .returned, line("A", -5, cents: 1250)))
        #expect(profile.purchases.orders == 0 && profile.purchases.firstAt == nil)
        #expect(profile.purchases.products.isEmpty && profile.purchases.categories.isEmpty)
        #expect(profile.purchases.totals.map(\.net) == [-6250])
        #expect(profile.purchases.totals.first?.averageOrder == nil)
        #expect(profile.purchases.returnedShare == nil)
        #expect(profile.headlines == ["First contact"])
        #expect(profile.vip.tier == nil)
    }

    @Test("credit notes do not make anybody a VIP by their number")
    func tiers() {
        var sample = ProfileSample()
        for number in 0..<60 {
            sample.summary.purchases.add(.sample(order(3, total: -1), id: "\(number)"))
        }
        #expect(sample.profile(at: now).vip.tier == nil)
        #expect(sample.summary.net365Days(in: .euro, on: now.day) == nil)
    }

    @Test("a negative total takes goods back even where the lines are not signed, and states its refund once")
    func unsignedLines() throws {
        let purchases = profile(
            order(1, total: 10_000, line("A", 8)), order(3, total: -2500, refunded: 2500, line("A", 2)),
            order(4, total: -100, line("A", -1), line("B", 3))
        ).purchases
        #expect(purchases.returns.count == 2)
        #expect(purchases.recent.map(\.items.thousandths) == [2000, -2000, 8000])
        #expect(purchases.products.map { "\($0.sku) \($0.quantity.thousandths)" } == ["A 5000", "B 3000"])
        let total = try #require(purchases.totals.first)
        #expect((total.gross, total.refunded) == (10_000, 2600))
    }

    @Test("an order that also takes something back stays an order")
    func exchange() {
        let purchases = profile(order(1, line("A", 2, cents: 1000), line("B", -1, cents: 500))).purchases
        #expect(purchases.orders == 1 && purchases.returns.count == 0)
        #expect(purchases.returnedShare == 1)
        #expect(purchases.totals.map(\.net) == [1500])
    }

    @Test("amounts that nobody stated are unknown and not in averages")
    func unknownAmounts() throws {
        let purchases = profile(
            order(1, line("A", 1)), order(2, total: 3000), order(3, refunded: 500), order(4, is: .returned)
        ).purchases
        #expect(purchases.orders == 4)
        let total = try #require(purchases.totals.first)
        #expect((total.gross, total.net, total.averageOrder) == (3000, 3000, 3000))
        #expect(purchases.recent.map(\.total) == [nil, nil, 3000, nil])
        #expect(purchases.returnedShare == 0.5)
        let none = profile(order(1, line("A", 1))).purchases
        #expect(none.totals.map(\.net) == [nil] && none.totals.map(\.gross) == [nil])
        #expect(none.totals.first?.averageOrder == nil && none.totals.first?.refunded == nil)
        #expect(none.last365Days.map(\.net) == [nil] && none.last365Days.map(\.orders) == [1])
        #expect(profile(order(1, total: 0)).purchases.totals.map(\.net) == [0])
    }

    @Test("only what was bought and kept ends interest and empties the cart")
    func keeping() {
        let signals = [ProductSignal.sign(.cart, "A", at: .utc(2026, 2, 1), cents: 1250)]
        func holdsA(_ orders: OrderRecord...) -> Bool {
            var sample = ProfileSample()
            for (number, order) in orders.enumerated() {
                sample.summary.purchases.add(.sample(order, id: "\(number)"))
            }
            sample.signals(signals)
            let profile = sample.profile(at: now)
            #expect((profile.cart != nil) == (profile.interests.map(\.sku) == ["A"]))
            return profile.cart != nil
        }
        #expect(!holdsA(order(3, line("A", 1))))
        #expect(holdsA(order(3, line("A", -1))))
        #expect(holdsA(order(1, line("A", 2)), order(3, line("A", -1))))
        #expect(holdsA(order(3, line("A", 1)), order(4, line("A", -1))))
        #expect(holdsA(order(3, is: .returned, line("A", 1))))
        #expect(holdsA(order(3, line("A", -1), line("B", 1))))
        #expect(!holdsA(order(3, line("A", 2)), order(4, line("A", -1))))
    }

    @Test("an order of very many lines is counted and taken back in bounded time", .timeLimit(.minutes(1)))
    func manyLines() {
        var random = SplitMix64(seed: 7)
        var large = order(1, total: 1)
        large.lines = (0..<20_000).shuffled(using: &random).map { number in
            OrderRecord.Line(
                sku: "\(number / 2)", name: nil, category: "c\(number)", quantity: .one, unitPrice: nil)
        }
        var summary = PurchaseSummary()
        summary.add(.sample(large, id: "1"))
        #expect(summary.products.tallies.count == 10_000 && summary.categories.quantities.count == 20_000)
        #expect(summary.products.tallies.values.allSatisfy { $0.quantity.thousandths == 2000 && $0.seen?.count == 1 })
        summary.remove(.sample(large, id: "1"))
        #expect(summary == PurchaseSummary())
    }
}
