/// A row by which a profile is found: a term, and what else a searcher may say beside it.
package struct SearchRow: Hashable, Sendable {
    package enum Kind: UInt8, CaseIterable, Sendable {
        /// A word of a name.
        case name = 1
        /// A word of a mail address that is none of the name; a domain begins with the at sign.
        case email = 2
        /// The digits of a phone number in reverse, so that what it ends with comes first.
        case phone = 3
    }

    package let kind: Kind
    package let term: String
    /// How long ago the last contact was: minus the months since 1970, so that the more recent comes first; 0 for none.
    package let age: Int
    package let profile: ProfileID
    /// All words of the name, and the postal codes, each between blanks; empty for other kinds.
    package let words: String

    package init(_ kind: Kind, _ term: String, age: Int, profile: ProfileID, words: String = "") {
        self.kind = kind
        self.term = term
        self.age = age
        self.profile = profile
        self.words = words
    }

    /// The key of the index, in its order.
    package struct Key: Hashable, Comparable, Sendable {
        package let kind: Kind
        package let term: String
        package let age: Int
        package let profile: ProfileID

        package static func < (left: Key, right: Key) -> Bool {
            (left.kind.rawValue, left.term, left.age, left.profile)
                < (right.kind.rawValue, right.term, right.age, right.profile)
        }
    }

    package var key: Key { Key(kind: kind, term: term, age: age, profile: profile) }
}

/// What becomes of the rows by which profiles are found, each list in the order of the index.
package struct SearchChange: Hashable, Sendable {
    package private(set) var removed: [SearchRow.Key] = []
    /// To insert, or to replace by key.
    package private(set) var saved: [SearchRow] = []
    /// Words of names that may be new to the store, ascending.
    package private(set) var addedWords: [String] = []
    /// Words of names that perhaps nobody has any more, ascending.
    package private(set) var doubtedWords: [String] = []

    /// A profile that is found by `after` instead of `before`, which differ; nil finds nothing.
    typealias Replacement = (profile: ProfileID, before: SearchMaterial?, after: SearchMaterial?)

    package var isEmpty: Bool { removed.isEmpty && saved.isEmpty }

    init(_ changes: [Replacement]) {
        var (added, gone) = (Set<String>(), Set<String>())
        for change in changes {
            let before = change.before?.rows(of: change.profile) ?? []
            let after = change.after?.rows(of: change.profile) ?? []
            let kept = Set(after.map(\.key))
            removed += before.lazy.map(\.key).filter { !kept.contains($0) }
            let known = Set(before)
            saved += after.filter { !known.contains($0) }
            let (earlier, later) = (Self.words(before), Self.words(after))
            added.formUnion(later.subtracting(earlier))
            gone.formUnion(earlier.subtracting(later))
        }
        removed.sort()
        saved.sort { $0.key < $1.key }
        addedWords = added.sorted()
        doubtedWords = gone.subtracting(added).sorted()
    }

    /// The words that a slip may be made in.
    private static func words(_ rows: [SearchRow]) -> Set<String> {
        Set(rows.lazy.filter { $0.kind == .name && SearchSlip.mayBeMeant($0.term) }.map(\.term))
    }
}

extension SearchChange {
    /// The rows of a profile go.
    package init(removing state: ProfileState) {
        self.init([(state.id, SearchMaterial(state.summary), nil)])
    }
}

extension Decision {
    /// Nil when all are found as before. To be asked once the profiles are as they will be saved.
    package var searchChange: SearchChange? {
        var changes: [SearchChange.Replacement] = []
        for id in changedProfiles {
            let after = removedProfiles.contains(id) ? nil : profiles[id].flatMap { SearchMaterial($0.summary) }
            if searched[id] != after { changes.append((id, searched[id], after)) }
        }
        return changes.isEmpty ? nil : SearchChange(changes)
    }
}
