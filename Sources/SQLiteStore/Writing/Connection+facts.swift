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

    func withdraw(_ keys: Set<FactKey>) throws(StoreError) {
        let query = try prepare("DELETE FROM facts WHERE kind = ? AND source = ? AND id = ?")
        for key in keys { try query.run { $0.add(key) } }
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
