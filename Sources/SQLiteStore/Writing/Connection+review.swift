import ProfileCore
import ProfileStore

/// What a person decides: merges and separations.
extension Connection {
    func save(_ merges: [Merge]) throws(StoreError) {
        try run(
            "INSERT OR REPLACE INTO merges (absorbed, merged_at, survivor, payload) VALUES (?, ?, ?, ?)", for: merges
        ) {
            $0.add($1.absorbed)
            $0.add($1.at)
            $0.add($1.survivor)
            $0.add(Stored.bytes(of: $1))
        }
    }

    func remove(_ merges: [Merge]) throws(StoreError) {
        try run("DELETE FROM merges WHERE absorbed = ? AND merged_at = ?", for: merges) {
            $0.add($1.absorbed)
            $0.add($1.at)
        }
    }

    /// A fact that is not named stays as it is stored.
    func save(_ separations: [Separation]) throws(StoreError) {
        try run(
            """
            INSERT INTO separations (first, second, first_fact, second_fact) VALUES (?, ?, ?, ?)
            ON CONFLICT (first, second) DO UPDATE SET first_fact = coalesce(excluded.first_fact, first_fact),
                second_fact = coalesce(excluded.second_fact, second_fact)
            """, for: separations
        ) {
            $0.add($1.pair)
            $0.add(stored: $1.first.fact)
            $0.add(stored: $1.second.fact)
        }
    }

    func remove(_ separations: Set<Separation.Pair>) throws(StoreError) {
        try run("DELETE FROM separations WHERE first = ? AND second = ?", for: separations) { $0.add($1) }
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
        for column in columns where !profiles.isEmpty {
            try run("DELETE FROM \(table) WHERE \(column) = ?", for: profiles) { $0.add($1) }
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
