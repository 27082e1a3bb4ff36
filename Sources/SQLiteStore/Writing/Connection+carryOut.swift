import ProfileCore
import ProfileStore

extension Connection {
    /// Loads and decides, unless that was `decided` before, and saves. The caller holds the transaction, and takes back
    /// what is not to be kept.
    func commit<Answer: Sendable>(
        touching touch: Touch, at clock: Timestamp, _ trial: CommitTrial = CommitTrial(),
        decided: consuming (Decision, Answer)? = nil, decide: (consuming Snapshot) -> (Decision, Answer)
    ) throws(StoreError) -> CommitTrial.Ending<Answer> {
        var (decision, answer) =
            if let decided { decided } else { try self.decided(touching: touch, at: clock, trial, decide) }
        if case .unprepared(let basis) = try settle(&decision, trial) { return .unprepared(basis) }
        let changes = decision.rehearses ? [] : try carryOut(decision)
        return .committed(Committed(answer: answer, decision: decision, changes: changes))
    }

    private func decided<Answer>(
        touching touch: Touch, at clock: Timestamp, _ trial: CommitTrial,
        _ decide: (consuming Snapshot) -> (Decision, Answer)
    ) throws(StoreError) -> (Decision, Answer) {
        var snapshot = try snapshot(of: touch)
        snapshot.setMoment(by: clock)
        return trial.decide(consume snapshot, by: decide)
    }

    private func carryOut(_ decision: Decision) throws(StoreError) -> [ProfileChange] {
        let changes = try save(decision.profiles, removing: decision.removedProfiles, at: decision.decidedAt)
        try save(decision.searchChange)
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
    /// counted and taken apart; after that the decision says what its profiles become. It ends early when profiles have
    /// to be folded before.
    private func settle(_ decision: inout Decision, _ trial: CommitTrial) throws(StoreError) -> CommitTrial.Readiness {
        var readiness = try readiness(of: decision, trial)
        if case .unprepared = readiness { return readiness }
        for move in decision.moves { try carryOut(move, at: decision.decidedAt) }
        try save(decision.facts)
        try decision.erases ? erase(decision.withdrawnFacts.keys) : withdraw(decision.withdrawnFacts)
        try save(decision.links)
        try remove(decision.removedLinks)
        try forget(decision.forgotten)
        if !decision.recoveries.isEmpty {
            let known = decision.rebuilds
            decision.settle(recovered: try recovered(decision.recoveries))
            if decision.rebuilds != known { readiness = try self.readiness(of: decision, trial) }
            if case .unprepared = readiness { return readiness }
        }
        if !decision.rebuilds.isEmpty { try refold(&decision, as: readiness.fold) }
        if !decision.tallies.isEmpty { try saveTallies(of: &decision) }
        try drop(decision.droppedClaims)
        try save(decision.conflicts)
        if !decision.recounts.isEmpty {
            decision.settle(claimants: try claimants(of: decision.recounts).mapValues(\.count))
        }
        return readiness
    }

    private func readiness(of decision: Decision, _ trial: CommitTrial) throws(StoreError) -> CommitTrial.Readiness {
        guard trial.concerns(decision) else { return .ready(nil) }
        let (sources, names) = (decision.foldSources, decision.foldNames)
        return trial.readiness(
            for: FoldBasis(
                decision, versions: try versions(of: sources), links: try links(to: sources),
                merges: try merges(naming: names), separations: try separations(naming: names)))
    }

    private func refold(_ decision: inout Decision, as prepared: PreparedFold?) throws(StoreError) {
        let outcome = if let prepared { prepared.outcome } else { try fold(decision) }
        try refileWithdrawn(outcome.withdrawn)
        try file(outcome.filings)
        if !outcome.filings.isEmpty { try refileClaims(of: decision.rebuilds) }
        try remove(outcome.removedLinks)
        try save(outcome.links)
        try note(outcome.claims)
        decision.settle(outcome, tallies: prepared?.tallies ?? [:])
    }

    private func fold(_ decision: Decision) throws(StoreError) -> Refolding.Outcome {
        let names = decision.foldNames
        var folding = Refolding(
            decision, links: try links(to: decision.rebuilds), merges: try merges(naming: names),
            separations: try separations(naming: names))
        repeat { try readFacts(of: folding.wanted) { folding.add($0) } } while folding.endPass()
        return folding.outcome
    }

    /// Reads one fact at a time, so that a profile of any size takes little memory.
    private func readFacts(of profiles: Set<ProfileID>, _ body: (Fact) -> Void) throws(StoreError) {
        let facts = try prepare("SELECT \(Self.factColumns) FROM facts WHERE profile = ? AND \(Self.isStated)")
        for id in profiles {
            try facts.each({ $0.add(id) }) { columns throws(StoreError) in body(try Self.fact(&columns)) }
        }
    }
}
