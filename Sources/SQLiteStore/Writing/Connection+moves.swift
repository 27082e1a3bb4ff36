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

    private func refile(_ move: Decision.Move, homes: Set<ProfileID>) throws(StoreError) {
        // SQLite has no list parameter: the ids go in as one JSON array of hexadecimal words.
        let list = "[" + homes.sorted().map { "\"\(Self.hexadecimal($0))\"" }.joined(separator: ",") + "]"
        let isListed = "hex(home) IN (SELECT value FROM json_each(?3))"
        try run("UPDATE facts SET profile = ?2 WHERE profile = ?1 AND \(isListed)") {
            $0.add(from: move)
            $0.add(list)
        }
        try run("UPDATE links SET profile = ?2 WHERE profile = ?1 AND \(isListed)") {
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
