import ProfileCore
import ProfileStore

extension Transaction {
    /// Carries the decisions out and commits. Rebuilt summaries are put in place; the answer has the changes of each.
    ///
    /// Everything that needs no answer goes to the server together with the commit. The numbers are taken last, so that
    /// the one row all commits wait for is held no longer than it takes to write the profiles and the log.
    func save(_ decisions: inout [Decision]) async throws(PostgresFailure) -> [[ProfileChange]] {
        var calls = Saving.groundwork(decisions)
        let rebuilds = decisions.reduce(into: Set()) { $0.formUnion($1.rebuilds) }
        if !rebuilds.isEmpty {
            let settlements = try await fold(rebuilds, of: &decisions, after: calls)
            calls =
                Saving.removals(settlements.flatMap(\.removedLinks))
                + Saving.links(settlements.flatMap(\.links.values))
        }
        calls += Saving.review(decisions)
        let profiles = ChangedProfiles(decisions)
        let numbering = calls.count
        calls += profiles.calls
        let rows = try await connection.run(calls + [Statement.commit()])
        guard profiles.count > 0 else { return decisions.map { _ in [] } }
        let last = try Self.reading { () throws(StoreError) in
            try rows[numbering].first { columns throws(StoreError) in try columns.integer() }
        }
        guard let last else { throw .unreadable(detail: "the counter of changes is missing") }
        return profiles.changes(upTo: last)
    }

    private func fold(
        _ rebuilds: Set<ProfileID>, of decisions: inout [Decision], after calls: [Call]
    ) async throws(PostgresFailure) -> [RebuildSettlement] {
        let ids = rebuilds.sorted().map(Optional.init)
        let rows = try await connection.run(calls + [Statement.linksToProfiles { $0.add(ids: ids) }])
        let links = try Self.reading { () throws(StoreError) in
            try rows.last?.all { columns throws(StoreError) in try columns.link() } ?? []
        }
        let now = decisions.map(\.decidedAt).max() ?? Timestamp(milliseconds: 0)
        var folding = Folding(rebuilds, links: links, at: now)
        while let call = folding.call {
            let rows = try await connection.run(call)
            try Self.reading { () throws(StoreError) in try folding.add(rows) }
        }
        var settlements: [RebuildSettlement] = []
        for place in decisions.indices where !decisions[place].rebuilds.isEmpty {
            let settlement = folding.settlement(of: decisions[place])
            decisions[place].settle(settlement)
            settlements.append(settlement)
        }
        return settlements
    }
}
