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
        let changes = try decision.rehearses ? rehearse(&decision) : carryOut(&decision)
        return Committed(answer: answer, decision: decision, changes: changes)
    }

    /// Finds out what would be saved. A savepoint of its own takes everything back; after an error the caller does.
    private func rehearse(_ decision: inout Decision) throws(StoreError) -> [ProfileChange] {
        try run("SAVEPOINT rehearsal")
        try settle(&decision)
        try run("ROLLBACK TO rehearsal")
        try run("RELEASE rehearsal")
        return []
    }

    private func carryOut(_ decision: inout Decision) throws(StoreError) -> [ProfileChange] {
        try settle(&decision)
        let changes = try save(decision.profiles, removing: decision.removedProfiles, at: decision.decidedAt)
        try save(decision.aliases)
        try remove(decision.removedAliases)
        try save(decision.merges)
        try remove(decision.removedMerges)
        try save(decision.separations)
        try remove(decision.removedSeparations)
        try removeMerges(naming: decision.ended)
        try save(judged: decision.judged)
        try queueClaims(of: decision)
        if decision.erases { try dequeueUnstated() }
        return changes
    }

    /// Writes facts, links and conflicts, in the order of the decision's members, and puts in place what is folded,
    /// counted and taken apart; after that the decision says what its profiles become.
    private func settle(_ decision: inout Decision) throws(StoreError) {
        for move in decision.moves { try carryOut(move, at: decision.decidedAt) }
        try save(decision.facts)
        try decision.erases ? erase(decision.withdrawnFacts.keys) : withdraw(decision.withdrawnFacts)
        try save(decision.links)
        try remove(decision.removedLinks)
        try forget(decision.forgotten)
        if !decision.recoveries.isEmpty { decision.settle(recovered: try recovered(decision.recoveries)) }
        if !decision.rebuilds.isEmpty { try refold(&decision) }
        if !decision.tallies.isEmpty { try saveTallies(of: &decision) }
        try drop(decision.droppedClaims)
        try save(decision.conflicts)
        if !decision.recounts.isEmpty {
            decision.settle(claimants: try claimants(of: decision.recounts).mapValues(\.count))
        }
    }

    private func refold(_ decision: inout Decision) throws(StoreError) {
        var links: [Link] = []
        for id in decision.rebuilds { links += try self.links(to: id) }
        let names = decision.rebuilds.reduce(into: decision.rebuilds) { names, id in
            names.formUnion(decision.profiles[id]?.aliases ?? [])
        }
        var folding = Refolding(
            decision, links: links, merges: try merges(naming: names), separations: try separations(naming: names))
        repeat { try readFacts(of: folding.wanted) { folding.add($0) } } while folding.endPass()
        let outcome = folding.outcome
        try refileWithdrawn(outcome.withdrawn)
        try file(outcome.filings)
        if !outcome.filings.isEmpty { try refileClaims(of: decision.rebuilds) }
        try remove(outcome.removedLinks)
        try save(outcome.links)
        try note(outcome.claims)
        decision.settle(outcome)
    }

    /// Reads one fact at a time, so that a profile of any size takes little memory.
    private func readFacts(of profiles: Set<ProfileID>, _ body: (Fact) -> Void) throws(StoreError) {
        let facts = try prepare("SELECT \(Self.factColumns) FROM facts WHERE profile = ? AND \(Self.isStated)")
        for id in profiles {
            try facts.each({ $0.add(id) }) { columns throws(StoreError) in body(try Self.fact(&columns)) }
        }
    }
}
