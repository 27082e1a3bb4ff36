import Testing

@testable import ProfileCore

@Suite("What is missing to the next tier")
struct NextTierTests {
    private static let now = Timestamp.utc(2026, 6, 30, 12)

    private static func tier(_ name: String, _ match: VIPTier.Match, _ conditions: VIPCondition...) -> VIPTier {
        VIPTier(name: name, priority: 50, match: match, conditions: conditions)
    }

    private static func standing(
        spent: MinorUnits, _ tiers: VIPTier..., overrides: [VIPOverride] = []
    ) -> VIPStanding {
        var sample = ProfileSample()
        sample.overrides = overrides
        sample.policy = VIPPolicy(tiers: tiers, vipFrom: nil)
        let order = OrderRecord(placedAt: .utc(2026, 5, 1), status: .delivered, currency: .euro, total: spent)
        sample.summary.purchases.add(.sample(order, id: "1"))
        return sample.profile(at: now).vip
    }

    private static let gold = tier(
        "gold", .any, .net365Days(atLeast: 200_000, .euro), .orders365Days(atLeast: 4), .loyaltyTier("Gold"))
    private static let silver = tier("silver", .all, .netTotal(atLeast: 50_000, .euro), .tag("club"))

    @Test("It names each condition that does not hold, and nothing in the best tier")
    func missing() {
        let gold = Self.standing(spent: 188_000, Self.gold, Self.silver).next
        #expect(gold?.name == "silver" && gold?.match == .all && gold?.missing == ["the tag club"])
        #expect(gold?.sentence == "silver: the tag club")
        let top = Self.standing(spent: 188_000, Self.gold).next
        #expect(
            top?.sentence
                == "gold: 120.00 EUR more in 12 months or 3 more orders in 12 months or loyalty tier Gold")
        #expect(Self.standing(spent: 200_000, Self.gold, Self.silver).next == nil)
        let poor = Self.standing(spent: 10_000, Self.silver).next
        #expect(poor?.sentence == "silver: 400.00 EUR more in all and the tag club")
    }

    @Test("What others spend or what is expected is named without an amount that changes by itself")
    func ofOthers() {
        let next = Self.standing(
            spent: 100,
            Self.tier(
                "top", .all, .percentileNet365Days(atLeastThousandths: 90_000, .euro),
                .expectedSpend90Days(atLeast: 5_000, .euro), .orderChance90Days(atLeastThousandths: 62_500), .overdue)
        ).next
        #expect(
            next?.missing == [
                "as much spend in 12 months as 90 % of customers with orders in EUR",
                "an expected spend of 50.00 EUR in 90 days", "a 62.5 % chance of an order in 90 days",
                "an overdue next order",
            ])
    }

    @Test("What is expected of somebody is named only where nothing else would do")
    func expected() {
        let either = Self.tier("top", .any, .overdue, .ordersTotal(atLeast: 3))
        #expect(Self.standing(spent: 100, either).next?.missing == ["2 more orders"])
        #expect(Self.standing(spent: 100, Self.tier("top", .any, .overdue)).next == nil)
    }

    @Test("A tier by hand has no next one")
    func byHand() {
        let override = VIPOverride(
            tier: "silver", reason: "press", until: nil, setAt: .utc(2026, 6, 1), setBy: "eve", home: ProfileSample.id)
        #expect(Self.standing(spent: 100, Self.gold, Self.silver, overrides: [override]).next == nil)
    }

    @Test("What a visit is worth follows from the cart, else from what the customer spends, in its currency alone")
    func visits() {
        func reasons(
            _ least: MinorUnits, _ currency: Currency = .euro, cart: Int64?, orders: [MinorUnits]
        ) -> [String] {
            var sample = ProfileSample()
            let tier = Self.tier("worthy", .any, .visitValue(atLeast: least, currency))
            sample.policy = VIPPolicy(tiers: [tier], vipFrom: nil)
            sample.orders(.euro, orders.map { (Day.of(2026, 5, 1), $0) })
            if let cart { sample.signals([.sign(.cart, "tent", at: Self.now, cents: cart)]) }
            return sample.profile(at: Self.now).vip.reasons.filter { $0.hasPrefix("a visit") }
        }
        let met = "a visit now is worth 60.00 EUR, at least 50.00"
        #expect(reasons(5_000, cart: 20_000, orders: []).first == met)
        #expect(reasons(6_001, cart: 20_000, orders: []).isEmpty)
        #expect(reasons(100, cart: nil, orders: [5_000]).first == "a visit now is worth 1.00 EUR, at least 1.00")
        #expect(reasons(100, Currency("USD") ?? .euro, cart: nil, orders: [500_000]).isEmpty)
        #expect(reasons(0, cart: nil, orders: []).isEmpty, "nobody knows what an order would be worth")
    }

    @Test("Who objects to profiling has no visit that is worth anything")
    func objection() {
        var sample = ProfileSample()
        sample.policy = VIPPolicy(tiers: [Self.tier("x", .any, .visitValue(atLeast: 0, .euro))], vipFrom: nil)
        sample.orders(.euro, [(Day.of(2026, 5, 1), 5_000)])
        #expect(sample.profile(at: Self.now).vip.tier == "x")
        sample.customer { $0.consents = [Consent(purpose: "profiling", channel: nil, status: .denied, at: nil)] }
        #expect(sample.profile(at: Self.now).vip.tier == nil)
    }

    @Test("Conditions on the outlook are stored and read")
    func stored() throws {
        let tier = Self.tier(
            "x", .any, .expectedSpend90Days(atLeast: 5_000, .euro), .orderChance90Days(atLeastThousandths: 62_500),
            .overdue, .visitValue(atLeast: 1_500, .euro))
        let policy = VIPPolicy(tiers: [tier], vipFrom: "x")
        #expect(try Stored.value(VIPPolicy.self, from: Stored.bytes(of: policy)) == policy)
        #expect(policy.asksOutlook && !VIPPolicy.standard(.euro).asksOutlook)
    }
}
