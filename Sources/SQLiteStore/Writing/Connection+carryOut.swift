import ProfileCore
import ProfileStore

extension Connection {
    /// Loads, decides and saves. The caller holds the transaction.
    func commit<Answer: Sendable>(
        touching touch: Touch, decide: (Snapshot) -> (Decision, Answer)
    ) throws(StoreError) -> Committed<Answer> {
        var (decision, answer) = decide(try snapshot(of: touch))
        let changes = try carryOut(&decision)
        return Committed(answer: answer, decision: decision, changes: changes)
    }

    /// In the order of the decision's members; rebuilt summaries are put in place.
    private func carryOut(_ decision: inout Decision) throws(StoreError) -> [ProfileChange] {
        for move in decision.moves { try carryOut(move, at: decision.decidedAt) }
        try settle(decision.settledFacts)
        try save(decision.facts)
        try withdraw(decision.withdrawnFacts)
        try save(decision.links)
        try remove(decision.removedLinks)
        try rebuild(decision.rebuilds, in: &decision.profiles)
        let changes = try save(decision.profiles, removing: decision.removedProfiles, at: decision.decidedAt)
        try save(decision.aliases)
        try remove(decision.removedAliases)
        try save(decision.merges)
        try save(decision.conflicts)
        try save(decision.separations)
        try remove(decision.removedSeparations)
        return changes
    }

    private func rebuild(
        _ ids: Set<ProfileID>, in profiles: inout [ProfileID: ProfileState]
    ) throws(StoreError) {
        for id in ids where profiles[id] != nil {
            profiles[id]?.summary = try foldedSummary(of: id)
        }
    }

    /// Reads one fact at a time, so that a profile of any size takes little memory.
    private func foldedSummary(of profile: ProfileID) throws(StoreError) -> ProfileSummary {
        let links = try prepare("SELECT DISTINCT type, value FROM links WHERE profile = ?")
        let held = try links.all({ $0.add(profile) }) { columns throws(StoreError) in try columns.identifier() }
        var rebuild = SummaryRebuild(held: Set(held))
        let facts = try prepare("SELECT \(Self.factColumns) FROM facts WHERE profile = ?")
        try facts.each({ $0.add(profile) }) { columns throws(StoreError) in rebuild.add(try Self.fact(&columns)) }
        return rebuild.summary
    }
}
