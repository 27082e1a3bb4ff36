import ProfileCore
import Testing

@Suite struct PurchaseTests {
    private let now = Timestamp.utc(2026, 11, 22, 10)
    private let today = Day.of(2026, 11, 22)

    private func order(_ id: String, due: Day?) -> OrderDigest {
        OrderDigest(
            source: "erp", id: id, placedAt: .utc(2026, 11, 1), status: .shipped, total: 100, currency: .euro,
            items: .one, expectedDelivery: due, trackingURL: nil)
    }

    @Test func keepsCurrenciesApart() throws {
        var sample = ProfileSample()
        let yen = try #require(Currency("JPY"))
        sample.orders(yen, [(today, 500)])
        sample.orders(.euro, [(today, 1000), (today.advanced(by: -365), 1001), (today.advanced(by: -366), 5000)])
        sample.summary.purchases.currencies.tallies[.euro]?.refunded = 1
        let purchases = sample.profile(at: now).purchases
        #expect(purchases.totals.map(\.currency.code) == ["EUR", "JPY"])
        #expect(purchases.totals.first?.net == 7000)
        #expect(purchases.totals.first?.averageOrder == 2333)
        #expect(purchases.last365Days.map(\.orders) == [2, 1])
        #expect(purchases.last365Days.map(\.net) == [2001, 500])
    }

    @Test func hasNoReturnedShareWithoutOrders() {
        var sample = ProfileSample()
        #expect(sample.profile(at: now).purchases.returnedShare == nil)
        sample.orders(.euro, (0..<14).map { (today.advanced(by: -$0), 1) })
        sample.summary.purchases.counts.returned = 1
        #expect(sample.profile(at: now).purchases.returnedShare == 0.07)
    }

    @Test func listsProductsByQuantityThenRecency() {
        var sample = ProfileSample()
        func tally(_ quantity: Int64, _ day: Int) -> ProductTally {
            let at = Timestamp.utc(2026, 1, day)
            return ProductTally(
                quantity: Quantity(thousandths: quantity * 1000), seen: SeenRange(count: 1, first: at, last: at),
                name: nil)
        }
        sample.summary.purchases.products.tallies = [
            "a": tally(1, 1), "b": tally(2, 1), "c": tally(1, 2), "gone": tally(0, 3),
        ]
        #expect(sample.profile(at: now).purchases.products.map(\.sku) == ["b", "c", "a"])
    }

    @Test func tellsHowManyMoreThereAre() {
        var sample = ProfileSample()
        for number in 1...25 {
            sample.summary.purchases.products.tallies["\(number)"] = ProductTally(
                quantity: .one, seen: SeenRange(count: 1, first: now, last: now))
            sample.summary.purchases.categories.quantities["\(number)"] = .one
        }
        sample.summary.purchases.products.tallies["gone"] = ProductTally(comebacks: 1)
        let listed = sample.profile(at: now).purchases
        #expect((listed.products.count, listed.moreProducts) == (20, 5))
        #expect((listed.categories.count, listed.moreCategories) == (20, 5))
        // As many as rows of their own hold.
        sample.summary.shelved = [.product: ShelfCount(total: 1_100, told: 1_000)]
        #expect(sample.profile(at: now).purchases.moreProducts == 980)
    }

    @Test func tellsTheOrderThatIsLateLongest() {
        let orders = [
            order("1", due: today), order("2", due: today.advanced(by: -3)), order("3", due: nil),
            order("4", due: today.advanced(by: -1)),
        ]
        let late = LateOrder(orders, today: today)
        #expect(late?.id == "2")
        #expect(late?.daysLate == 3)
        #expect(LateOrder([orders[0], orders[2]], today: today) == nil)
    }
}
