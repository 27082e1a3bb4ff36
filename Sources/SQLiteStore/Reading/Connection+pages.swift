import ProfileCore
import ProfileStore

extension Connection {
    func timeline(of profile: ProfileID, after cursor: TimelineCursor?, limit: Int) throws(StoreError) -> [Fact] {
        let query = try prepare(
            """
            SELECT \(Self.factColumns) FROM facts
            WHERE profile = ?1 AND kind > 1 AND happened_at <= ?2 AND \(Self.isStated)
                AND (happened_at < ?2 OR (kind, source, id) > (?3, ?4, ?5))
            ORDER BY happened_at DESC, kind, source, id LIMIT ?6
            """)
        return try query.all({
            $0.add(profile)
            $0.add(cursor?.at ?? Timestamp(milliseconds: .max))
            $0.add(afterKey: cursor?.key)
            $0.add(max(limit, 0))
        }) { columns throws(StoreError) in try Self.fact(&columns) }
    }

    /// Sorts the keys, which the index holds, and then reads no more facts than the page has.
    func facts(of profile: ProfileID, after key: FactKey?, limit: Int) throws(StoreError) -> [Fact] {
        let query = try prepare(
            """
            SELECT \(Self.factColumns) FROM facts
            WHERE rowid IN (
                SELECT rowid FROM facts WHERE profile = ?1 AND \(Self.isStated) AND (kind, source, id) > (?2, ?3, ?4)
                ORDER BY kind, source, id LIMIT ?5)
            ORDER BY kind, source, id
            """)
        return try query.all({
            $0.add(profile)
            $0.add(afterKey: key)
            $0.add(max(limit, 0))
        }) { columns throws(StoreError) in try Self.fact(&columns) }
    }

    func facts(kind: RecordKind, after key: FactKey?, limit: Int) throws(StoreError) -> [Fact] {
        if let key, key.kind > kind { return [] }
        // The kind stays out of the comparison, or else SQLite would walk through all that came before the page.
        let query = try prepare(
            """
            SELECT \(Self.factColumns) FROM facts
            WHERE kind = ? AND (source, id) > (?, ?) AND \(Self.isStated)
            ORDER BY source, id LIMIT ?
            """)
        let start = key?.kind == kind ? key : nil
        return try query.all({
            $0.add(Int64(kind.rawValue))
            $0.add(start?.source ?? "")
            $0.add(start?.id ?? "")
            $0.add(max(limit, 0))
        }) { columns throws(StoreError) in try Self.fact(&columns) }
    }

    func conflicts(after cursor: ConflictCursor?, limit: Int) throws(StoreError) -> [Conflict] {
        var page = try conflicts(resolved: cursor?.isResolved ?? false, after: cursor, limit: limit)
        if cursor?.isResolved != true, page.count < limit {
            page += try conflicts(resolved: true, after: nil, limit: limit - page.count)
        }
        return page
    }

    private func conflicts(
        resolved: Bool, after cursor: ConflictCursor?, limit: Int
    ) throws(StoreError) -> [Conflict] {
        let query = try prepare(
            """
            SELECT \(Self.conflictColumns) FROM conflicts
            WHERE (resolved_at IS NOT NULL) = ?1 AND noted_at <= ?2
                AND (noted_at < ?2 OR (kind, source, id) >= (?3, ?4, ?5))
            ORDER BY noted_at DESC, kind, source, id, type, value LIMIT ?6
            """)
        let rows = try query.all({
            $0.add(resolved ? 1 : 0)
            $0.add(cursor?.at ?? Timestamp(milliseconds: .max))
            $0.add(afterKey: cursor?.fact)
            $0.add(max(limit, 0) + (cursor?.shown ?? 0))
        }) { columns throws(StoreError) in try Self.conflict(&columns) }
        return Array((cursor?.rest(of: rows) ?? rows).prefix(max(limit, 0)))
    }

    func claims(of profile: ProfileID, after claim: ClaimKey?, limit: Int) throws(StoreError) -> [Conflict] {
        let query = try prepare(
            """
            SELECT \(Self.conflictColumns) FROM conflicts
            WHERE profile = ?1 AND (kind, source, id, type, value) > (?2, ?3, ?4, ?5, ?6) AND resolved_at IS NULL
            ORDER BY kind, source, id, type, value LIMIT ?7
            """)
        return try query.all({
            $0.add(profile)
            $0.add(afterKey: claim?.fact)
            $0.add(claim?.identifier.type ?? "")
            $0.add(claim?.identifier.value ?? "")
            $0.add(max(limit, 0))
        }) { columns throws(StoreError) in try Self.conflict(&columns) }
    }

    func scan(after profile: ProfileID?, limit: Int) throws(StoreError) -> [ProfileState] {
        let query = try prepare(
            "SELECT state FROM profiles WHERE id > ? AND state IS NOT NULL ORDER BY id LIMIT ?")
        return try query.all({
            $0.add(profile?.bytes ?? [])
            $0.add(max(limit, 0))
        }) { columns throws(StoreError) in try columns.value() }
    }

    func profiles(foldedBefore derivation: Int, limit: Int) throws(StoreError) -> [ProfileID] {
        let query = try prepare(
            "SELECT id FROM profiles WHERE state IS NOT NULL AND derivation < ? ORDER BY derivation LIMIT ?")
        return try query.all({
            $0.add(derivation)
            $0.add(max(limit, 0))
        }) { columns throws(StoreError) in try columns.id() }
    }

    func countProfiles(foldedBefore derivation: Int) throws(StoreError) -> Int {
        let query = try prepare("SELECT count(*) FROM profiles WHERE state IS NOT NULL AND derivation < ?")
        return try query.first({ $0.add(derivation) }) { columns throws(StoreError) in Int(columns.integer()) } ?? 0
    }

    func changes(after sequence: Int64, limit: Int) throws(StoreError) -> [ProfileChange] {
        let query = try prepare(
            "SELECT sequence, id, version FROM profiles WHERE sequence > ? ORDER BY sequence LIMIT ?")
        return try query.all({
            $0.add(sequence)
            $0.add(max(limit, 0))
        }) { columns throws(StoreError) in try Self.change(&columns) }
    }
}

extension Bindings {
    /// Without a key, values that come before every key.
    fileprivate mutating func add(afterKey key: FactKey?) {
        if let key { return add(key) }
        add(0)
        add("")
        add("")
    }
}
