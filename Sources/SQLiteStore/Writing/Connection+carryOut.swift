import ProfileCore
import ProfileStore

extension Connection {
    /// Loads, decides and saves. The caller holds the transaction.
    func commit<Answer: Sendable>(
        touching touch: Touch, at clock: Timestamp, decide: (consuming Snapshot) -> (Decision, Answer)
    ) throws(StoreError) -> Committed<Answer> {
        var snapshot = try snapshot(of: touch)
        snapshot.setMoment(by: clock)
        var (decision, answer) = decide(consume snapshot)
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
        if !decision.rebuilds.isEmpty { try rebuild(&decision) }
        let changes = try save(decision.profiles, removing: decision.removedProfiles, at: decision.decidedAt)
        try save(decision.aliases)
        try remove(decision.removedAliases)
        try save(decision.merges)
        try save(decision.conflicts)
        try save(decision.separations)
        try remove(decision.removedSeparations)
        return changes
    }

    private func rebuild(_ decision: inout Decision) throws(StoreError) {
        var folded: [ProfileID: ProfileState] = [:]
        var links: [Link] = []
        for id in decision.rebuilds {
            let held = try self.links(to: id)
            folded[id] = decision.profiles[id]
            folded[id]?.summary = try foldedSummary(
                of: id, held: Set(held.map(\.identifier)), at: decision.decidedAt)
            links += held
        }
        let settlement = RebuildSettlement(profiles: folded, links: links, at: decision.decidedAt)
        try remove(settlement.removedLinks)
        try save(settlement.links)
        decision.settle(settlement)
    }

    /// Reads one fact at a time, so that a profile of any size takes little memory.
    private func foldedSummary(
        of profile: ProfileID, held: Set<Identifier>, at now: Timestamp
    ) throws(StoreError) -> ProfileSummary {
        var rebuild = SummaryRebuild(held: held, at: now)
        let facts = try prepare("SELECT \(Self.factColumns) FROM facts WHERE profile = ?")
        try facts.each({ $0.add(profile) }) { columns throws(StoreError) in rebuild.add(try Self.fact(&columns)) }
        return rebuild.summary
    }
}
