package import ProfileCore

/// What filing a batch of records did.
package struct IngestOutcome: Sendable {
    /// One for each record, in their order.
    package let verdicts: [IngestVerdict]
    /// How many profiles began, those included that were merged at once.
    package let profilesMade: Int
    package let merges: Int
    /// How many links were refused.
    package let conflicts: Int

    init(_ verdicts: [IngestVerdict], _ decision: Decision, known: Snapshot) {
        self.verdicts = verdicts
        let ended = decision.merges.map(\.absorbed)
        profilesMade = Set(decision.profiles.keys).union(ended).count { known.profiles[$0] == nil }
        merges = decision.merges.count
        conflicts = decision.conflicts.count
    }
}
