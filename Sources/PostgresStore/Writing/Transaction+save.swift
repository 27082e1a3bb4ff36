import ProfileCore
import ProfileStore

extension Transaction {
    enum Saved: Sendable {
        /// Those of each decision.
        case changes([[ProfileChange]])
        /// Nothing was saved: some decisions, by their place, need profiles folded before.
        case unprepared([Int: FoldBasis])
    }

    /// Carries the decisions out and commits. Rebuilt summaries are put in place; the answer has the changes of each.
    /// A rehearsal, which has to be alone, is rolled back as soon as it is known what would be saved.
    ///
    /// Everything that needs no answer goes to the server together with the commit. The numbers are taken last, so that
    /// the counter is locked no longer than it takes to write the profiles and the log.
    func save(
        _ decisions: inout [Decision], in trials: [CommitTrial]
    ) async throws(PostgresFailure) -> Saved {
        var readiness = try await readiness(of: decisions, in: trials)
        if !readiness.unprepared.isEmpty { return try await leave(readiness.unprepared) }
        var calls = Saving.groundwork(decisions)
        if decisions.contains(where: { !$0.recoveries.isEmpty }) {
            try await recover(&decisions, after: calls)
            calls = []
            readiness = try await self.readiness(of: decisions, in: trials)
            if !readiness.unprepared.isEmpty { return try await leave(readiness.unprepared) }
        }
        if decisions.contains(where: { !$0.rebuilds.isEmpty }) {
            let outcomes = try await fold(&decisions, as: readiness.folds, after: calls)
            calls = outcomes.flatMap(Saving.folded)
            if outcomes.contains(where: { !$0.filings.isEmpty }) {
                let rebuilt = decisions.flatMap(\.rebuilds).sorted()
                calls.append(Statement.moveClaims { $0.add(ids: rebuilt.map(Optional.init)) })
            }
        }
        if decisions.contains(where: { !$0.tallies.isEmpty }) {
            calls = try await saveTallies(of: &decisions, after: calls)
        }
        calls += Saving.claims(decisions)
        if decisions.contains(where: { !$0.recounts.isEmpty }) {
            try await countClaimants(of: &decisions, after: calls)
            calls = []
        }
        if decisions.contains(where: \.rehearses) {
            try await rollBack()
            return .changes(decisions.map { _ in [] })
        }
        let search = SearchRows(decisions)
        calls += search.calls
        if !search.doubted.isEmpty {
            try await removeWords(search.doubted, after: calls)
            calls = []
        }
        calls += Saving.review(decisions)
        let (profiles, stripe) = (ChangedProfiles(decisions), Stripe.random)
        calls += profiles.lock(of: stripe, in: connection.layout)
        let numbering = calls.count
        calls += profiles.calls(numbering: stripe)
        let rows = try await connection.run(calls + [Statement.commit()])
        guard profiles.count > 0 else { return .changes(decisions.map { _ in [] }) }
        let last = try Self.reading { () throws(StoreError) in
            try rows[numbering].first { columns throws(StoreError) in try columns.integer() }
        }
        guard let last else { throw .unreadable(detail: "the counter of changes is missing") }
        return .changes(profiles.changes(upTo: last, in: stripe))
    }

    private func leave(_ bases: [Int: FoldBasis]) async throws(PostgresFailure) -> Saved {
        try await rollBack()
        return .unprepared(bases)
    }

    /// `folds` are those that were made before, by the place of their decision.
    private func fold(
        _ decisions: inout [Decision], as folds: [Int: PreparedFold], after calls: [Call]
    ) async throws(PostgresFailure) -> [Refolding.Outcome] {
        var unfolded = decisions
        for place in folds.keys { unfolded[place].rebuilds = [] }
        let ids = unfolded.flatMap(\.rebuilds).sorted().map(Optional.init)
        let namedIDs = Set(unfolded.flatMap(\.foldNames)).sorted().map(Optional.init)
        let rows = try await connection.run(
            calls + [
                Statement.linksToProfiles { $0.add(ids: ids) }, Statement.merges { $0.add(ids: namedIDs) },
                Statement.separations { $0.add(ids: namedIDs) },
            ])
        let places = [rows.count - 3, rows.count - 2, rows.count - 1]
        var folding = try Self.reading { () throws(StoreError) in
            Folding(
                unfolded, links: try rows[places[0]].all { columns throws(StoreError) in try columns.link() },
                merges: try rows[places[1]].all { columns throws(StoreError) in try columns.value() },
                separations: try rows[places[2]].all { columns throws(StoreError) in try columns.separation() })
        }
        while case let calls = folding.calls, !calls.isEmpty {
            let rows = try await connection.run(calls)
            try Self.reading { () throws(StoreError) in try folding.add(rows) }
        }
        let outcomes = folding.outcomes.enumerated().map { folds[$0.offset]?.outcome ?? $0.element }
        for (place, outcome) in outcomes.enumerated() {
            decisions[place].settle(outcome, tallies: folds[place]?.tallies ?? [:])
        }
        return outcomes
    }

    /// Looks up what summaries lost.
    private func recover(_ decisions: inout [Decision], after calls: [Call]) async throws(PostgresFailure) {
        if !calls.isEmpty { _ = try await connection.run(calls) }
        var recovering = Recovering(decisions.reduce(into: [:]) { $0.merge($1.recoveries) { $1 } })
        if let call = recovering.callForSources {
            let rows = try await connection.run(call)
            try Self.reading { () throws(StoreError) in try recovering.add(sources: rows) }
        }
        while case let calls = recovering.nextCalls(), !calls.isEmpty {
            let rows = try await connection.run(calls)
            try Self.reading { () throws(StoreError) in try recovering.add(rows) }
        }
        if case let calls = recovering.callsForOldest, !calls.isEmpty {
            let rows = try await connection.run(calls)
            try Self.reading { () throws(StoreError) in try recovering.add(oldest: rows) }
        }
        let all = recovering.found
        for place in decisions.indices {
            let found = all.filter { decisions[place].recoveries[$0.key] != nil }
            decisions[place].settle(recovered: found)
        }
    }

    /// Changes rows with tallies, and tells the decisions what they want to know of them then; what needs no answer is
    /// left to go with the next calls.
    private func saveTallies(
        of decisions: inout [Decision], after calls: [Call]
    ) async throws(PostgresFailure) -> [Call] {
        let changes = decisions.reduce(into: [:]) { $0.merge($1.tallies) { $1 } }
        let calls = calls + TallyRows.changes(changes)
        let wanted = TallyRows.foremost(changes)
        guard !wanted.isEmpty else { return calls }
        let rows = try await connection.run(calls + wanted)
        var foremost: [ProfileID: [TallyRow]] = [:]
        for rows in rows.suffix(wanted.count) {
            foremost.merge(try Self.reading(rows.tallies)) { $0 + $1 }
        }
        for place in decisions.indices { decisions[place].settle(foremost: foremost) }
        return []
    }

    private func countClaimants(
        of decisions: inout [Decision], after calls: [Call]
    ) async throws(PostgresFailure) {
        let identifiers = Set(decisions.flatMap(\.recounts)).sorted()
        let rows = try await connection.run(calls + identifiers.map(Statement.claimants(of:)))
        let counts = zip(identifiers, rows.suffix(identifiers.count).map(\.count)).filter { $0.1 > 0 }
        let claimants = Dictionary(uniqueKeysWithValues: counts)
        for place in decisions.indices { decisions[place].settle(claimants: claimants) }
    }
}

extension Statement {
    static func claimants(of identifier: Identifier) -> Call {
        claimants { $0.add(identifier) }
    }
}
