package import ProfileCore

/// What filing a batch of records did.
package struct IngestOutcome: Sendable {
    /// One for each record, in their order.
    package let verdicts: [IngestVerdict]
    /// How many profiles began, those included that ended at once.
    package let profilesMade: Int
    package let merges: Int
    /// How many links were refused.
    package let conflicts: Int

    init(_ verdicts: [IngestVerdict], _ decision: Decision, known: Set<ProfileID>) {
        self.verdicts = verdicts
        profilesMade = decision.changedProfiles.count { !known.contains($0) }
        merges = decision.merges.count
        // Not those of the decision: what a later record of the batch settles counts as it would in a batch of its own.
        conflicts = verdicts.reduce(0) { $0 + $1.refused.count }
    }
}
