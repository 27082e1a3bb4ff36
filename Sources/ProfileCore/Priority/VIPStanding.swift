/// A customer's tier and priority, and why.
package struct VIPStanding: Hashable, Sendable {
    /// Whether the tier is the policy's `vipFrom` or better.
    package let vip: Bool
    /// Nil when no tier's conditions hold.
    package let tier: String?
    /// 0 to 100.
    package let priority: Int
    /// When the tier was reached, nil when orders do not show that; when an override was set.
    package let since: Timestamp?
    /// When time alone ends the tier, nil when it does not; when an override expires.
    package let until: Timestamp?
    package let override: VIPOverride?
    package let reasons: [String]
    /// Nil in the best tier, and while an override holds.
    package let next: NextTier?

    init(
        _ summary: ProfileSummary, overrides: [VIPOverride], survivorship: Survivorship, attention: Attention,
        outlook: OutlookView? = nil, visit: ValuedVisit? = nil, moment: inout DerivationMoment, policy: VIPPolicy,
        ranking: SpendRanking?
    ) {
        for override in overrides { override.until.map { moment.changes(at: $0) } }
        let today = moment.today
        let metrics = VIPMetrics(summary, survivorship: survivorship, ranking: ranking, outlook: outlook, visit: visit)
        let override = policy.override(among: overrides, at: moment.now)
        let tier = override.flatMap { policy.tier(named: $0.tier) } ?? policy.tier(metrics, on: today)
        let additions = PriorityAddition.all(for: attention)

        self.override = override
        self.tier = tier?.name
        vip = tier.map { policy.isVIP($0.name) } ?? false
        priority = min(VIPQueue.highestPriority, max(0, tier?.priority ?? 0) + additions.reduce(0) { $0 + $1.points })
        if let override {
            since = override.setAt
            until = override.until
        } else {
            let period = tier.flatMap { TierPeriod(of: $0, metrics, policy: policy, today: today) }
            since = period?.since?.start
            until = period?.until?.start
        }
        reasons = Self.reasons(for: tier, override, metrics, on: today) + additions.map(\.reason)
        next = override == nil ? NextTier(above: tier, of: policy, metrics, on: today) : nil
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

/// The tier above a customer's own, and what is missing to it.
package struct NextTier: Hashable, Sendable {
    package let name: String
    /// Whether all of what is missing is needed, or any of it.
    package let match: VIPTier.Match
    /// Phrases such as `120.00 EUR more in 12 months`.
    package let missing: [String]

    /// Nil when there is no better one.
    init?(above tier: VIPTier?, of policy: VIPPolicy, _ metrics: VIPMetrics, on day: Day) {
        let place = tier.flatMap { policy.position(of: $0.name) } ?? policy.tiers.count
        guard place > 0 else { return nil }
        let next = policy.tiers[place - 1]
        name = next.name
        match = next.match
        // Nobody reaches what is expected of them; it is named only where nothing else suffices.
        let reachable = next.match == .any ? next.conditions.filter { !$0.asksOutlook } : next.conditions
        guard !reachable.isEmpty else { return nil }
        missing = reachable.filter { !metrics.holds($0, on: day) }.map { metrics.missing(to: $0, on: day) }
    }

    /// `gold: 120.00 EUR more in 12 months or 3 more orders in 12 months`.
    package var sentence: String { "\(name): " + missing.joined(separator: match == .any ? " or " : " and ") }
}

/// The days through which a customer stays in the same tier by time and the orders on file.
struct TierPeriod: Sendable {
    /// The day on which the tier was reached; nil when it was held on every day that is known.
    let since: Day?
    /// The day on which time alone ends the tier; nil when it does not.
    let until: Day?

    /// Nil for a tier that asks the outlook, of which nobody knows how it was.
    init?(of tier: VIPTier, _ metrics: VIPMetrics, policy: VIPPolicy, today: Day) {
        guard !tier.conditions.contains(where: \.asksOutlook) else { return nil }
        let changes = metrics.history.changes
        let past = changes.prefix { $0 <= today }
        let dated = metrics.dated
        let telling = policy.tier(dated, on: today)?.name == tier.name ? dated : metrics
        since = past.last { policy.tier(telling, on: $0.advanced(by: -1))?.name != tier.name }
        until = Self.end(of: tier, metrics, policy: policy, today: today)
    }

    /// The day on which time alone ends the tier; nil when it does not, or nobody knows.
    static func end(of tier: VIPTier, _ metrics: VIPMetrics, policy: VIPPolicy, today: Day) -> Day? {
        guard !tier.conditions.contains(where: \.asksOutlook) else { return nil }
        return metrics.history.changes.first { $0 > today && policy.tier(metrics, on: $0)?.name != tier.name }
    }
}

/// A tier set by hand, which beats the policy until it expires.
package struct VIPOverride: Hashable, Sendable {
    /// The tier's name in the policy.
    package let tier: String
    package let reason: String
    /// Nil when it does not expire.
    package let until: Timestamp?
    package let setAt: Timestamp
    /// The name of the API key that set it.
    package let setBy: String
    /// The profile it was set on, to which it returns when a merge is undone.
    package let home: ProfileID

    package init(
        tier: String, reason: String, until: Timestamp?, setAt: Timestamp, setBy: String, home: ProfileID
    ) {
        self.tier = tier
        self.reason = reason
        self.until = until
        self.setAt = setAt
        self.setBy = setBy
        self.home = home
    }
}

/// What a router needs to know about somebody, in a flat form.
package struct VIPAnswer: Hashable, Sendable {
    package let found: Bool
    package let profileID: ProfileID?
    package let vip: Bool
    package let tier: String?
    package let priority: Int
    package let reason: String
    /// How many other profiles claim the identifier asked for, at most `ProfileState.claimantLimit`. Where nobody was
    /// found because several share it, all of them count.
    package let alsoClaimedBy: Int
    /// The next tier and what is missing to it; nil in the best one.
    package let next: String?

    /// The answer about somebody nobody knows.
    package static let unknown = VIPAnswer(
        found: false, profileID: nil, vip: false, tier: nil, priority: 0, reason: "unknown customer")

    /// The answer about a weak identifier that `count` profiles share: whom of them it means cannot be told.
    package static func shared(by count: Int) -> VIPAnswer {
        VIPAnswer(
            found: false, profileID: nil, vip: false, tier: nil, priority: 0,
            reason: "several customers share this identifier",
            alsoClaimedBy: min(count, ProfileState.claimantLimit))
    }

    /// About a profile, to who asks by a name that nobody else claims.
    package init(_ profile: Profile) {
        let standing = profile.vip
        let reasons = standing.tier == nil ? ["no tier's conditions hold"] + standing.reasons : standing.reasons
        self.init(
            found: true, profileID: profile.id, vip: standing.vip, tier: standing.tier, priority: standing.priority,
            reason: reasons.joined(separator: "; "), next: standing.next?.sentence)
    }

    /// The same to who asks by an identifier that `count` other profiles claim.
    package func claimed(by count: Int) -> VIPAnswer {
        VIPAnswer(
            found: found, profileID: profileID, vip: vip, tier: tier, priority: priority, reason: reason,
            alsoClaimedBy: count, next: next)
    }

    package init(
        found: Bool, profileID: ProfileID?, vip: Bool, tier: String?, priority: Int, reason: String,
        alsoClaimedBy: Int = 0, next: String? = nil
    ) {
        self.found = found
        self.profileID = profileID
        self.vip = vip
        self.tier = tier
        self.priority = priority
        self.reason = reason
        self.alsoClaimedBy = alsoClaimedBy
        self.next = next
    }
}
