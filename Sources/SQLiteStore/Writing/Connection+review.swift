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

    func save(_ separations: Set<Separation>) throws(StoreError) {
        let query = try prepare("INSERT OR IGNORE INTO separations (first, second) VALUES (?, ?)")
        for separation in separations { try query.run { $0.add(separation) } }
    }

    func remove(_ separations: Set<Separation>) throws(StoreError) {
        let query = try prepare("DELETE FROM separations WHERE first = ? AND second = ?")
        for separation in separations { try query.run { $0.add(separation) } }
    }

    func removeReview(naming profiles: Set<ProfileID>) throws(StoreError) {
        guard !profiles.isEmpty else { return }
        for (table, columns) in [("merges", ["absorbed", "survivor"]), ("separations", ["first", "second"])] {
            for column in columns {
                try run("DELETE FROM \(table) WHERE \(column) = ?", for: profiles) { $0.add($1) }
            }
        }
    }
}

extension Bindings {
    fileprivate mutating func add(_ separation: Separation) {
        add(separation.first)
        add(separation.second)
    }
}
