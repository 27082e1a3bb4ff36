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

    private init(_ outcome: IngestOutcome, _ verdicts: [IngestVerdict]) {
        self.verdicts = verdicts
        (profilesMade, merges, conflicts) = (outcome.profilesMade, outcome.merges, outcome.conflicts)
    }

    /// The same with the profiles where the records lie once the decision is carried out: one may have come apart.
    func following(_ decision: Decision, of records: [SourceRecord]) -> IngestOutcome {
        guard !decision.rebuilds.isEmpty else { return self }
        let followed = zip(verdicts, records).map { verdict, record -> IngestVerdict in
            guard let profile = decision.facts[record.key]?.filing.profile, profile != verdict.profile else {
                return verdict
            }
            return IngestVerdict(
                status: verdict.status, profile: profile, version: decision.profiles[profile]?.version ?? 0,
                refused: verdict.refused, buried: verdict.buried)
        }
        return IngestOutcome(self, followed)
    }
}
