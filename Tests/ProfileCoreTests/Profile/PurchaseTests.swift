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
        sample.summary.purchases.currencies[.euro]?.refunded = 1
        let purchases = sample.profile(at: now).purchases
        #expect(purchases.totals.map(\.currency.code) == ["EUR", "JPY"])
        #expect(purchases.totals.first?.net == 7000)
        #expect(purchases.totals.first?.averageOrder == 2334)
        #expect(purchases.last365Days.map(\.orders) == [2, 1])
        #expect(purchases.last365Days.map(\.net) == [2001, 500])
    }

    @Test func hasNoReturnedShareWithoutOrders() {
        var sample = ProfileSample()
        #expect(sample.profile(at: now).purchases.returnedShare == nil)
        sample.orders(.euro, (0..<14).map { (today.advanced(by: -$0), 1) })
        sample.summary.purchases.returned = 1
        #expect(sample.profile(at: now).purchases.returnedShare == 0.07)
    }

    @Test func listsProductsByQuantityThenRecency() {
        var sample = ProfileSample()
        func tally(_ quantity: Int64, _ day: Int) -> ProductTally {
            let at = Timestamp.utc(2026, 1, day)
            return ProductTally(
                quantity: Quantity(thousandths: quantity * 1000), span: Span(count: 1, first: at, last: at), name: nil,
                category: nil)
        }
        sample.summary.purchases.products = ["a": tally(1, 1), "b": tally(2, 1), "c": tally(1, 2), "gone": tally(0, 3)]
        #expect(sample.profile(at: now).purchases.products.map(\.sku) == ["b", "c", "a"])
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

@Suite struct BehaviourTests {
    private let now = Timestamp.utc(2026, 11, 22, 10)

    private func bought(at moment: Timestamp) -> ProductTally {
        ProductTally(quantity: .one, span: Span(count: 1, first: moment, last: moment), name: nil, category: nil)
    }

    @Test func weighsSignalsByKindAndAge() {
        var sample = ProfileSample()
        sample.signals([
            .sign(.view, "A", at: now), .sign(.wish, "A", at: .utc(2026, 11, 8)), .sign(.cart, "B", at: now),
            .sign(.search, "C", at: .utc(2026, 11, 8)), .sign(.uncart, "D", at: now),
        ])
        let interests = sample.profile(at: now).interests
        #expect(interests.map(\.sku) == ["B", "A", "C"])
        #expect(interests.map(\.score) == [4, 2.5, 0.5])
    }

    @Test func forgetsTheInterestOnceTheProductIsBought() {
        var sample = ProfileSample()
        sample.signals([.sign(.view, "A", at: .utc(2026, 11, 20)), .sign(.view, "B", at: now)])
        sample.summary.purchases.products = ["A": bought(at: .utc(2026, 11, 21)), "B": bought(at: .utc(2026, 11, 21))]
        let interests = sample.profile(at: now).interests
        #expect(interests.map(\.sku) == ["B"])
        #expect(interests.first?.bought == true)
    }

    @Test func theCartHoldsWhatWasAddedAndNotRemovedSinceThePurchase() throws {
        var sample = ProfileSample()
        sample.signals([
            .sign(.cart, "A", at: .utc(2026, 11, 20), quantity: 3, cents: 7990),
            .sign(.uncart, "A", at: .utc(2026, 11, 21), quantity: 2),
            .sign(.cart, "B", at: .utc(2026, 11, 19), cents: 100),
            .sign(.cart, "C", at: .utc(2026, 11, 20), cents: 100), .sign(.uncart, "C", at: .utc(2026, 11, 20, 1)),
        ])
        sample.summary.purchases.products = ["B": bought(at: .utc(2026, 11, 20))]
        let cart = try #require(sample.profile(at: now).cart)
        #expect(cart.items.map(\.sku) == ["A"])
        #expect(cart.value == 7990)
        #expect(cart.currency == .euro)
        #expect(cart.updatedAt == .utc(2026, 11, 21))
        #expect(sample.profile(at: now).headlines.contains("Cart of 79.90 EUR since yesterday"))
    }

    @Test func severalCurrenciesAreNotAdded() throws {
        var sample = ProfileSample()
        let yen = try #require(Currency("JPY"))
        sample.signals([.sign(.cart, "A", at: now, cents: 1), .sign(.cart, "B", at: now, cents: 1, yen)])
        let cart = try #require(sample.profile(at: now).cart)
        #expect(cart.value == nil)
        #expect(cart.currency == nil)
        #expect(Set(cart.items.map(\.currency)) == [.euro, yen])
    }

    @Test func anEmptyCartIsNone() {
        #expect(ProfileSample().profile(at: now).cart == nil)
    }
}

@Suite struct HeadlineTests {
    private let now = Timestamp.utc(2026, 11, 22, 10)

    @Test func tellTheMostUsefulFirstAndFiveAtMost() {
        var sample = ProfileSample()
        sample.customer { $0.birthday = Birthday(year: nil, month: 11, day: 27) }
        let contacts = [16, 20, 22].map { InteractionDigest.contact("\($0)", at: .utc(2026, 11, $0), order: "8812") }
        sample.contacts("chat", contacts.map(\.at))
        sample.summary.contact.recent = Recent(items: contacts.reversed(), total: 3)
        sample.summary.contact.open = Recent(items: [contacts[2]], total: 1)
        sample.orders(.euro, [(.of(2026, 3, 9), 250_000)])
        sample.summary.purchases.open = Recent(
            items: [
                OrderDigest(
                    source: "erp", id: "8812", placedAt: .utc(2026, 11, 1), status: .shipped, total: 1, currency: .euro,
                    items: .one, expectedDelivery: .of(2026, 11, 19), trackingURL: nil)
            ], total: 1)
        let rating = RatingEntry(source: "crm", id: "1", at: .utc(2026, 11, 3), value: 2)
        sample.summary.contact.csat = RatingTally(sum: 2, recent: Recent(items: [rating], total: 1))
        sample.signals([.sign(.cart, "A", at: now, cents: 100)])
        let profile = sample.profile(at: now)
        #expect(
            profile.headlines == [
                "Third contact about order 8812 in 6 days, still open", "Gold customer since March 2026",
                "Order 8812 is 3 days late", "Birthday on Friday", "Last rating 2 of 5 on 3 November 2026",
            ])
        #expect(profile.vip.priority == 100)
    }

    @Test func aStrangerMakesFirstContact() {
        #expect(ProfileSample().profile(at: now).headlines == ["First contact"])
    }

    @Test func aResolvedProblemIsNoNews() {
        var contact = ContactSummary()
        let items = [20, 22].map {
            InteractionDigest.contact("\($0)", at: .utc(2026, 11, $0), topic: "delivery", .resolved)
        }
        contact.recent = Recent(items: items, total: 2)
        #expect(RepeatedProblem(contact, today: now.day) == nil)
    }

    @Test func callsOfTheCompanyAreNotContactsOfTheCustomer() {
        var contact = ContactSummary()
        contact.recent = Recent(
            items: [
                .contact("1", at: now, topic: "delivery"),
                .contact("2", at: now, topic: "delivery", .open, .outbound),
            ], total: 2)
        contact.open = contact.recent
        #expect(RepeatedProblem(contact, today: now.day) == nil)
    }
}
