import ProfileCore
import ProfileStore

/// Rows by which people are found.
extension Connection {
    /// In the order of the index, so that what shares a page is written together.
    func save(_ change: SearchChange) throws(StoreError) {
        guard !change.isEmpty else { return }
        try run("DELETE FROM search_terms WHERE kind = ? AND term = ? AND age = ? AND profile = ?", for: change.removed)
        {
            $0.add($1)
        }
        try run(
            """
            INSERT INTO search_terms (kind, term, age, profile, words) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (kind, term, age, profile) DO UPDATE SET words = excluded.words
            """, for: change.saved
        ) {
            $0.add($1.key)
            $0.add($1.words)
        }
        try run("INSERT OR IGNORE INTO search_words (word, reversed) VALUES (?, ?)", for: change.addedWords) {
            $0.add($1)
            $0.add($1.inReverse)
        }
        // The last who has a word takes it along.
        try run(
            """
            DELETE FROM search_words WHERE word = ?1
                AND NOT EXISTS (SELECT 1 FROM search_terms WHERE kind = \(SearchRow.Kind.name.rawValue) AND term = ?1)
            """, for: change.doubtedWords
        ) { $0.add($1) }
    }

    func words(near slip: SearchSlip) throws(StoreError) -> [String] {
        let query = try prepare(
            """
            SELECT word FROM search_words WHERE word >= ?1 AND word < ?2 AND length(word) BETWEEN ?5 AND ?6
            UNION SELECT word FROM search_words
                WHERE reversed >= ?3 AND reversed < ?4 AND length(word) BETWEEN ?5 AND ?6
            UNION SELECT word FROM search_words WHERE word = ?7 LIMIT \(SearchLookups.greatestWalk)
            """)
        return try query.all({
            for beginning in [slip.beginning, slip.ending] {
                $0.add(beginning)
                $0.add(beginning.endOfBeginning)
            }
            $0.add(slip.lengths.lowerBound)
            $0.add(slip.lengths.upperBound)
            $0.add(slip.swapped)
        }) { columns throws(StoreError) in try columns.text() }
    }

    func finds(_ lookups: SearchLookups) throws(StoreError) -> SearchFinds {
        var finds = SearchFinds()
        for lookup in lookups.terms { try walk(lookup, &finds) }
        if let lookup = lookups.identifiers { try walk(lookup, &finds) }
        if !lookups.orders.isEmpty { finds.orders = try holders(ofOrders: lookups.orders) }
        let ages = try prepare("SELECT age FROM profiles WHERE id = ?")
        for id in finds.unaged {
            finds.ages[id] = try ages.first({ $0.add(id) }) { columns throws(StoreError) in Int(columns.integer()) }
        }
        return finds
    }

    /// What begins like the lookup first, then what it may be spelled like.
    private func walk(_ lookup: TermLookup, _ finds: inout SearchFinds) throws(StoreError) {
        let walk = TermWalk(lookup)
        let columns = "term, age, profile, words"
        let begun = try prepare(
            """
            SELECT \(columns) FROM search_terms WHERE kind = ?1 AND term >= ?2 AND term < ?3
            ORDER BY term, age, profile
            """)
        for beginning in lookup.beginnings {
            try walk.go(through: begun) {
                $0.add(beginning)
                $0.add(beginning.endOfBeginning)
            }
        }
        let whole = try prepare(
            "SELECT \(columns) FROM search_terms WHERE kind = ?1 AND term = ?2 ORDER BY term, age, profile")
        for spelling in lookup.spellings { try walk.go(through: whole) { $0.add(spelling) } }
        finds.rows += walk.rows
        finds.isCut = finds.isCut || !walk.goesOn
    }

    private func walk(_ lookup: IdentifierLookup, _ finds: inout SearchFinds) throws(StoreError) {
        let query = try prepare(
            """
            SELECT value, profile FROM links WHERE type = ? AND value >= ? AND value < ?
            ORDER BY type, value, home LIMIT ?
            """)
        for beginning in lookup.beginnings {
            let links = try query.all({
                $0.add(lookup.type)
                $0.add(beginning)
                $0.add(beginning.endOfBeginning)
                $0.add(SearchLookups.candidateLimit + 1)
            }) { columns throws(StoreError) in
                SearchFinds.Link(value: try columns.text(), profile: try columns.id())
            }
            finds.links += links
        }
    }

    /// Steps from source to source by the index, and looks the numbers up in each.
    private func holders(ofOrders numbers: [String]) throws(StoreError) -> [ProfileID] {
        let next = try prepare("SELECT min(source) FROM facts WHERE kind = ? AND source > ?")
        let order = try prepare(
            "SELECT profile FROM facts WHERE kind = ? AND source = ? AND id = ? AND \(Self.isStated)")
        var (source, holders): (String?, [ProfileID]) = ("", [])
        while let last = source {
            source =
                try next.first({
                    $0.add(Int(RecordKind.order.rawValue))
                    $0.add(last)
                }) { columns throws(StoreError) in try columns.optionalText() } ?? nil
            guard let source else { break }
            for number in numbers where holders.count <= SearchLookups.candidateLimit {
                let holder = try order.first({
                    $0.add(FactKey(kind: .order, source: source, id: number))
                }) { columns throws(StoreError) in try columns.id() }
                if let holder { holders.append(holder) }
            }
        }
        return holders
    }
}

/// Goes through rows of terms until there are enough of them, or too many were looked at.
private final class TermWalk {
    private let lookup: TermLookup
    private var walked = 0
    private(set) var rows: [SearchRow] = []

    init(_ lookup: TermLookup) {
        self.lookup = lookup
    }

    /// False once it stopped before the end.
    var goesOn: Bool { walked < lookup.greatestWalk && rows.count <= SearchLookups.candidateLimit }

    func go(through query: Query, _ bind: (inout Bindings) -> Void) throws(StoreError) {
        try query.each(
            {
                $0.add(Int(lookup.kind.rawValue))
                bind(&$0)
            }, while: { goesOn }
        ) { columns throws(StoreError) in
            walked += 1
            guard columns.lend(textAt: 3, to: lookup.admits) else { return }
            rows.append(
                SearchRow(
                    lookup.kind, try columns.text(), age: Int(columns.integer()), profile: try columns.id(),
                    words: try columns.text()))
        }
    }
}

extension Bindings {
    fileprivate mutating func add(_ key: SearchRow.Key) {
        add(Int(key.kind.rawValue))
        add(key.term)
        add(key.age)
        add(key.profile)
    }
}
