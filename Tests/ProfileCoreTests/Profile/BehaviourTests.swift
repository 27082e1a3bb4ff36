import ProfileCore
import Testing

@Suite struct BehaviourTests {
    private let now = Timestamp.utc(2026, 11, 22, 10)

    private func bought(at moment: Timestamp) -> ProductTally {
        ProductTally(quantity: .one, seen: SeenRange(count: 1, first: moment, last: moment), name: nil)
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
        sample.summary.purchases.products.tallies = [
            "A": bought(at: .utc(2026, 11, 21)), "B": bought(at: .utc(2026, 11, 21)),
        ]
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
        sample.summary.purchases.products.tallies = ["B": bought(at: .utc(2026, 11, 20))]
        let cart = try #require(sample.profile(at: now).cart)
        #expect(cart.items.map(\.sku) == ["A"])
        #expect(cart.value == 7990)
        #expect(cart.currency == .euro)
        #expect(cart.updatedAt == .utc(2026, 11, 21))
        #expect(sample.profile(at: now).headlines.contains("Cart of 79.90 EUR since yesterday"))
    }

    @Test func aRemovalComesAfterWhatWasAddedAtTheSameMoment() {
        // Removals of the lesser and the greater id.
        for sku in ["A", "B"] {
            var sample = ProfileSample()
            let added = ProductSignal.sign(.cart, sku, at: now)
            for id in ["0", "9999999999999-Z"] {
                let removed = ProductSignal(
                    source: "shop", id: id, at: now, kind: .uncart, sku: sku, name: nil, quantity: .one, price: nil,
                    currency: nil)
                sample.signals([added, removed])
                #expect(sample.profile(at: now).cart == nil)
                sample.signals([removed, added])
                #expect(sample.profile(at: now).cart == nil)
            }
        }
    }

    @Test func noneOrFewerMoveNothing() {
        for quantity in [0, -1, -1_000_000_000] as [Int64] {
            for kind in [ProductSignal.Kind.cart, .uncart] {
                var sample = ProfileSample()
                sample.signals([
                    .sign(.cart, "A", at: .utc(2026, 11, 20), cents: 100),
                    .sign(kind, "A", at: now, quantity: quantity), .sign(kind, "B", at: now, quantity: quantity),
                ])
                let profile = sample.profile(at: now)
                #expect(profile.cart?.items.map(\.sku) == ["A"] && profile.cart?.value == 100)
                #expect(profile.interests.map(\.sku) == ["A"])
            }
        }
    }

    @Test func aCartOfMoreThanAmountsMayBeHasNoValue() throws {
        let limit: Int64 = 10_000_000_000_000
        for (pieces, value) in [(1, limit), (2, nil), (1_000_000_000, nil)] as [(Int64, MinorUnits?)] {
            var sample = ProfileSample()
            sample.signals(
                [.sign(.cart, "first", at: now, quantity: pieces, cents: limit)]
                    + (1..<50).map { .sign(.cart, "\($0)", at: now, cents: 0) })
            let cart = try #require(sample.profile(at: now).cart)
            #expect(cart.value == value && cart.items.count == 50 && cart.currency == .euro)
        }
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
