@testable import ProfileCore
import Testing

/// The whole profile is the oracle: it derives the tier together with everything else.
@Suite struct TierFinderTests {
    private static let now = Timestamp.utc(2026, 11, 22, 10)

    @Test(arguments: 0..<200) func findsWhatTheProfileTells(seed: Int) {
        var numbers = SplitMix64(seed: UInt64(seed))
        var sample = Self.sample(&numbers)
        for policy in Self.policies {
            sample.policy = policy
            for outlook in [nil, Self.learned] {
                let standing = Profile(
                    state: sample.state, at: Self.now, rules: sample.rules, policy: policy, ranking: sample.ranking,
                    outlook: outlook
                ).vip
                let finder = TierFinder(
                    policy: policy, rules: sample.rules, ranking: sample.ranking, outlook: outlook)
                let found = finder.tier(of: sample.state, at: Self.now)
                #expect(found == AnnouncedTier(tier: standing.tier, until: standing.until))
                if standing.override == nil {
                    #expect(finder.earnedTier(of: sample.state, at: Self.now) == standing.tier)
                }
            }
        }
    }

    private static let policies = [
        VIPPolicy.standard(.euro),
        VIPPolicy(
            tiers: [
                tier("gold", .any, [.orderChance90Days(atLeastThousandths: 600), .tag("friend")]),
                tier("silver", .all, [.overdue, .orders365Days(atLeast: 2)]),
                tier("bronze", .any, [.visitValue(atLeast: 500, .euro), .netTotal(atLeast: 70_000, .euro)]),
            ], vipFrom: "silver"),
        VIPPolicy(
            tiers: [
                tier("gold", .all, [.percentileNet365Days(atLeastThousandths: 900, .euro)]),
                tier("silver", .all, [.percentileNet365Days(atLeastThousandths: 500, .euro)]),
            ], vipFrom: "gold"),
    ]

    private static func tier(_ name: String, _ match: VIPTier.Match, _ conditions: [VIPCondition]) -> VIPTier {
        VIPTier(name: name, priority: 50, match: match, conditions: conditions)
    }

    /// A customer whose state was changed before now, or by a clock ahead of ours, with orders on either side of both.
    private static func sample(_ numbers: inout SplitMix64) -> ProfileSample {
        var sample = ProfileSample()
        sample.changedAt = now.advanced(bySeconds: 86_400 * .random(in: -40...2, using: &numbers))
        sample.ranking = SpendRanking(currency: .euro, day: now.day, values: [5_000, 40_000, 90_000, 200_000])
        sample.summary = summary(&numbers, at: sample.changedAt)
        let (friend, refuses) = (Int.random(in: 0..<5, using: &numbers) == 0, Bool.random(using: &numbers))
        sample.customer {
            if friend { $0.tags = ["Friend"] }
            if refuses { $0.consents = [Consent(purpose: "profiling", channel: nil, status: .denied, at: nil)] }
        }
        if Bool.random(using: &numbers) { sample.signals([.sign(.cart, "A", at: now, cents: 9_900)]) }
        for tier in ["gold", "diamond"] where Int.random(in: 0..<6, using: &numbers) == 0 {
            let end = now.advanced(bySeconds: .random(in: -9...9, using: &numbers))
            let until = Bool.random(using: &numbers) ? end : nil
            sample.overrides.append(
                VIPOverride(tier: tier, reason: "r", until: until, setAt: now, setBy: "a", home: ProfileSample.id))
        }
        return sample
    }

    /// Folded at `moment`: orders after it are still to come.
    private static func summary(_ numbers: inout SplitMix64, at moment: Timestamp) -> ProfileSummary {
        var fold = SummaryRebuild(held: [], at: moment)
        for number in 0..<Int.random(in: 0..<6, using: &numbers) {
            let placedAt = now.advanced(bySeconds: 86_400 * .random(in: -450...3, using: &numbers))
            var order = OrderRecord(placedAt: placedAt, status: .paid, currency: .euro)
            order.total = MinorUnits.random(in: 1_000...150_000, using: &numbers)
            let record = SourceRecord(
                key: FactKey(kind: .order, source: "erp", id: "\(number)"), updatedAt: placedAt,
                isTimedByArrival: false, identifiers: [], body: .order(order))
            let filing = Filing(profile: ProfileSample.id, home: ProfileSample.id, basis: nil)
            fold.add(Fact(record: record, receivedAt: moment, filing: filing))
        }
        return fold.summary
    }

    private static let learned: LearnedOutlook = {
        let bands = [
            RecencyBand(days: 60, purchases: 2, chance: 0.75), RecencyBand(days: 500, purchases: 0.5, chance: 0.25),
        ]
        let none = OutlookComparison(.failure(.unsettled), baselines: [], actual: [], by: [])
        let rule = OutlookComparison(
            .failure(.unsettled), baselines: [.init(.recency, expected: [1], actual: [1])], actual: [1], by: [])
        let evaluation = OutlookEvaluation(
            days: 90, customers: 2, returning: 1, orders: rule, chance: rule, calibration: [], spend: [],
            contacts: none, baselines: OutlookBaselines(orders: 1, chance: 0.5, contacts: 0, recency: bands))
        return LearnedOutlook(number: 1, profiles: 2, until: now.day, evaluation: evaluation)
    }()
}
