/// What a store looks up for a search: by rows of terms, by links, and by the keys of orders.
package struct SearchLookups: Hashable, Sendable {
    /// One of a kind at most.
    package var terms: [TermLookup] = []
    package var identifiers: IdentifierLookup?
    /// Numbers of orders, each looked for in every source that has orders.
    package var orders: [String] = []

    /// More candidates are not ranked.
    package static let candidateLimit = 1_000
    /// More rows are not looked at for those that have other words beside the one that leads.
    package static let greatestWalk = 20_000

    package var isEmpty: Bool { terms.isEmpty && identifiers == nil && orders.isEmpty }
}

/// Rows of terms of one kind, in the order of the index.
package struct TermLookup: Hashable, Sendable {
    /// What one of the other words has to be.
    package enum Pattern: Hashable, Sendable {
        case beginning(String)
        case whole(String)

        /// What `SearchRow.words` contains then.
        package var text: String {
            switch self {
            case .beginning(let text): " " + text
            case .whole(let text): " " + text + " "
            }
        }
    }

    package let kind: SearchRow.Kind
    /// What the term begins with, one or two of them.
    package let beginnings: [String]
    /// What else the whole term may be.
    package let spellings: [String]
    /// For each of the other words what it may be; all must be there.
    package let besides: [[Pattern]]

    init(kind: SearchRow.Kind, beginnings: [String], spellings: [String] = [], besides: [[Pattern]] = []) {
        self.kind = kind
        self.beginnings = beginnings
        self.spellings = spellings
        self.besides = besides
    }

    /// What the other words of a row contain, as `LIKE` compares it: of the words that are looked for, the longest of
    /// those that can be there in one way only. It spares the reader rows; `admits` tells for certain.
    package var pattern: String {
        let single = besides.filter { $0.count == 1 }.compactMap(\.first?.text)
        return single.max { $0.utf8.count < $1.utf8.count }.map { "%\($0)%" } ?? "%"
    }

    /// How many rows are looked at: all of them are candidates where no other words are looked for.
    package var rowLimit: Int { besides.isEmpty ? SearchLookups.candidateLimit + 1 : SearchLookups.greatestWalk }

    /// Whether the other words are among these, which are as in `SearchRow.words`.
    package func admits(_ words: UnsafeBufferPointer<UInt8>) -> Bool {
        besides.allSatisfy { $0.contains { words.contains($0.text) } }
    }
}

/// Links to identifiers of one type.
package struct IdentifierLookup: Hashable, Sendable {
    package let type: String
    /// What the value begins with, one to three of them.
    package let beginnings: [String]
}

/// What a store found.
package struct SearchFinds: Sendable {
    package var rows: [SearchRow] = []
    package var links: [Link] = []
    package var orders: [ProfileID] = []
    /// Of the profiles of `links` and `orders`: `SearchRow.age`.
    package var ages: [ProfileID: Int] = [:]
    /// Whether there is more than was looked at.
    package var isCut = false

    /// A profile that a link leads to.
    package struct Link: Hashable, Sendable {
        package let value: String
        package let profile: ProfileID

        package init(value: String, profile: ProfileID) {
            self.value = value
            self.profile = profile
        }
    }

    package init() {}

    /// Those whose age is still to be found.
    package var unaged: Set<ProfileID> { Set(links.map(\.profile)).union(orders) }
}

extension String {
    /// Texts that begin with this are from it up to here, compared as bytes.
    package var endOfBeginning: String { self + "\u{10FFFF}" }

    /// Scalar by scalar.
    package var inReverse: String { String(scalars: unicodeScalars.reversed()) }

    init(scalars: some Sequence<Unicode.Scalar>) {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        self.init(text)
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func contains(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { wanted in
            guard let first = wanted.first, wanted.count <= count else { return wanted.isEmpty }
            return (0...count - wanted.count).contains { start in
                self[start] == first && (1..<wanted.count).allSatisfy { self[start + $0] == wanted[$0] }
            }
        }
    }
}
