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

    func save(_ separations: Set<Separation>) throws(StoreError) {
        let query = try prepare("INSERT OR IGNORE INTO separations (first, second) VALUES (?, ?)")
        for separation in separations { try query.run { $0.add(separation) } }
    }

    func remove(_ separations: Set<Separation>) throws(StoreError) {
        let query = try prepare("DELETE FROM separations WHERE first = ? AND second = ?")
        for separation in separations { try query.run { $0.add(separation) } }
    }

    func removeReview(naming profiles: Set<ProfileID>) throws(StoreError) {
        for (table, columns) in [("merges", ["absorbed", "survivor"]), ("separations", ["first", "second"])] {
            for column in columns {
                let query = try prepare("DELETE FROM \(table) WHERE \(column) = ?")
                for profile in profiles { try query.run { $0.add(profile) } }
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
