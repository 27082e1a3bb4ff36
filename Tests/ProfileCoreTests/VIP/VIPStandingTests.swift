import ProfileCore
import Testing

@Suite struct VIPStandingTests {
    private let now = Timestamp.utc(2026, 11, 22, 10)
    private let today = Day.of(2026, 11, 22)

    private func override(_ tier: String, set: Timestamp, until: Timestamp? = nil) -> VIPOverride {
        VIPOverride(tier: tier, reason: "board member", until: until, setAt: set, setBy: "Ada", home: ProfileSample.id)
    }

    @Test func theFirstTierWhoseConditionsHoldWins() {
        var sample = ProfileSample()
        sample.orders(.euro, [(today.advanced(by: -100), 234_000)])
        let standing = sample.profile(at: now).vip
        #expect(standing.tier == "gold")
        #expect(standing.vip)
        #expect(standing.priority == 70)
        #expect(standing.reasons == ["net spend in 12 months 2,340.00 EUR is at least 2,000.00"])
    }

    @Test func silverIsNoVIP() {
        var sample = ProfileSample()
        sample.orders(.euro, [(today, 50_000)])
        #expect(sample.profile(at: now).vip.tier == "silver")
        #expect(!sample.profile(at: now).vip.vip)
    }

    @Test func timeAloneBeginsAndEndsATier() {
        var sample = ProfileSample()
        let (first, second) = (Day.of(2026, 1, 10), Day.of(2026, 3, 5))
        sample.orders(.euro, [(first, 150_000), (second, 60_000)])
        let standing = sample.profile(at: now).vip
        #expect(standing.tier == "gold")
        #expect(standing.since == second.start)
        // The first order counts on its day and 365 days after it.
        #expect(standing.until == first.advanced(by: 366).start)
        let lastDay = first.advanced(by: 365).start
        #expect(sample.profile(at: lastDay).vip.tier == "gold")
        let after = sample.profile(at: first.advanced(by: 366).start).vip
        #expect(after.tier == "silver")
        #expect(after.since == first.advanced(by: 366).start)
        #expect(after.until == second.advanced(by: 366).start)
        #expect(sample.profile(at: second.advanced(by: 366).start).vip.tier == nil)
    }

    @Test func ordersTellTheBeginningWhereTheySufficeForTheTier() {
        var sample = ProfileSample()
        let first = Day.of(2026, 3, 5)
        sample.orders(.euro, [(first, 250_000)])
        sample.customer { $0.loyalty = Loyalty(tier: "Gold", points: nil) }
        #expect(sample.profile(at: now).vip.since == first.start)
        #expect(sample.profile(at: now).vip.until == nil)
    }

    @Test func orderDaysThatAreOnlySummedCountInAllAndTellNoBeginning() {
        var sample = ProfileSample()
        sample.orders(.euro, [(today.advanced(by: -400), 10), (today.advanced(by: -100), 234_000)])
        #expect(sample.profile(at: now).vip.since == today.advanced(by: -100).start)
        sample.summary.purchases.currencies.tallies[.euro]?.earlier = CurrencyTally.DayTotal(
            day: CurrencyTally.earlierDay, orders: 5, net: 1_000)
        let history = SpendHistory(sample.summary.purchases)
        #expect(history.ordersTotal(on: today) == 7 && history.netTotal(.euro, on: today) == 235_010)
        #expect(history.orders365Days(on: today) == 1 && history.net365Days(.euro, on: today) == 234_000)
        #expect(history.netTotal(.euro, on: today.advanced(by: -500)) == 1_000)
        // Only from a year after the first listed day on is the spend of twelve months known.
        #expect(sample.profile(at: now).vip.since == nil)
        sample.orders(.euro, [(today.advanced(by: -800), 10), (today.advanced(by: -100), 234_000)])
        sample.summary.purchases.currencies.tallies[.euro]?.earlier = CurrencyTally.DayTotal(
            day: CurrencyTally.earlierDay, orders: 5, net: 1_000)
        #expect(sample.profile(at: now).vip.since == today.advanced(by: -100).start)
    }

    @Test func aTierWithoutHistoryHasNoBeginning() {
        var sample = ProfileSample()
        sample.customer { $0.loyalty = Loyalty(tier: "Gold", points: nil) }
        let standing = sample.profile(at: now).vip
        #expect(standing.tier == "gold")
        #expect(standing.since == nil)
        #expect(standing.until == nil)
        #expect(standing.reasons == ["loyalty tier is gold"])
    }

    @Test func anOverrideBeatsThePolicyUntilItExpires() {
        var sample = ProfileSample()
        sample.orders(.euro, [(today, 234_000)])
        sample.overrides = [override("platinum", set: .utc(2026, 11, 1), until: .utc(2026, 11, 22, 12))]
        let profile = sample.profile(at: now)
        #expect(profile.vip.tier == "platinum")
        #expect(profile.vip.since == .utc(2026, 11, 1))
        #expect(profile.vip.until == .utc(2026, 11, 22, 12))
        #expect(profile.vip.reasons == ["override by Ada: board member until 22 November 2026"])
        #expect(profile.holdsUntil == .utc(2026, 11, 22, 12))
        #expect(sample.profile(at: .utc(2026, 11, 22, 12)).vip.tier == "gold")
    }

    @Test func theLastOverrideThatHoldsWins() {
        var sample = ProfileSample()
        sample.overrides = [
            override("silver", set: .utc(2026, 11, 2)), override("gold", set: .utc(2026, 11, 1)),
            override("platinum", set: .utc(2026, 11, 3), until: .utc(2026, 11, 4)),
            override("a tier of an older policy", set: .utc(2026, 11, 5)),
        ]
        #expect(sample.profile(at: now).vip.tier == "silver")
    }

    @Test func allConditionsOfATierMayBeNeeded() {
        var sample = ProfileSample()
        sample.policy = VIPPolicy(
            tiers: [
                VIPTier(
                    name: "club", priority: 10, match: .all,
                    conditions: [
                        .tag("club"), .ordersTotal(atLeast: 2), .orders365Days(atLeast: 1),
                        .netTotal(atLeast: 2, .euro),
                    ])
            ], vipFrom: nil)
        sample.orders(.euro, [(today, 1), (today.advanced(by: -1000), 1)])
        #expect(sample.profile(at: now).vip.tier == nil)
        sample.customer { $0.tags = ["Club"] }
        #expect(sample.profile(at: now).vip.tier == "club")
        #expect(!sample.profile(at: now).vip.vip)
        #expect(sample.profile(at: now).vip.until == today.advanced(by: 366).start)
    }

    @Test func aPercentileFollowsThePopulation() {
        var sample = ProfileSample()
        sample.policy = VIPPolicy(
            tiers: [
                VIPTier(
                    name: "top", priority: 10, match: .any,
                    conditions: [.percentileNet365Days(atLeastThousandths: 90_000, .euro)])
            ], vipFrom: "top")
        sample.orders(.euro, [(today, 90)])
        #expect(sample.profile(at: now).vip.tier == nil)
        sample.ranking = SpendRanking(currency: .euro, day: today, values: (1...100).map { $0 })
        #expect(sample.profile(at: now).vip.tier == "top")
        sample.ranking?.insert(91)
        #expect(sample.profile(at: now).vip.tier == nil)
        #expect(sample.policy.percentileCurrency == .euro)
    }

    @Test func whoNeverOrderedHasNoPercentile() {
        var sample = ProfileSample()
        sample.policy = VIPPolicy(
            tiers: [
                VIPTier(
                    name: "top", priority: 1, match: .any,
                    conditions: [.percentileNet365Days(atLeastThousandths: 0, .euro)])
            ], vipFrom: nil)
        sample.ranking = SpendRanking(currency: .euro, day: today, values: [1])
        #expect(sample.profile(at: now).vip.tier == nil)
    }

    @Test func priorityTellsWhatWasAdded() {
        var sample = ProfileSample()
        sample.orders(.euro, [(today, 7990)])
        sample.signals([.sign(.cart, "A", at: now, cents: 7990)])
        #expect(sample.profile(at: now).vip.priority == 5)
        #expect(sample.profile(at: now).vip.reasons == ["cart of 79.90 EUR: +5"])
        sample.signals([.sign(.cart, "A", at: now, cents: 7989)])
        #expect(sample.profile(at: now).vip.priority == 0)
    }

    @Test func theDefaultPolicyKnowsWhatAYenIsWorth() throws {
        let yen = try #require(Currency("JPY"))
        let gold = VIPPolicy.standard(yen).tiers[1].conditions
        #expect(gold.contains(.net365Days(atLeast: 200_000, yen)))
        #expect(VIPPolicy.standard(.euro).tiers[1].conditions.contains(.net365Days(atLeast: 200_000, .euro)))
    }

    @Test func aPreviewCountsEachTier() {
        var preview = VIPPolicyPreview(policy: .standard(.euro), at: now, rules: .standard, ranking: nil)
        for net in [0, 50_000, 60_000, 250_000] as [MinorUnits] {
            var sample = ProfileSample()
            sample.orders(.euro, [(today, net)])
            preview.add(sample.state)
        }
        var chosen = ProfileSample()
        chosen.overrides = [override("platinum", set: now)]
        preview.add(chosen.state)
        #expect(preview.counts == [1, 1, 2])
        #expect(preview.none == 1)
        #expect(preview.total == 5)
        #expect(preview.vips == 2)
        #expect(preview.overridden == 1)
    }

    /// Each customer's own tiers say who moves; the comparison has to agree, and names no more than its limit.
    @Test func aComparisonTellsWhoRisesAndWhoFalls() {
        let stricter = VIPPolicy(
            tiers: [
                VIPTier(
                    name: "gold", priority: 70, match: .all, conditions: [.net365Days(atLeast: 300_000, .euro)]),
                VIPTier(name: "silver", priority: 40, match: .all, conditions: [.ordersTotal(atLeast: 2)]),
            ], vipFrom: "gold")
        var comparison = VIPPolicyComparison(
            inForce: VIPPolicyPreview(policy: .standard(.euro), at: now, rules: .standard, ranking: nil),
            wanted: VIPPolicyPreview(policy: stricter, at: now, rules: .standard, ranking: nil))
        let nets: [MinorUnits] = [0, 60_000, 250_000, 400_000, 900_000]
        for net in nets {
            var sample = ProfileSample()
            sample.orders(.euro, [(today, net)])
            comparison.add(sample.state)
        }
        var buyer = ProfileSample()
        buyer.orders(.euro, [(today, 100), (today, 100)])
        comparison.add(buyer.state)
        #expect(comparison.gainers.named.map { [$0.from, $0.to] } == [[nil, "silver"]])
        // Out of VIP weighs more than out of silver; from platinum to gold is a step down among VIPs.
        #expect(
            comparison.losers.named.map { [$0.from, $0.to] } == [
                ["gold", nil], ["silver", nil], ["platinum", "gold"],
            ])
        #expect(comparison.losers.count == 3 && comparison.gainers.count == 1)
        for _ in 0..<1000 { comparison.add(buyer.state) }
        #expect(comparison.gainers.count == 1001)
        #expect(comparison.gainers.named.count == VIPPolicyComparison.Moves.limit)
    }
}
