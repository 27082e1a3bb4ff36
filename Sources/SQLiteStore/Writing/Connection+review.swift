import ProfileCore
import ProfileStore

/// What a person reviews: merges, conflicts and separations.
extension Connection {
    func save(_ merges: [Merge]) throws(StoreError) {
        let query = try prepare(
            "INSERT OR REPLACE INTO merges (absorbed, merged_at, survivor, payload) VALUES (?, ?, ?, ?)")
        for merge in merges {
            try query.run {
                $0.add(merge.absorbed)
                $0.add(merge.at)
                $0.add(merge.survivor)
                $0.add(Stored.bytes(of: merge))
            }
        }
    }

    func settle(_ facts: Set<FactKey>) throws(StoreError) {
        let query = try prepare("DELETE FROM conflicts WHERE kind = ? AND source = ? AND id = ?")
        for key in facts { try query.run { $0.add(key) } }
    }

    func save(_ conflicts: [Conflict]) throws(StoreError) {
        let query = try prepare(
            """
            INSERT OR REPLACE INTO conflicts (kind, source, id, type, value, rule, limited_type, profile, holder,
                noted_at, resolved_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        for conflict in conflicts { try query.run { $0.add(conflict) } }
    }

    func save(_ separations: Set<Separation>) throws(StoreError) {
        let query = try prepare("INSERT OR IGNORE INTO separations (first, second) VALUES (?, ?)")
        for separation in separations { try query.run { $0.add(separation) } }
    }

    func remove(_ separations: Set<Separation>) throws(StoreError) {
        let query = try prepare("DELETE FROM separations WHERE first = ? AND second = ?")
        for separation in separations { try query.run { $0.add(separation) } }
    }
}

extension Bindings {
    fileprivate mutating func add(_ conflict: Conflict) {
        add(conflict.fact)
        add(conflict.identifier)
        add(conflict.rule.rawValue)
        add(conflict.limitedType)
        add(conflict.profile)
        add(conflict.holder)
        add(conflict.at)
        add(conflict.resolvedAt)
    }

    fileprivate mutating func add(_ separation: Separation) {
        add(separation.first)
        add(separation.second)
    }
}
