/// Finds the tiers of customers by a policy, without deriving the rest of their profiles.
package struct TierFinder: Sendable {
    let policy: VIPPolicy
    let rules: ProfileRules
    private let ranking: SpendRanking?
    private let outlook: LearnedOutlook?

    package init(
        policy: VIPPolicy, rules: ProfileRules, ranking: SpendRanking?, outlook: LearnedOutlook? = nil
    ) {
        self.policy = policy
        self.rules = rules
        self.ranking = ranking
        self.outlook = outlook
    }

    /// What the profile says of the tier, and of when time alone ends it.
    package func tier(of state: ProfileState, at now: Timestamp) -> AnnouncedTier {
        let moment = max(now, state.changedAt)
        if let override = policy.override(among: state.overrides, at: moment) {
            return AnnouncedTier(tier: override.tier, until: override.until)
        }
        let metrics = metrics(of: state, at: moment)
        guard let tier = policy.tier(metrics, on: moment.day) else { return .none }
        let end = TierPeriod.end(of: tier, metrics, policy: policy, today: moment.day)
        return AnnouncedTier(tier: tier.name, until: end?.start)
    }

    /// The tier that the customer is in without an override.
    func earnedTier(of state: ProfileState, at now: Timestamp) -> String? {
        let moment = max(now, state.changedAt)
        return policy.tier(metrics(of: state, at: moment), on: moment.day)?.name
    }

    private func metrics(of state: ProfileState, at moment: Timestamp) -> VIPMetrics {
        guard state.summary.upcoming.items.isEmpty else {
            return metrics(of: state.settledSummary(at: moment), at: moment)
        }
        return metrics(of: state.summary, at: moment)
    }

    private func metrics(of summary: ProfileSummary, at moment: Timestamp) -> VIPMetrics {
        let survivorship = Survivorship(summary, rules: rules)
        let expected = expected(of: summary, survivorship, at: moment)
        return VIPMetrics(
            summary, survivorship: survivorship, ranking: ranking, outlook: expected,
            visit: expected.flatMap { visit(of: summary, $0, today: moment.day) })
    }

    /// Nil where no condition asks it.
    private func expected(
        of summary: ProfileSummary, _ survivorship: Survivorship, at moment: Timestamp
    ) -> OutlookView? {
        guard policy.asksOutlook else { return nil }
        let consents = ConsentView.derive(from: ConsentView.all(from: survivorship.entries, rules: rules), at: moment)
        return OutlookView(summary, outlook, consents: consents, today: moment.day)
    }

    private func visit(of summary: ProfileSummary, _ expected: OutlookView, today: Day) -> ValuedVisit? {
        guard policy.asksVisits else { return nil }
        let cart = CartView(
            summary.cartChanges, bought: summary.purchases.products.tallies, defaultCurrency: rules.defaultCurrency)
        return ValuedVisit(summary, cart: cart, outlook: expected, outlook, today: today)
    }
}
