import ProfileCore
import ProfileStore

/// The calls that change and read rows with tallies.
enum TallyRows {
    /// Looks tallies up; nil when there are none to look up.
    static func lookUp(_ keys: [ProfileID: Set<TallyKey>]) -> Call? {
        let rows = keys.flatMap { id, keys in keys.map { (id: id, key: $0) } }
        guard !rows.isEmpty else { return nil }
        return Statement.tallies {
            $0.add(ids: rows.map(\.id))
            $0.add(keys: rows.map(\.key))
        }
    }

    static func changes(_ changes: [ProfileID: TallyChange]) -> [Call] {
        let sorted = changes.sorted { $0.key < $1.key }
        let cleared = sorted.flatMap { id, change in change.cleared.sorted().map { (id: id, kind: $0) } }
        let saved = sorted.flatMap { id, change in change.saved.map { (id: id, tally: $0) } }
        let removed = sorted.flatMap { id, change in change.removed.map { (id: id, key: $0) } }
        var calls: [Call] = []
        if !cleared.isEmpty {
            calls.append(
                Statement.clearTallies {
                    $0.add(ids: cleared.map(\.id))
                    $0.add(kindNumbers: cleared.map { Int16($0.kind.rawValue) })
                })
        }
        if !saved.isEmpty {
            calls.append(
                Statement.saveTallies {
                    $0.add(ids: saved.map(\.id))
                    $0.add(keys: saved.map(\.tally.key))
                    $0.add(integers: saved.map(\.tally.rank.amount))
                    $0.add(integers: saved.map(\.tally.rank.moment))
                    $0.add(blobs: saved.map { Stored.bytes(of: $0.tally.value) })
                })
        }
        if !removed.isEmpty {
            calls.append(
                Statement.removeTallies {
                    $0.add(ids: removed.map(\.id))
                    $0.add(keys: removed.map(\.key))
                })
        }
        return calls
    }

    /// Reads the foremost that are wanted.
    static func foremost(_ changes: [ProfileID: TallyChange]) -> [Call] {
        changes.flatMap { id, change in
            change.wanted.map { kind, number in
                Statement.foremostTallies {
                    $0.add(id)
                    $0.add(Int16(kind.rawValue))
                    $0.add(number)
                }
            }
        }
    }
}

extension Parameters {
    /// As two lists: kinds, names.
    fileprivate mutating func add(keys: [TallyKey]) {
        add(kindNumbers: keys.map { Int16($0.kind.rawValue) })
        add(texts: keys.map(\.name))
    }
}

extension Rows {
    func tallies() throws(StoreError) -> [ProfileID: [TallyRow]] {
        var tallies: [ProfileID: [TallyRow]] = [:]
        try each { columns throws(StoreError) in
            let id = try columns.id()
            guard let kind = TallyKind(rawValue: UInt8(truncatingIfNeeded: try columns.integer())) else {
                throw .unreadable(detail: "a stored tally has an impossible kind")
            }
            tallies[id, default: []].append(TallyRow(TallyKey(kind, try columns.text()), try columns.value()))
        }
        return tallies
    }
}
