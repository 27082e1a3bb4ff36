extension ProfileState {
    /// Whether the customer objected to being profiled: others are not compared with them.
    package func objectsToProfiling(at moment: Timestamp, rules: ProfileRules) -> Bool {
        guard summary.customers.contains(where: { !$0.record.consents.isEmpty }) else { return false }
        let statements = ConsentView.all(from: Survivorship(summary, rules: rules).entries, rules: rules)
        return ProfilingObjection(ConsentView.derive(from: statements, at: moment)) != nil
    }
}
