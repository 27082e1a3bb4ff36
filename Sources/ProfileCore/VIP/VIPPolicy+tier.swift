extension VIPPolicy {
    /// The first tier whose conditions hold on a day.
    package func tier(_ metrics: VIPMetrics, on day: Day) -> VIPTier? {
        tiers.first { metrics.holds($0, on: day) }
    }

    package func tier(named name: String) -> VIPTier? {
        tiers.first { $0.name == name }
    }

    /// The override that beats the tiers: of those that have not expired and name a tier there is, the one set last.
    package func override(among overrides: [VIPOverride], at now: Timestamp) -> VIPOverride? {
        overrides.filter { override in
            position(of: override.tier) != nil && override.until.map { now < $0 } ?? true
        }
        .max { ($0.setAt, $0.home) < ($1.setAt, $1.home) }
    }
}
