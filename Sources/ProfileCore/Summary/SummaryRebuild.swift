/// Folds facts into a summary from nothing.
package struct SummaryRebuild: Sendable {
    private let held: Set<Identifier>
    private let rules: IdentityRules
    private let now: Timestamp
    package private(set) var summary = ProfileSummary()

    /// `held` are the identifiers that lead to the profile; weak ones do wherever they are stated. What lies ahead of
    /// `now` counts later.
    package init(held: Set<Identifier>, rules: IdentityRules = .standard, at now: Timestamp) {
        self.now = now
        self.held = held
        self.rules = rules
    }

    package mutating func add(_ fact: Fact) {
        summary.add(rules.trusted(fact.record), at: now, within: rules.summaryLimits) { identifier in
            if rules.isWeak(identifier, statedBy: fact.record) { return .weak }
            return held.contains(identifier) ? .strong : nil
        }
    }
}
