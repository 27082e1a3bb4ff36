package import ProfileCore
package import ProfileStore

extension SQLiteStore: FoldSource {
    package func factsToFold(
        of profile: ProfileID, after place: TimelineCursor?, limit: Int
    ) async throws(StoreError) -> [Fact] {
        try await read { connection throws(StoreError) in
            try connection.factsToFold(of: profile, after: place, limit: limit)
        }
    }

    package func talliesToFold(
        of profile: ProfileID, after key: TallyKey?, limit: Int
    ) async throws(StoreError) -> [TallyRow] {
        try await read { connection throws(StoreError) in
            try connection.tallies(of: profile, after: key, limit: limit)
        }
    }
}

extension Connection {
    /// The rest of the moment of the last page, and what happened before: each a walk along the index that begins where
    /// the last ended.
    fileprivate func factsToFold(
        of profile: ProfileID, after place: TimelineCursor?, limit: Int
    ) throws(StoreError) -> [Fact] {
        var page: [Fact] = []
        if let place {
            let rest = try prepare(
                """
                SELECT \(Self.factColumns) FROM facts
                WHERE profile = ? AND happened_at = ? AND (kind, source, id) > (?, ?, ?)
                ORDER BY kind, source, id LIMIT ?
                """)
            page = try rest.all({
                $0.add(profile)
                $0.add(place.at)
                $0.add(place.key)
                $0.add(limit)
            }) { columns throws(StoreError) in try Self.fact(&columns) }
        }
        let earlier = try prepare(
            """
            SELECT \(Self.factColumns) FROM facts WHERE profile = ? AND happened_at \(place == nil ? "<=" : "<") ?
                AND \(Self.isStated)
            ORDER BY happened_at DESC, kind, source, id LIMIT ?
            """)
        return try page
            + earlier.all({
                $0.add(profile)
                $0.add(place?.at ?? Timestamp(milliseconds: .max))
                $0.add(limit - page.count)
            }) { columns throws(StoreError) in try Self.fact(&columns) }
    }

    /// The versions of those profiles that exist.
    func versions(of profiles: Set<ProfileID>) throws(StoreError) -> [ProfileID: Int] {
        let query = try prepare("SELECT version FROM profiles WHERE id = ? AND version IS NOT NULL")
        var versions: [ProfileID: Int] = [:]
        for id in profiles {
            versions[id] = try query.first({ $0.add(id) }) { columns throws(StoreError) in Int(columns.integer()) }
        }
        return versions
    }

    func links(to profiles: Set<ProfileID>) throws(StoreError) -> [Link] {
        var links: [Link] = []
        for id in profiles { links += try self.links(to: id) }
        return links
    }
}
