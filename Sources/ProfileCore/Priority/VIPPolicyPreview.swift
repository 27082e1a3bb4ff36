/// How many customers each tier of a policy would hold, counted page by page.
package struct VIPPolicyPreview: Sendable {
    package let policy: VIPPolicy
    /// Of the policy's tiers, by place.
    package private(set) var counts: [Int]
    package private(set) var total = 0
    /// How many of them would count as VIP.
    package private(set) var vips = 0
    /// How many are in their tier by an override.
    package private(set) var overridden = 0

    private let now: Timestamp
    private let finder: TierFinder

    package init(
        policy: VIPPolicy, at now: Timestamp, rules: ProfileRules, ranking: SpendRanking?,
        outlook: LearnedOutlook? = nil
    ) {
        self.policy = policy
        self.now = now
        finder = TierFinder(policy: policy, rules: rules, ranking: ranking, outlook: outlook)
        counts = policy.tiers.map { _ in 0 }
    }

    var rules: ProfileRules { finder.rules }

    /// How many would be in no tier.
    package var none: Int { total - counts.reduce(0, +) }

    /// Counts a customer and returns the tier they are in.
    @discardableResult
    package mutating func add(_ state: ProfileState) -> String? {
        total += 1
        guard let tier = tier(of: state), let place = policy.position(of: tier) else { return nil }
        counts[place] += 1
        if policy.isVIP(tier) { vips += 1 }
        return tier
    }

    private mutating func tier(of state: ProfileState) -> String? {
        if let override = policy.override(among: state.overrides, at: max(now, state.changedAt)) {
            overridden += 1
            return override.tier
        }
        return finder.earnedTier(of: state, at: now)
    }
}
