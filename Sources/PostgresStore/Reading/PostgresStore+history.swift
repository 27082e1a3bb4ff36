package import ProfileCore
package import ProfileStore

/// What stands behind one profile, read with it in one snapshot.
extension PostgresStore {
    package func timeline(
        of reference: ProfileReference, after cursor: TimelineCursor?, limit: Int
    ) async throws(StoreError) -> Reached<TimelinePage> {
        let page = Statement.timeline {
            $0.add(reference)
            $0.add(cursor?.at.milliseconds ?? .max)
            $0.add(afterKey: cursor?.key)
            $0.add(max(limit, 0))
        }
        return try await read([Statement.reached { $0.add(reference) }, page], .anywhere) { rows throws(StoreError) in
            try Self.reached(rows[0]).map { profile throws(StoreError) in
                let facts = try rows[1].all { columns throws(StoreError) in try columns.fact() }
                return TimelinePage(profile: profile, facts: facts)
            }
        }
    }

    package func identity(
        of reference: ProfileReference, factsAfter key: FactKey?, limit: Int
    ) async throws(StoreError) -> Reached<IdentityPage> {
        let page = Statement.factsOfReached {
            $0.add(reference)
            $0.add(afterKey: key)
            $0.add(max(limit, 0))
        }
        let calls = [Statement.reached, .linksOfReached, .mergesOfReached].map { statement in
            statement { $0.add(reference) }
        }
        return try await read(calls + [page], .anywhere) { rows throws(StoreError) in
            try Self.reached(rows[0]).map { profile throws(StoreError) in
                let links = try rows[1].all { columns throws(StoreError) in try columns.link() }
                let merges: [Merge] = try rows[2].all { columns throws(StoreError) in try columns.value() }
                let history = IdentityHistory(
                    links: links.sorted { ($0.identifier, $0.home) < ($1.identifier, $1.home) },
                    merges: Merge.oldestFirst(merges))
                let facts = try rows[3].all { columns throws(StoreError) in try columns.fact() }
                return IdentityPage(profile: profile, history: history, facts: facts)
            }
        }
    }

    private static func reached(_ rows: Rows) throws(StoreError) -> Reached<ProfileState> {
        guard rows.count < 2 else { return .several }
        let state: ProfileState? = try rows.first { columns throws(StoreError) in try columns.value() }
        return state.map(Reached.one) ?? .nobody
    }
}

extension Parameters {
    /// As three values, of which those that do not apply lead nowhere: type, value, id.
    fileprivate mutating func add(_ reference: ProfileReference) {
        switch reference {
        case .id(let id):
            add("")
            add("")
            add(ids: [ProfileID?.some(id)])
        case .identifier(let identifier):
            add(identifier.type)
            add(identifier.value)
            add(ids: [ProfileID?]())
        }
    }
}
