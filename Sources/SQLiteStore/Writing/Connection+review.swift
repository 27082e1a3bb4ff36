import ProfileCore
import ProfileStore

/// What a person decides: merges and separations.
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

    func remove(_ merges: [Merge]) throws(StoreError) {
        let query = try prepare("DELETE FROM merges WHERE absorbed = ? AND merged_at = ?")
        for merge in merges {
            try query.run {
                $0.add(merge.absorbed)
                $0.add(merge.at)
            }
        }
    }

    /// A fact that is not named stays as it is stored.
    func save(_ separations: [Separation]) throws(StoreError) {
        let query = try prepare(
            """
            INSERT INTO separations (first, second, first_fact, second_fact) VALUES (?, ?, ?, ?)
            ON CONFLICT (first, second) DO UPDATE SET first_fact = coalesce(excluded.first_fact, first_fact),
                second_fact = coalesce(excluded.second_fact, second_fact)
            """)
        for separation in separations {
            try query.run {
                $0.add(separation.pair)
                $0.add(stored: separation.first.fact)
                $0.add(stored: separation.second.fact)
            }
        }
    }

    func remove(_ separations: Set<Separation.Pair>) throws(StoreError) {
        let query = try prepare("DELETE FROM separations WHERE first = ? AND second = ?")
        for pair in separations { try query.run { $0.add(pair) } }
    }

    func removeMerges(naming profiles: Set<ProfileID>) throws(StoreError) {
        try remove(from: "merges", naming: profiles, in: ["absorbed", "survivor"])
    }

    func removeSeparations(naming profiles: Set<ProfileID>) throws(StoreError) {
        try remove(from: "separations", naming: profiles, in: ["first", "second"])
    }

    private func remove(
        from table: String, naming profiles: Set<ProfileID>, in columns: [String]
    ) throws(StoreError) {
        for column in columns {
            let query = try prepare("DELETE FROM \(table) WHERE \(column) = ?")
            for profile in profiles { try query.run { $0.add(profile) } }
        }
    }
}

extension Bindings {
    fileprivate mutating func add(_ pair: Separation.Pair) {
        add(pair.first)
        add(pair.second)
    }

    fileprivate mutating func add(stored fact: FactKey?) {
        if let fact { add(Stored.bytes(of: fact)) } else { addNull() }
    }
}
