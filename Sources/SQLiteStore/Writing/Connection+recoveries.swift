import ProfileCore
import ProfileStore

extension Connection {
    /// Looks up what summaries lost; nil where not all was found.
    func recovered(_ recoveries: [ProfileID: Recovery]) throws(StoreError) -> [ProfileID: ProfileSummary?] {
        var recovered: [ProfileID: ProfileSummary?] = [:]
        for (id, recovery) in recoveries { recovered[id] = .some(try recover(recovery, of: id)) }
        return recovered
    }

    private func recover(_ recovery: Recovery, of id: ProfileID) throws(StoreError) -> ProfileSummary? {
        var recovery = recovery
        for source in recovery.sources { try addSpan(of: source, of: id, to: &recovery) }
        if recovery.walks { try walk(&recovery, of: id) }
        if recovery.walksFromOldest { try walkFromOldest(&recovery, of: id) }
        return recovery.result
    }

    private func walk(_ recovery: inout Recovery, of id: ProfileID) throws(StoreError) {
        let facts = try prepare(
            """
            SELECT \(Self.factColumns) FROM facts WHERE profile = ? AND happened_at <= ? AND \(Self.isStated)
            ORDER BY happened_at DESC, kind, source, id LIMIT ?
            """)
        var (number, goesOn) = (0, true)
        _ = try facts.all(
            {
                $0.add(id)
                $0.add(recovery.start)
                $0.add(Recovery.greatestWalk)
            }, while: { goesOn }
        ) { columns throws(StoreError) in
            number += 1
            goesOn = recovery.add(try Self.fact(&columns).record)
        }
        recovery.endWalk(afterAll: goesOn && number < Recovery.greatestWalk)
    }

    private func walkFromOldest(_ recovery: inout Recovery, of id: ProfileID) throws(StoreError) {
        let facts = try prepare(
            """
            SELECT \(Self.factColumns) FROM facts WHERE profile = ? AND \(Self.isStated)
            ORDER BY happened_at, kind DESC, source DESC, id DESC LIMIT ?
            """)
        var (number, goesOn) = (0, true)
        _ = try facts.all(
            {
                $0.add(id)
                $0.add(Recovery.greatestWalkFromOldest)
            }, while: { goesOn }
        ) { columns throws(StoreError) in
            number += 1
            goesOn = recovery.add(fromOldest: try Self.fact(&columns).record)
        }
        recovery.endWalkFromOldest(afterAll: goesOn && number < Recovery.greatestWalkFromOldest)
    }

    private func addSpan(of source: String, of id: ProfileID, to recovery: inout Recovery) throws(StoreError) {
        let query = try prepare(
            """
            SELECT min(updated_at), max(updated_at) FROM facts WHERE profile = ? AND source = ? AND \(Self.isStated)
            """)
        let seen = try query.first({
            $0.add(id)
            $0.add(source)
        }) { columns throws(StoreError) in (columns.optionalMoment(), columns.optionalMoment()) }
        if case (let first?, let last?)? = seen { recovery.add(source, first: first, last: last) }
    }
}
