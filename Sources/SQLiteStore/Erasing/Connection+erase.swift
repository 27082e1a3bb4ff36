import ProfileCore
import ProfileStore

extension Connection {
    func erasable(_ reference: ProfileReference) throws(StoreError) -> ErasureCounts? {
        guard let profile = try erasableProfile(reference) else { return nil }
        return try counts(of: profile)
    }

    /// Leaves tombstones, the erasure, and a numbered change that says the profile is no more.
    func erase(
        _ reference: ProfileReference, _ warrant: ErasureWarrant, hash: (ErasableName) -> Tombstone
    ) throws(StoreError) -> Erased? {
        guard let profile = try erasableProfile(reference) else { return nil }
        let counts = try counts(of: profile)
        let own = try ownIdentifiers(profile)
        let names = try facts(of: profile) + own.map(ErasableName.identifier)
        let tombstones = Set(names.map(hash))
        let erasure = warrant.erasure(of: counts, tombstones: tombstones.count)
        try enter(erasure, tombstones.sorted())
        var freed = Decision(decidedAt: warrant.at)
        freed.queued = try contested(profile).subtracting(own)
        try queueClaims(of: freed)
        try remove(profile)
        try dequeueUnstated()
        let changes = try save([:], removing: [profile], at: warrant.at)
        return Erased(profile: profile, erasure: erasure, changes: changes)
    }

    /// The one profile that a reference leads to; an id still leads to what is remembered of withdrawn facts.
    private func erasableProfile(_ reference: ProfileReference) throws(StoreError) -> ProfileID? {
        let found = try profiles([reference])[reference] ?? []
        guard found.isEmpty, case .id(let id) = reference else { return found.count == 1 ? found[0].id : nil }
        let isRemembered = try integer("SELECT 1 FROM facts WHERE profile = ? LIMIT 1") { $0.add(id) } != nil
        return isRemembered ? id : nil
    }

    private func facts(of profile: ProfileID) throws(StoreError) -> [ErasableName] {
        let query = try prepare("SELECT kind, source, id FROM facts WHERE profile = ?")
        return try query.all({ $0.add(profile) }) { columns throws(StoreError) in
            ErasableName.fact(try columns.key())
        }
    }

    /// The identifiers that a profile states and nobody else who may.
    private func ownIdentifiers(_ profile: ProfileID) throws(StoreError) -> [Identifier] {
        let query = try prepare(
            """
            SELECT type, value FROM (
                SELECT type, value FROM links WHERE profile = ?1
                UNION SELECT type, value FROM conflicts WHERE profile = ?1) AS own
            WHERE NOT EXISTS (
                    SELECT 1 FROM links WHERE type = own.type AND value = own.value AND profile <> ?1)
                AND NOT EXISTS (
                    SELECT 1 FROM conflicts
                    WHERE type = own.type AND value = own.value AND profile <> ?1 AND resolved_at IS NULL
                        AND rule <> '\(Conflict.Rule.untrusted.rawValue)')
            """)
        return try query.all({ $0.add(profile) }) { columns throws(StoreError) in try columns.identifier() }
    }

    /// The identifiers whose claims are to be judged again when the profile is gone: refused to others on its account,
    /// or claimed by it.
    private func contested(_ profile: ProfileID) throws(StoreError) -> Set<Identifier> {
        let query = try prepare(
            """
            SELECT type, value FROM conflicts WHERE holder = ?1 AND resolved_at IS NULL
            UNION SELECT type, value FROM conflicts WHERE profile = ?1 AND resolved_at IS NULL
            """)
        return Set(try query.all({ $0.add(profile) }) { columns throws(StoreError) in try columns.identifier() })
    }

    /// Takes from the queue what nobody states any more: there is nothing to judge, and it may be somebody erased.
    func dequeueUnstated() throws(StoreError) {
        try run(
            """
            DELETE FROM claim_queue AS q
            WHERE NOT EXISTS (SELECT 1 FROM links WHERE type = q.type AND value = q.value)
                AND NOT EXISTS (
                    SELECT 1 FROM conflicts WHERE type = q.type AND value = q.value AND resolved_at IS NULL)
            """)
    }

    private func counts(of profile: ProfileID) throws(StoreError) -> ErasureCounts {
        let facts = try prepare("SELECT kind, count(*) FROM facts WHERE profile = ? AND \(Self.isStated) GROUP BY kind")
        var byKind: [RecordKind: Int] = [:]
        try facts.each({ $0.add(profile) }) { columns throws(StoreError) in
            guard let kind = RecordKind(rawValue: UInt8(truncatingIfNeeded: columns.integer())) else { return }
            byKind[kind] = Int(columns.integer())
        }
        return ErasureCounts(
            facts: byKind, links: try count("SELECT count(*) FROM links WHERE profile = ?", profile),
            conflicts: try count("SELECT count(*) FROM conflicts WHERE profile = ?", profile),
            merges: try count(Self.naming("merges", "absorbed", "survivor"), profile),
            separations: try count(Self.naming("separations", "first", "second"), profile),
            aliases: try count("SELECT count(*) FROM aliases WHERE profile = ?", profile))
    }

    private func count(_ sql: String, _ profile: ProfileID) throws(StoreError) -> Int {
        Int(try integer(sql) { $0.add(profile) } ?? 0)
    }

    /// Counts the rows of a table that name a profile, by any of its names, in one of two columns.
    private static func naming(_ table: String, _ one: String, _ other: String) -> String {
        let names = "(SELECT ?1 UNION SELECT alias FROM aliases WHERE profile = ?1)"
        return """
            SELECT count(*) FROM (
                SELECT t.* FROM \(table) AS t WHERE t.\(one) IN \(names)
                UNION SELECT t.* FROM \(table) AS t WHERE t.\(other) IN \(names))
            """
    }

    private func remove(_ profile: ProfileID) throws(StoreError) {
        if let state = try profiles([.id(profile)])[.id(profile)]?.first { try save(SearchChange(removing: state)) }
        try run("DELETE FROM facts WHERE profile = ?") { $0.add(profile) }
        try run("DELETE FROM links WHERE profile = ?") { $0.add(profile) }
        try run("DELETE FROM tallies WHERE profile = ?") { $0.add(profile) }
        let names = Set([profile] + (try aliases(of: profile)))
        // What others were refused on its account stays theirs.
        let lost = try prepare("UPDATE conflicts SET holder = NULL WHERE holder = ? AND profile <> ?")
        for name in names {
            try lost.run {
                $0.add(name)
                $0.add(profile)
            }
            try run("DELETE FROM conflicts WHERE profile = ?") { $0.add(name) }
        }
        try removeMerges(naming: names)
        try removeSeparations(naming: names)
        try remove(names)
    }

    private func aliases(of profile: ProfileID) throws(StoreError) -> [ProfileID] {
        let query = try prepare("SELECT alias FROM aliases WHERE profile = ?")
        return try query.all({ $0.add(profile) }) { columns throws(StoreError) in try columns.id() }
    }
}
