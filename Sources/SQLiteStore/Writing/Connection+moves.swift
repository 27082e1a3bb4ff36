import ProfileCore
import ProfileStore

extension Connection {
    func carryOut(_ move: Decision.Move, at moment: Timestamp) throws(StoreError) {
        if let homes = move.homes {
            try refile(move, homes: homes)
        } else {
            try run("UPDATE facts SET profile = ?2 WHERE profile = ?1") { $0.add(from: move) }
            try run("UPDATE links SET profile = ?2 WHERE profile = ?1") { $0.add(from: move) }
            try renameInConflicts(move, at: moment)
        }
    }

    /// Withdrawn facts alone: `moves` have homes.
    func refileWithdrawn(_ moves: [Decision.Move]) throws(StoreError) {
        for move in moves { try refile(move, homes: move.homes ?? [], in: "facts", where: "NOT (\(Self.isStated))") }
    }

    /// Claims go with the facts that make them, once these were filed elsewhere.
    func refileClaims(of profiles: some Sequence<ProfileID>) throws(StoreError) {
        let query = try prepare(
            """
            UPDATE conflicts SET profile = f.profile FROM facts AS f
            WHERE conflicts.profile = ?1 AND f.kind = conflicts.kind AND f.source = conflicts.source
                AND f.id = conflicts.id AND f.profile <> ?1
            """)
        for profile in profiles { try query.run { $0.add(profile) } }
    }

    private func refile(_ move: Decision.Move, homes: Set<ProfileID>) throws(StoreError) {
        try refile(move, homes: homes, in: "facts")
        try refile(move, homes: homes, in: "links")
        try refileClaims(of: [move.from])
    }

    private func refile(
        _ move: Decision.Move, homes: Set<ProfileID>, in table: String, where condition: String = "true"
    ) throws(StoreError) {
        // SQLite has no list parameter: the ids go in as one JSON array of hexadecimal words.
        let list = "[" + homes.sorted().map { "\"\(Self.hexadecimal($0))\"" }.joined(separator: ",") + "]"
        try run(
            """
            UPDATE \(table) SET profile = ?2
            WHERE profile = ?1 AND hex(home) IN (SELECT value FROM json_each(?3)) AND \(condition)
            """
        ) {
            $0.add(from: move)
            $0.add(list)
        }
    }

    private func renameInConflicts(_ move: Decision.Move, at moment: Timestamp) throws(StoreError) {
        try run("UPDATE conflicts SET profile = ?2 WHERE profile = ?1") { $0.add(from: move) }
        try run("UPDATE conflicts SET holder = ?2 WHERE holder = ?1") { $0.add(from: move) }
        try run(
            "UPDATE conflicts SET resolved_at = ?1 WHERE profile = ?2 AND holder = ?2 AND resolved_at IS NULL"
        ) {
            $0.add(moment)
            $0.add(move.to)
        }
    }

    private static func hexadecimal(_ id: ProfileID) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let text = id.bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}

extension Bindings {
    fileprivate mutating func add(from move: Decision.Move) {
        add(move.from)
        add(move.to)
    }
}
