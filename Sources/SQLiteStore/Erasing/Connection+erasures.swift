import ProfileCore
import ProfileStore

extension Connection {
    /// What erasures say of the tombstones that somebody asks for.
    func burials(among asked: Set<Tombstone>?) throws(StoreError) -> Burials {
        guard try integer("SELECT 1 FROM erasures WHERE lifted_at IS NULL LIMIT 1") != nil else { return .none }
        var found: Set<Tombstone> = []
        let query = try prepare("SELECT 1 FROM tombstones WHERE hash = ? LIMIT 1")
        for tombstone in asked ?? [] {
            let row = try query.first({ $0.add(tombstone.stored) }) { _ throws(StoreError) in true }
            if row == true { found.insert(tombstone) }
        }
        return Burials(exist: true, asked: asked, found: found)
    }

    func withdrawals(of kind: RecordKind, after key: FactKey?, limit: Int) throws(StoreError) -> [Withdrawal] {
        let query = try prepare(
            """
            SELECT \(Self.factColumns) FROM facts
            WHERE kind = ? AND (source, id) > (?, ?) AND NOT (\(Self.isStated)) ORDER BY source, id LIMIT ?
            """)
        return try query.all({
            $0.add(Int64(kind.rawValue))
            $0.add(key?.source ?? "")
            $0.add(key?.id ?? "")
            $0.add(max(limit, 0))
        }) { columns throws(StoreError) in try Self.withdrawal(&columns) }
    }

    func erasures(after erasure: Erasure?, limit: Int) throws(StoreError) -> [Erasure] {
        let query = try prepare(
            """
            SELECT payload FROM erasures WHERE erased_at <= ?1 AND (erased_at < ?1 OR id > ?2)
            ORDER BY erased_at DESC, id LIMIT ?3
            """)
        return try query.all({
            $0.add(erasure?.at ?? Timestamp(milliseconds: .max))
            $0.add(erasure?.id ?? "")
            $0.add(max(limit, 0))
        }) { columns throws(StoreError) in try columns.value() }
    }

    func erasure(_ id: String) throws(StoreError) -> Erasure? {
        try prepare("SELECT payload FROM erasures WHERE id = ?").first({ $0.add(id) }) { columns throws(StoreError) in
            try columns.value()
        }
    }

    func erasures(behind tombstones: Set<Tombstone>) throws(StoreError) -> [Tombstone: [String]] {
        let query = try prepare("SELECT erasure FROM tombstones WHERE hash = ? ORDER BY erasure")
        var found: [Tombstone: [String]] = [:]
        for tombstone in tombstones {
            let ids = try query.all({ $0.add(tombstone.stored) }) { columns throws(StoreError) in try columns.text() }
            if !ids.isEmpty { found[tombstone] = ids }
        }
        return found
    }

    func tombstones(
        of erasure: String, after tombstone: Tombstone?, limit: Int
    ) throws(StoreError) -> [Tombstone] {
        let query = try prepare(
            "SELECT hash FROM tombstones WHERE erasure = ? AND hash > ? ORDER BY hash LIMIT ?")
        return try query.all({
            $0.add(erasure)
            $0.add(tombstone?.stored.bytes ?? [])
            $0.add(max(limit, 0))
        }) { columns throws(StoreError) in Tombstone(stored: try columns.id()) }
    }

    func enter(_ erasure: Erasure, _ tombstones: [Tombstone]) throws(StoreError) {
        try run("INSERT OR REPLACE INTO erasures (id, erased_at, lifted_at, payload) VALUES (?, ?, ?, ?)") {
            $0.add(erasure.id)
            $0.add(erasure.at)
            $0.add(erasure.lifting?.at)
            $0.add(Stored.bytes(of: erasure))
        }
        guard erasure.lifting == nil else {
            return try run("DELETE FROM tombstones WHERE erasure = ?") { $0.add(erasure.id) }
        }
        let query = try prepare("INSERT OR IGNORE INTO tombstones (hash, erasure) VALUES (?, ?)")
        for tombstone in tombstones {
            try query.run {
                $0.add(tombstone.stored)
                $0.add(erasure.id)
            }
        }
    }

    func erasureSecret() throws(StoreError) -> [UInt8]? {
        let query = try prepare("SELECT value FROM settings WHERE name = ?")
        return try query.first({ $0.add(StoredSetting.erasureSecret) }) { columns throws(StoreError) in
            columns.optionalBytes() ?? []
        }
    }

    func keepErasureSecret(_ secret: [UInt8]) throws(StoreError) -> [UInt8] {
        try run("INSERT OR IGNORE INTO settings (name, value) VALUES (?, ?)") {
            $0.add(StoredSetting.erasureSecret)
            $0.add(secret)
        }
        return try erasureSecret() ?? secret
    }
}
