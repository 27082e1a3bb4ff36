import ProfileCore
import ProfileStore

extension Connection {
    func profiles(
        _ references: Set<ProfileReference>
    ) throws(StoreError) -> [ProfileReference: [ProfileState]] {
        var ids: [ProfileReference: [ProfileID]] = [:]
        for reference in references { ids[reference] = try self.ids(for: reference, limit: ProfileStoreLimit.sharers) }
        let states = try profiles(Set(ids.values.joined()))
        return ids.mapValues { $0.compactMap { states[$0] } }.filter { !$0.value.isEmpty }
    }

    /// The single profile that a reference leads to.
    func profile(_ reference: ProfileReference) throws(StoreError) -> Reached<ProfileState> {
        let ids = try self.ids(for: reference, limit: 2)
        guard ids.count < 2 else { return .several }
        guard let state = try profiles(ids).values.first else { return .nobody }
        return .one(state)
    }

    /// Oldest first, `limit` at most.
    private func ids(for reference: ProfileReference, limit: Int) throws(StoreError) -> [ProfileID] {
        switch reference {
        case .id(let id):
            let query = try prepare("SELECT profile FROM aliases WHERE alias = ?")
            let present = try query.first({ $0.add(id) }) { columns throws(StoreError) in try columns.id() }
            return [present ?? id]
        case .identifier(let identifier):
            let query = try prepare(
                // The oldest in the order of the table: a weak identifier may lead to thousands.
                "SELECT DISTINCT profile FROM links WHERE type = ? AND value = ? LIMIT ?")
            return try query.all({
                $0.add(identifier)
                $0.add(limit)
            }) { columns throws(StoreError) in try columns.id() }.sorted()
        }
    }

    func history(of profile: ProfileState) throws(StoreError) -> IdentityHistory {
        IdentityHistory(links: try links(to: profile.id), merges: try merges(into: [profile.id] + profile.aliases))
    }

    /// Ascending by identifier.
    func links(to profile: ProfileID) throws(StoreError) -> [Link] {
        let query = try prepare("SELECT \(Self.linkColumns) FROM links WHERE profile = ? ORDER BY type, value, home")
        return try query.all({ $0.add(profile) }) { columns throws(StoreError) in try Self.link(&columns) }
    }

    private func merges(into ids: [ProfileID]) throws(StoreError) -> [Merge] {
        let query = try prepare("SELECT payload FROM merges WHERE survivor = ?")
        var merges: [Merge] = []
        for id in ids {
            merges += try query.all({ $0.add(id) }) { columns throws(StoreError) in try columns.value() }
        }
        return Self.oldestFirst(merges)
    }
}
