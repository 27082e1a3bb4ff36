package import ProfileCore
package import ProfileStore

/// Rows by which people are found.
extension SQLStatement {
    /// Where one writer is alone with its words, nothing has to be held.
    package static func hold(words: [String], alone: Bool) -> [Call] { [] }

    /// Words are held first: a writer who removes one then sees the rows of all who use it, or they find it gone and
    /// add it. Rows are changed in the order of their index.
    static func searchChanges(_ changes: [SearchChange]) -> [Call] {
        let added = Set(changes.flatMap(\.addedWords)).sorted()
        let doubted = changes.flatMap(\.doubtedWords)
        let used = doubted.isEmpty ? added : Set(added + doubted).sorted()
        var calls = used.isEmpty ? [] : hold(words: used, alone: !doubted.isEmpty)
        calls.add(removeTerms, changes.flatMap(\.removed).sorted()) { $0.add($1) }
        calls.add(saveTerms, changes.flatMap(\.saved).sorted { $0.key < $1.key }) {
            $0.add($1.key)
            $0.add($1.words)
        }
        calls.add(addWords, added) {
            $0.add($1)
            $0.add($1.inReverse)
        }
        return calls
    }
}

extension SQLProfileStore {
    package func words(near slips: [SearchSlip]) async throws(StoreError) -> [String] {
        guard !slips.isEmpty else { return [] }
        let calls = slips.map { slip in
            Statement.wordsNear.with {
                $0.add(beginning: slip.beginning)
                $0.add(beginning: slip.ending)
                $0.add(slip.lengths.lowerBound)
                $0.add(slip.lengths.upperBound)
                $0.add(slip.swapped)
                $0.add(SearchLookups.greatestWalk)
            }
        }
        return try await read(calls, .anywhere) { rows throws(StoreError) in try rows.texts().sorted() }
    }

    package func finds(_ lookups: SearchLookups) async throws(StoreError) -> SearchFinds {
        guard !lookups.isEmpty else { return SearchFinds() }
        let walks = lookups.terms.map(Self.calls)
        let links = lookups.identifiers.map(Self.calls) ?? []
        let limit = { @Sendable (values: inout Statement.Values) in values.add(SearchLookups.candidateLimit + 1) }
        let orders = Statement.holdersOfOrders.each(lookups.orders, then: limit) { $0.add($1) }
        var finds = try await read(Array(walks.joined()) + links + orders, .anywhere) { rows throws(StoreError) in
            var (finds, rows) = (SearchFinds(), rows[...])
            for (lookup, calls) in zip(lookups.terms, walks) {
                try finds.take(rows.prefix(calls.count), of: lookup)
                rows.removeFirst(calls.count)
            }
            for rows in rows.prefix(links.count) { try finds.take(links: rows) }
            for rows in rows.dropFirst(links.count) { finds.orders += try rows.ids() }
            return finds
        }
        finds.ages = try await ages(of: finds.unaged)
        return finds
    }

    /// What begins like the lookup first, then what it may be spelled like.
    private static func calls(_ lookup: TermLookup) -> [Statement.Call] {
        let conditions = { @Sendable (values: inout Statement.Values) in
            values.add(small: Int(lookup.kind.rawValue))
            values.add(lookup.pattern)
            values.add(lookup.rowLimit)
        }
        return lookup.beginnings.map { beginning in
            Statement.termsBegun.with {
                $0.add(beginning: beginning)
                conditions(&$0)
            }
        } + Statement.termsSpelled.each(lookup.spellings, then: conditions) { $0.add($1) }
    }

    private static func calls(_ lookup: IdentifierLookup) -> [Statement.Call] {
        lookup.beginnings.map { beginning in
            Statement.linksBegun.with {
                $0.add(beginning: beginning)
                $0.add(lookup.type)
                $0.add(SearchLookups.candidateLimit + 1)
            }
        }
    }

    private func ages(of profiles: Set<ProfileID>) async throws(StoreError) -> [ProfileID: Int] {
        guard !profiles.isEmpty else { return [:] }
        return try await read(Statement.agesOfProfiles.each(profiles), .anywhere) { rows throws(StoreError) in
            var ages: [ProfileID: Int] = [:]
            for rows in rows {
                try rows.each { row throws(StoreError) in
                    let id = try row.id()
                    ages[id] = Int(try row.integer())
                }
            }
            return ages
        }
    }
}

extension SearchFinds {
    /// Takes rows of terms until there are enough of them. The first column is the place of the row among those that
    /// were looked at; the last of these is there whatever its words are.
    fileprivate mutating func take(
        _ answers: some Collection<some RowSet>, of lookup: TermLookup
    ) throws(StoreError) {
        var (found, isFull): ([SearchRow], Bool) = ([], false)
        for rows in answers where !isFull {
            try rows.forEach { row throws(StoreError) in
                if try row.integer() >= Int64(lookup.rowLimit) { isFull = true }
                if let one = try row.searchRow(of: lookup) { found.append(one) }
                return found.count <= SearchLookups.candidateLimit
            }
            isFull = isFull || found.count > SearchLookups.candidateLimit
        }
        rows += found
        isCut = isCut || isFull
    }

    fileprivate mutating func take(links rows: some RowSet) throws(StoreError) {
        let found = try rows.all { row throws(StoreError) in Link(value: try row.text(), profile: try row.id()) }
        links += found
        isCut = isCut || found.count > SearchLookups.candidateLimit
    }
}

extension RowColumns {
    /// From all words, the term, its age and its profile. Most rows lack the other words that are looked for, so
    /// these are looked at before anything is made of the row.
    fileprivate mutating func searchRow(of lookup: TermLookup) throws(StoreError) -> SearchRow? {
        let bytes = optionalRawBytes() ?? UnsafeRawBufferPointer(start: nil, count: 0)
        guard bytes.withMemoryRebound(to: UInt8.self, lookup.admits) else { return nil }
        let words = String(decoding: bytes, as: UTF8.self)
        return SearchRow(
            lookup.kind, try text(), age: Int(try integer()), profile: try id(), words: words)
    }
}

extension Collection where Element: RowSet {
    /// Of a single column.
    func texts() throws(StoreError) -> Set<String> {
        var texts: Set<String> = []
        for rows in self { try rows.each { row throws(StoreError) in texts.insert(try row.text()) } }
        return texts
    }
}

extension StatementValues {
    fileprivate mutating func add(_ key: SearchRow.Key) {
        add(small: Int(key.kind.rawValue))
        add(key.term)
        add(small: key.age)
        add(key.profile)
    }

    /// As the beginning and its end.
    fileprivate mutating func add(beginning: String) {
        add(beginning)
        add(beginning.endOfBeginning)
    }
}
