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
                    state: sample.state, at: Self.now, rules: sample.rules, policy: policy, ranking: nil,
                    outlook: outlook
                ).vip
                let finder = TierFinder(policy: policy, rules: sample.rules, ranking: nil, outlook: outlook)
                let found = finder.tier(of: sample.state, at: Self.now)
                #expect(found == AnnouncedTier(tier: standing.tier, until: standing.until))
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
    ]

    private static func tier(_ name: String, _ match: VIPTier.Match, _ conditions: [VIPCondition]) -> VIPTier {
        VIPTier(name: name, priority: 50, match: match, conditions: conditions)
    }

    private static func sample(_ numbers: inout SplitMix64) -> ProfileSample {
        var sample = ProfileSample()
        let (friend, refuses) = (Int.random(in: 0..<5, using: &numbers) == 0, Bool.random(using: &numbers))
        sample.customer {
            if friend { $0.tags = ["Friend"] }
            if refuses { $0.consents = [Consent(purpose: "profiling", channel: nil, status: .denied, at: nil)] }
        }
        let orders = (0..<Int.random(in: 0..<6, using: &numbers)).map { _ in
            (
                now.day.advanced(by: -Int.random(in: 0..<500, using: &numbers)),
                MinorUnits.random(in: 1_000...150_000, using: &numbers)
            )
        }
        if !orders.isEmpty { sample.orders(.euro, orders.sorted { $0.0 < $1.0 }.map { (day: $0.0, net: $0.1) }) }
        if Bool.random(using: &numbers) { sample.signals([.sign(.cart, "A", at: now, cents: 9_900)]) }
        for tier in ["gold", "diamond"] where Int.random(in: 0..<6, using: &numbers) == 0 {
            let end = now.advanced(bySeconds: .random(in: -9...9, using: &numbers))
            let until = Bool.random(using: &numbers) ? end : nil
            sample.overrides.append(
                VIPOverride(tier: tier, reason: "r", until: until, setAt: now, setBy: "a", home: ProfileSample.id))
        }
        return sample
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
