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

    let rules: ProfileRules
    private let now: Timestamp
    private let ranking: SpendRanking?
    private let outlook: LearnedOutlook?

    package init(
        policy: VIPPolicy, at now: Timestamp, rules: ProfileRules, ranking: SpendRanking?,
        outlook: LearnedOutlook? = nil
    ) {
        self.outlook = outlook
        self.policy = policy
        self.now = now
        self.rules = rules
        self.ranking = ranking
        counts = policy.tiers.map { _ in 0 }
    }

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
        if let override = policy.override(among: state.overrides, at: now) {
            overridden += 1
            return override.tier
        }
        var summary = state.summary
        summary.settle(by: now)
        let survivorship = Survivorship(summary, rules: rules)
        let expected = outlook(of: summary, survivorship)
        let metrics = VIPMetrics(
            summary, survivorship: survivorship, ranking: ranking, outlook: expected,
            visit: expected.flatMap { visit(of: summary, $0) })
        return policy.tier(metrics, on: now.day)?.name
    }

    /// Nil where no condition asks it.
    private func outlook(of summary: ProfileSummary, _ survivorship: Survivorship) -> OutlookView? {
        guard policy.asksOutlook else { return nil }
        let consents = ConsentView.derive(from: ConsentView.all(from: survivorship.entries, rules: rules), at: now)
        return OutlookView(summary, outlook, consents: consents, today: now.day)
    }

    private func visit(of summary: ProfileSummary, _ expected: OutlookView) -> ValuedVisit? {
        guard policy.asksVisits else { return nil }
        let cart = CartView(
            summary.cartChanges, bought: summary.purchases.products, defaultCurrency: rules.defaultCurrency)
        return ValuedVisit(summary, cart: cart, outlook: expected, outlook, today: now.day)
    }
}
