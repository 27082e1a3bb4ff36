/// Folds a profile's facts into its summary from nothing.
package struct SummaryRebuild: Sendable {
    private let held: Set<Identifier>
    package private(set) var summary = ProfileSummary()

    /// `held` are the identifiers whose links lead to the profile.
    package init(held: Set<Identifier>) {
        self.held = held
    }

    package mutating func add(_ fact: Fact) {
        summary.add(fact.record, holding: held.contains)
    }
}
