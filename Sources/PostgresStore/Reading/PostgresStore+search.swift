package import ProfileCore
package import ProfileStore

extension PostgresStore {
    package func words(near slips: [SearchSlip]) async throws(StoreError) -> [String] {
        let calls = slips.map { slip in
            Statement.wordsNear {
                for beginning in [slip.beginning, slip.ending] { $0.add(beginning: beginning) }
                $0.add(slip.lengths.lowerBound)
                $0.add(slip.lengths.upperBound)
                $0.add(slip.swapped)
            }
        }
        return try await read(calls, .anywhere) { rows throws(StoreError) in
            var words: Set<String> = []
            for rows in rows { try rows.each { columns throws(StoreError) in words.insert(try columns.text()) } }
            return words.sorted()
        }
    }

    /// In two steps where links or orders lead to profiles, whose ages lie on other machines.
    package func finds(_ lookups: SearchLookups) async throws(StoreError) -> SearchFinds {
        let walks = lookups.terms.map(Self.walk)
        let links = lookups.identifiers.map(Self.walk).map { [$0] } ?? []
        let orders = lookups.orders.isEmpty ? [] : [holders(ofOrders: lookups.orders)]
        var finds = try await read(walks + links + orders, .anywhere) { rows throws(StoreError) in
            var finds = SearchFinds()
            for (lookup, rows) in zip(lookups.terms, rows) { try finds.add(rows, of: lookup) }
            for rows in rows.dropFirst(walks.count).prefix(links.count) {
                finds.links += try rows.all { columns throws(StoreError) in
                    SearchFinds.Link(value: try columns.text(), profile: try columns.id())
                }
            }
            for rows in rows.dropFirst(walks.count + links.count) {
                finds.orders += try rows.all { columns throws(StoreError) in try columns.id() }
            }
            return finds
        }
        let unaged = finds.unaged.sorted()
        if !unaged.isEmpty { finds.ages = try await ages(of: unaged) }
        return finds
    }

    private func ages(of profiles: [ProfileID]) async throws(StoreError) -> [ProfileID: Int] {
        let call = Statement.agesOfProfiles { $0.add(ids: profiles.map(Optional.init)) }
        return try await read([call], .anywhere) { rows throws(StoreError) in
            var ages: [ProfileID: Int] = [:]
            try rows[0].each { columns throws(StoreError) in
                let id = try columns.id()
                ages[id] = Int(try columns.integer())
            }
            return ages
        }
    }

    /// Most of the other words are compared by the server; what is left over is compared in the ranking.
    private static func walk(_ lookup: TermLookup) -> Call {
        Statement.walkTerms {
            $0.add(Int16(lookup.kind.rawValue))
            for place in 0..<2 { $0.add(beginning: lookup.beginnings.at(place)) }
            $0.add(texts: lookup.spellings)
            $0.add(lookup.greatestWalk)
            for place in 0..<TermLookup.comparedBesides {
                $0.add(texts: lookup.besides.at(place)?.map { "%\($0.text)%" } ?? [])
            }
            $0.add(SearchLookups.candidateLimit + 1)
        }
    }

    private static func walk(_ lookup: IdentifierLookup) -> Call {
        Statement.walkLinks {
            $0.add(lookup.type)
            for place in 0..<3 { $0.add(beginning: lookup.beginnings.at(place)) }
            $0.add(SearchLookups.candidateLimit + 1)
        }
    }

    private func holders(ofOrders numbers: [String]) -> Call {
        let statement = address.layout == .spread ? Statement.holdersOfOrdersByKeys : .holdersOfOrders
        return statement {
            $0.add(texts: numbers)
            $0.add(SearchLookups.candidateLimit + 1)
        }
    }
}

extension SearchFinds {
    /// Each row begins with how many were walked through; the others are null where none is left.
    fileprivate mutating func add(_ rows: Rows, of lookup: TermLookup) throws(StoreError) {
        var (walked, found) = (0, 0)
        try rows.each { columns throws(StoreError) in
            walked = Int(try columns.integer())
            guard let term = try columns.optionalText() else { return }
            found += 1
            self.rows.append(
                SearchRow(
                    lookup.kind, term, age: Int(try columns.integer()), profile: try columns.id(),
                    words: try columns.text()))
        }
        isCut = isCut || found > SearchLookups.candidateLimit || walked >= lookup.greatestWalk
    }
}

extension Parameters {
    /// As the beginning and its end; nothing begins like nothing.
    fileprivate mutating func add(beginning: String?) {
        add(beginning ?? "")
        add(beginning?.endOfBeginning ?? "")
    }
}

extension Array {
    fileprivate func at(_ place: Int) -> Element? { indices.contains(place) ? self[place] : nil }
}
