import ProfileCore
import ProfileStore

extension Connection {
    func save(_ facts: [FactKey: Fact]) throws(StoreError) {
        let query = try prepare(
            """
            INSERT INTO facts (kind, source, id, profile, home, happened_at, updated_at, received_at, basis_type,
                basis_value, payload)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (kind, source, id) DO UPDATE SET profile = excluded.profile, home = excluded.home,
                happened_at = excluded.happened_at, updated_at = excluded.updated_at,
                received_at = excluded.received_at, basis_type = excluded.basis_type,
                basis_value = excluded.basis_value, payload = excluded.payload
            """)
        // In the order of the index, which then is walked once instead of searched at random.
        for key in facts.keys.sorted() {
            guard let fact = facts[key] else { continue }
            try query.run { $0.add(fact) }
        }
    }

    /// Leaves the time of each, so that an older version that comes late stays out.
    func withdraw(_ facts: [FactKey: Timestamp]) throws(StoreError) {
        try run(
            """
            UPDATE facts SET happened_at = ?4, updated_at = ?5, basis_type = NULL, basis_value = NULL, payload = x''
            WHERE kind = ?1 AND source = ?2 AND id = ?3
            """, for: facts
        ) {
            $0.add($1.key)
            $0.add(Timestamp.withdrawn)
            $0.add($1.value)
        }
    }

    func erase(_ facts: some Collection<FactKey>) throws(StoreError) {
        try run("DELETE FROM facts WHERE kind = ? AND source = ? AND id = ?", for: facts) { $0.add($1) }
    }

    /// Files facts that are stored elsewhere.
    func file(_ filings: [FactKey: Filing]) throws(StoreError) {
        try run(
            "UPDATE facts SET profile = ?4, home = ?5 WHERE kind = ?1 AND source = ?2 AND id = ?3",
            for: filings.sorted { $0.key < $1.key }
        ) {
            $0.add($1.key)
            $0.add($1.value.profile)
            $0.add($1.value.home)
        }
    }
}

extension Bindings {
    fileprivate mutating func add(_ fact: Fact) {
        add(fact.key)
        add(fact.filing.profile)
        add(fact.filing.home)
        add(fact.record.happenedAt)
        add(fact.record.updatedAt)
        add(fact.receivedAt)
        add(fact.filing.basis?.type)
        add(fact.filing.basis?.value)
        add(Stored.bytes(of: RecordPayload(fact.record)))
    }
}
