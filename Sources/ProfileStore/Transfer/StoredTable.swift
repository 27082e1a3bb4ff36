/// One of the tables that every store is made of, for moving what they hold from one store to another.
package struct StoredTable: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case integer
        /// An integer of few bits.
        case small
        case text
        case bytes
        case id
    }

    package struct Column: Hashable, Sendable {
        package let name: String
        package let kind: Kind
    }

    package let name: String
    /// Those of the key first, in its order.
    package let columns: [Column]
    package let keyLength: Int

    package var key: ArraySlice<Column> { columns.prefix(keyLength) }
    package var rest: ArraySlice<Column> { columns.dropFirst(keyLength) }

    fileprivate init(_ name: String, key: [(String, Kind)], _ rest: [(String, Kind)] = []) {
        self.name = name
        columns = (key + rest).map { Column(name: $0, kind: $1) }
        keyLength = key.count
    }
}

extension StoredTable {
    /// The name under which a row keeps a setting; nil for rows of other tables.
    func setting(of row: StoredRow) -> String? {
        guard self == .settings, case .text(let name)? = row.values.first else { return nil }
        return name
    }

    /// Everything there is, apart from what a store needs for itself: the list of its migrations and, where changes are
    /// numbered by a counter, the counter.
    package static let all = [
        facts, links, profiles, aliases, merges, conflicts, claimQueue, separations, settings, keys,
        erasures, tombstones, tallies, searchTerms, searchWords,
    ]

    package static let facts = StoredTable(
        "facts", key: [("kind", .small), ("source", .text), ("id", .text)],
        [
            ("profile", .id), ("home", .id), ("happened_at", .integer), ("updated_at", .integer),
            ("received_at", .integer), ("basis_type", .text), ("basis_value", .text), ("payload", .bytes),
        ])

    package static let links = StoredTable(
        "links", key: [("type", .text), ("value", .text), ("home", .id)],
        [
            ("profile", .id), ("stated_kind", .small), ("stated_source", .text), ("stated_id", .text),
            ("linked_at", .integer),
        ])

    package static let profiles = StoredTable(
        "profiles", key: [("id", .id)],
        [
            ("version", .integer), ("sequence", .integer), ("changed_at", .integer), ("state", .bytes),
            ("derivation", .small), ("age", .small),
        ])

    package static let aliases = StoredTable("aliases", key: [("alias", .id)], [("profile", .id)])

    package static let merges = StoredTable(
        "merges", key: [("absorbed", .id), ("merged_at", .integer)], [("survivor", .id), ("payload", .bytes)])

    package static let conflicts = StoredTable(
        "conflicts",
        key: [("kind", .small), ("source", .text), ("id", .text), ("type", .text), ("value", .text)],
        [
            ("rule", .text), ("limited_type", .text), ("profile", .id), ("holder", .id), ("noted_at", .integer),
            ("resolved_at", .integer),
        ])

    package static let claimQueue = StoredTable(
        "claim_queue", key: [("type", .text), ("value", .text)],
        [
            ("stamp", .integer), ("after_at", .integer), ("after_kind", .small), ("after_source", .text),
            ("after_id", .text), ("band", .small),
        ])

    package static let separations = StoredTable(
        "separations", key: [("first", .id), ("second", .id)], [("first_fact", .bytes), ("second_fact", .bytes)])

    package static let settings = StoredTable("settings", key: [("name", .text)], [("value", .bytes)])

    package static let erasures = StoredTable(
        "erasures", key: [("id", .text)],
        [("erased_at", .integer), ("lifted_at", .integer), ("payload", .bytes)])

    package static let tombstones = StoredTable("tombstones", key: [("hash", .id), ("erasure", .text)])

    static let tallies = StoredTable(
        "tallies", key: [("profile", .id), ("kind", .small), ("name", .text)],
        [("rank", .integer), ("rank_at", .integer), ("payload", .bytes)])

    static let searchTerms = StoredTable(
        "search_terms", key: [("kind", .small), ("term", .text), ("age", .small), ("profile", .id)], [("words", .text)])

    static let searchWords = StoredTable("search_words", key: [("word", .text)], [("reversed", .text)])

    package static let keys = StoredTable(
        "api_keys", key: [("id", .text)], [("created_at", .integer), ("payload", .bytes)])
}
