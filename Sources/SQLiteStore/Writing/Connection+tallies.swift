import ProfileCore
import ProfileStore

/// Tallies that lie in rows of their own.
extension Connection {
    func tallies(_ keys: [ProfileID: Set<TallyKey>]) throws(StoreError) -> [ProfileID: TalliesFound] {
        guard !keys.isEmpty else { return [:] }
        let query = try prepare("SELECT kind, name, payload FROM tallies WHERE profile = ? AND kind = ? AND name = ?")
        var found: [ProfileID: TalliesFound] = [:]
        for (id, keys) in keys {
            var tallies: [TallyRow] = []
            for key in keys {
                let tally = try query.first({ $0.add(key, of: id) }) { columns throws(StoreError) in
                    try columns.tally()
                }
                if let tally { tallies.append(tally) }
            }
            found[id] = TalliesFound(asked: keys, tallies: tallies)
        }
        return found
    }

    /// The next rows of a profile, ascending by kind and name.
    func tallies(of id: ProfileID, after key: TallyKey?, limit: Int) throws(StoreError) -> [TallyRow] {
        let query = try prepare(
            """
            SELECT kind, name, payload FROM tallies WHERE profile = ? AND (kind, name) > (?, ?)
            ORDER BY kind, name LIMIT ?
            """)
        return try query.all({
            $0.add(id)
            $0.add(Int(key?.kind.rawValue ?? 0))
            $0.add(key?.name ?? "")
            $0.add(limit)
        }) { columns throws(StoreError) in try columns.tally() }
    }

    /// Changes the rows, and tells the decision what it wants to know of them then.
    func saveTallies(of decision: inout Decision) throws(StoreError) {
        var foremost: [ProfileID: [TallyRow]] = [:]
        for (id, change) in decision.tallies {
            for kind in change.cleared {
                try run("DELETE FROM tallies WHERE profile = ? AND kind = ?") {
                    $0.add(id)
                    $0.add(Int(kind.rawValue))
                }
            }
            try save(change.saved, of: id)
            try remove(change.removed, of: id)
            for (kind, limit) in change.wanted {
                foremost[id, default: []] += try foremostTallies(kind, of: id, limit: limit)
            }
        }
        decision.settle(foremost: foremost)
    }

    private func save(_ tallies: [TallyRow], of id: ProfileID) throws(StoreError) {
        let query = try prepare(
            """
            INSERT INTO tallies (profile, kind, name, rank, rank_at, payload) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (profile, kind, name) DO UPDATE SET rank = excluded.rank, rank_at = excluded.rank_at,
                payload = excluded.payload
            """)
        for tally in tallies {
            try query.run {
                $0.add(tally.key, of: id)
                $0.add(tally.rank.amount)
                $0.add(tally.rank.moment)
                $0.add(Stored.bytes(of: tally.value))
            }
        }
    }

    private func remove(_ keys: Set<TallyKey>, of id: ProfileID) throws(StoreError) {
        let query = try prepare("DELETE FROM tallies WHERE profile = ? AND kind = ? AND name = ?")
        for key in keys { try query.run { $0.add(key, of: id) } }
    }

    private func foremostTallies(_ kind: TallyKind, of id: ProfileID, limit: Int) throws(StoreError) -> [TallyRow] {
        let query = try prepare(
            """
            SELECT kind, name, payload FROM tallies WHERE profile = ? AND kind = ?
            ORDER BY rank DESC, rank_at DESC, name LIMIT ?
            """)
        return try query.all({
            $0.add(id)
            $0.add(Int(kind.rawValue))
            $0.add(limit)
        }) { columns throws(StoreError) in try columns.tally() }
    }
}

extension Bindings {
    fileprivate mutating func add(_ key: TallyKey, of profile: ProfileID) {
        add(profile)
        add(Int(key.kind.rawValue))
        add(key.name)
    }
}

extension Columns {
    fileprivate mutating func tally() throws(StoreError) -> TallyRow {
        guard let kind = TallyKind(rawValue: UInt8(truncatingIfNeeded: integer())) else {
            throw .unreadable(detail: "a stored tally has an impossible kind")
        }
        return TallyRow(TallyKey(kind, try text()), try value())
    }
}
