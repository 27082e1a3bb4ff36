/// Folds a profile's facts into its summary from nothing.
package struct SummaryRebuild: Sendable {
    private let held: Set<Identifier>
    private let now: Timestamp
    package private(set) var summary = ProfileSummary()

    /// `held` are the identifiers whose links lead to the profile; what lies ahead of `now` counts later.
    package init(held: Set<Identifier>, at now: Timestamp) {
        self.held = held
        self.now = now
    }

    package mutating func add(_ fact: Fact) {
        summary.add(fact.record, at: now, holding: held.contains)
    }
}
