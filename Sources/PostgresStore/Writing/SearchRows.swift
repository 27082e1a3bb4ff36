import ProfileCore
import ProfileStore

/// The calls that change the rows by which people are found.
struct SearchRows {
    private let changes: [SearchChange]
    /// Words that perhaps nobody has any more.
    let doubted: [String]

    init(_ decisions: [Decision]) {
        changes = decisions.map(\.searchChange).filter { !$0.isEmpty }
        doubted = Set(changes.flatMap(\.doubtedWords)).sorted()
    }

    /// Words are held first: whoever removes one then sees the rows of all who use it, or they find it gone and add it.
    var calls: [Call] {
        let removed = changes.flatMap(\.removed).sorted()
        let saved = changes.flatMap(\.saved).sorted { $0.key < $1.key }
        let added = Set(changes.flatMap(\.addedWords)).sorted()
        var calls: [Call] = []
        if !added.isEmpty || !doubted.isEmpty {
            let held = doubted.isEmpty ? added : Set(added + doubted).sorted()
            calls.append((doubted.isEmpty ? Statement.holdWords : .holdWordsAlone) { $0.add(texts: held) })
        }
        if !removed.isEmpty { calls.append(Statement.removeTerms { $0.add(keys: removed) }) }
        if !saved.isEmpty {
            calls.append(
                Statement.saveTerms {
                    $0.add(keys: saved.map(\.key))
                    $0.add(texts: saved.map(\.words))
                })
        }
        if !added.isEmpty {
            calls.append(
                Statement.addWords {
                    $0.add(texts: added)
                    $0.add(texts: added.map(\.inReverse))
                })
        }
        return calls
    }
}

extension Transaction {
    /// Removes the words that nobody has any more once the `calls` are carried out.
    func removeWords(
        _ doubted: [String], after calls: [Call]
    ) async throws(PostgresFailure) {
        let rows = try await connection.run(calls + [Statement.wordsInUse { $0.add(texts: doubted) }])
        let used = try Self.reading { () throws(StoreError) in
            Set(try rows.last?.all { columns throws(StoreError) in try columns.text() } ?? [])
        }
        let unused = doubted.filter { !used.contains($0) }
        if !unused.isEmpty { _ = try await connection.run(Statement.removeWords { $0.add(texts: unused) }) }
    }
}

extension Parameters {
    /// As four lists: kinds, terms, ages, profiles.
    fileprivate mutating func add(keys: [SearchRow.Key]) {
        add(kindNumbers: keys.map { Int16($0.kind.rawValue) })
        add(texts: keys.map(\.term))
        add(kindNumbers: keys.map { Int16(clamping: $0.age) })
        add(ids: keys.map(\.profile))
    }
}
