/// The days through which a customer is in the same tier, as far as time and the orders on file tell.
struct TierPeriod: Sendable {
    /// The day on which the tier was reached; nil when it was held on every day that is known.
    let since: Day?
    /// The day on which time alone ends the tier; nil when it does not.
    let until: Day?

    init(of tier: VIPTier, _ metrics: VIPMetrics, policy: VIPPolicy, today: Day) {
        let changes = metrics.history.changes
        let past = changes.prefix { $0 <= today }
        let dated = metrics.dated
        let telling = policy.tier(dated, on: today)?.name == tier.name ? dated : metrics
        since = past.last { policy.tier(telling, on: $0.advanced(by: -1))?.name != tier.name }
        until = changes[past.endIndex...].first { policy.tier(metrics, on: $0)?.name != tier.name }
    }
}
