/// By what a profile was found.
package struct SearchMatch: Hashable, Comparable, Sendable {
    package enum Place: UInt8, Sendable {
        case name, phone, email, order, postalCode
    }

    package enum How: UInt8, Sendable {
        case exact, prefix, end, part, tolerant

        /// Exact comes before what is begun or a part, and that before what has a slip in it.
        var rank: Int {
            switch self {
            case .exact: 0
            case .prefix, .end, .part: 1
            case .tolerant: 2
            }
        }
    }

    package let place: Place
    package let how: How

    package static func < (left: SearchMatch, right: SearchMatch) -> Bool {
        (left.how.rank, left.place.rawValue, left.how.rawValue)
            < (right.how.rank, right.place.rawValue, right.how.rawValue)
    }
}

/// A place in the ranking of a search.
package struct SearchPlace: Hashable, Comparable, Sendable {
    package let rank: Int
    package let age: Int
    package let profile: ProfileID

    package init(rank: Int, age: Int, profile: ProfileID) {
        self.rank = rank
        self.age = age
        self.profile = profile
    }

    package static func < (left: SearchPlace, right: SearchPlace) -> Bool {
        (left.rank, left.age, left.profile) < (right.rank, right.age, right.profile)
    }
}

/// A profile that a search found.
package struct SearchHit: Hashable, Sendable {
    package let place: SearchPlace
    /// The best first; never empty.
    package let matches: [SearchMatch]

    package var profile: ProfileID { place.profile }
}

/// Candidates in order, and whether there may be more.
package struct SearchRanking: Hashable, Sendable {
    package let hits: [SearchHit]
    package let isTruncated: Bool

    package init(of finds: SearchFinds, for query: SearchQuery) {
        var found: [ProfileID: Candidate] = [:]
        for row in finds.rows {
            let matches = query.matches(row)
            if let rank = matches.map(\.how.rank).max() {
                found[row.profile, default: Candidate(age: row.age)].add(matches, rank: rank)
            }
        }
        for link in finds.links {
            guard let match = query.match(link) else { continue }
            let candidate = Candidate(age: finds.ages[link.profile] ?? 0)
            found[link.profile, default: candidate].add([match], rank: match.how.rank)
        }
        for profile in finds.orders {
            let match = SearchMatch(place: .order, how: .exact)
            found[profile, default: Candidate(age: finds.ages[profile] ?? 0)].add([match], rank: match.how.rank)
        }
        let all = found.map { $1.hit($0) }.sorted { $0.place < $1.place }
        hits = Array(all.prefix(SearchLookups.candidateLimit))
        isTruncated = finds.isCut || hits.count < all.count
    }

    /// The page after a place.
    package func page(after place: SearchPlace?, limit: Int) -> (hits: ArraySlice<SearchHit>, next: SearchPlace?) {
        let rest = place.map { place in hits.drop { $0.place <= place } } ?? hits[...]
        let page = rest.prefix(max(limit, 0))
        return (page, page.count < rest.count ? page.last?.place : nil)
    }

    private struct Candidate {
        let age: Int
        private var rank = Int.max
        private var matches: Set<SearchMatch> = []

        init(age: Int) {
            self.age = age
        }

        /// What is found in several ways counts by the best of them.
        mutating func add(_ matches: [SearchMatch], rank: Int) {
            self.rank = min(self.rank, rank)
            self.matches.formUnion(matches)
        }

        /// Of each place the best match.
        func hit(_ profile: ProfileID) -> SearchHit {
            var places = Set<SearchMatch.Place>()
            return SearchHit(
                place: SearchPlace(rank: rank, age: age, profile: profile),
                matches: matches.sorted().filter { places.insert($0.place).inserted })
        }
    }
}

extension SearchQuery {
    /// By what the row answers the query; none when it does not.
    func matches(_ row: SearchRow) -> [SearchMatch] {
        switch row.kind {
        case .name: nameMatches(row)
        case .email: [SearchMatch(place: .email, how: .part)]
        case .phone: numberMatch(row).map { [SearchMatch(place: .phone, how: $0)] } ?? []
        }
    }

    /// Each word has to be found in the name, and each code among the postal codes; the worst match counts.
    private func nameMatches(_ row: SearchRow) -> [SearchMatch] {
        let stored = row.words.split(separator: " ")
        guard let name = worst(words.map { word in stored.compactMap(word.match) }), !words.isEmpty else { return [] }
        guard !codes.isEmpty else { return [SearchMatch(place: .name, how: name)] }
        let code = worst(
            codes.map { code in
                stored.compactMap { word in word == code ? .exact : word.hasPrefix(code) ? .prefix : nil }
            })
        return code.map { [SearchMatch(place: .name, how: name), SearchMatch(place: .postalCode, how: $0)] } ?? []
    }

    /// The worst of the best; nil where there is none.
    private func worst(_ matches: [[SearchMatch.How]]) -> SearchMatch.How? {
        var worst = SearchMatch.How.exact
        for ways in matches {
            guard let best = ways.min(by: { $0.rank < $1.rank }) else { return nil }
            if best.rank > worst.rank { worst = best }
        }
        return worst
    }

    private func numberMatch(_ row: SearchRow) -> SearchMatch.How? {
        guard let phone else { return nil }
        if phone.reversedEnds.contains(row.term) { return .exact }
        return phone.reversedEnds.contains { row.term.hasPrefix($0) } ? .end : nil
    }

    fileprivate func match(_ link: SearchFinds.Link) -> SearchMatch? {
        let place: SearchMatch.Place = phone == nil ? .email : .phone
        let beginnings = phone?.beginnings ?? [address].compactMap(\.self)
        let value = place == .phone ? link.value.prefix { $0 != ";" } : link.value[...]
        if beginnings.contains(where: { $0 == value }) { return SearchMatch(place: place, how: .exact) }
        return beginnings.contains(where: { value.hasPrefix($0) }) ? SearchMatch(place: place, how: .prefix) : nil
    }
}
