/// A customer's tier and priority, and why.
package struct VIPStanding: Hashable, Sendable {
    /// Whether the tier is the policy's `vipFrom` or better.
    package let vip: Bool
    /// Nil when no tier's conditions hold.
    package let tier: String?
    /// 0 to 100.
    package let priority: Int
    /// When the tier was reached, nil when that cannot be told from orders; when an override was set.
    package let since: Timestamp?
    /// When time alone ends the tier, nil when it does not; when an override expires.
    package let until: Timestamp?
    package let override: VIPOverride?
    package let reasons: [String]

    init(
        _ summary: ProfileSummary, overrides: [VIPOverride], survivorship: Survivorship, attention: Attention,
        moment: inout DerivationMoment, policy: VIPPolicy, ranking: SpendRanking?
    ) {
        for override in overrides { override.until.map { moment.changes(at: $0) } }
        let today = moment.today
        let metrics = VIPMetrics(summary, survivorship: survivorship, ranking: ranking)
        let override = policy.override(among: overrides, at: moment.now)
        let tier = override.flatMap { policy.tier(named: $0.tier) } ?? policy.tier(metrics, on: today)
        let additions = PriorityAddition.all(for: attention)

        self.override = override
        self.tier = tier?.name
        vip = tier.map { policy.isVIP($0.name) } ?? false
        priority = min(100, max(0, tier?.priority ?? 0) + additions.reduce(0) { $0 + $1.points })
        if let override {
            since = override.setAt
            until = override.until
        } else {
            let period = tier.map { TierPeriod(of: $0, metrics, policy: policy, today: today) }
            since = period?.since?.start
            until = period?.until?.start
        }
        reasons = Self.reasons(for: tier, override, metrics, on: today) + additions.map(\.reason)
    }

    private static func reasons(
        for tier: VIPTier?, _ override: VIPOverride?, _ metrics: VIPMetrics, on today: Day
    ) -> [String] {
        guard let override else {
            let met = tier?.conditions.filter { metrics.holds($0, on: today) } ?? []
            return met.map { metrics.sentence(for: $0, on: today) }
        }
        let end = override.until.map { " until \(Wording.date($0.day))" } ?? ""
        return ["override by \(override.setBy): \(override.reason)\(end)"]
    }
}
