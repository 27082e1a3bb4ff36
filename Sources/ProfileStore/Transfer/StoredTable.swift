package import ProfileCore

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
        erasures, tombstones, tallies, searchTerms, searchWords, events, tiers, sessions, tickets,
        catalogue, invitations, webhookEndpoints, webhookDeliveries, webhooks, webhookQueue,
    ]

    /// Tables whose rows also change without a numbered change of a profile.
    static let unnumbered = [
        claimQueue, settings, keys, erasures, tombstones, tiers, sessions, tickets, catalogue, invitations,
        webhookEndpoints, webhookDeliveries, webhooks, webhookQueue,
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
            ("derivation", .small), ("age", .small), ("begun_sequence", .integer), ("customer_sequence", .integer),
            ("order_sequence", .integer),
            ("interaction_sequence", .integer), ("activity_sequence", .integer), ("standing_sequence", .integer),
            ("promise_sequence", .integer), ("conflict_sequence", .integer), ("problem_sequence", .integer),
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

    static let events = StoredTable(
        "events", key: [("profile", .id), ("sequence", .integer), ("place", .integer)],
        [("happened_at", .integer), ("payload", .bytes)])

    static let tiers = StoredTable("tiers", key: [("profile", .id)], [("tier", .text), ("ends_at", .integer)])

    static let sessions = StoredTable(
        "sessions", key: [("id", .text)], [("created_at", .integer), ("expires_at", .integer), ("payload", .bytes)])

    static let tickets = StoredTable("tickets", key: [("id", .text)], [("expires_at", .integer), ("payload", .bytes)])

    package static let catalogue = StoredTable(
        "catalogue", key: [("kind", .small), ("source", .text), ("id", .text)],
        [("sequence", .integer), ("updated_at", .integer), ("payload", .bytes)])

    package static let invitations = StoredTable(
        "invitations", key: [("type", .text), ("value", .text)], [("changed_at", .integer), ("payload", .bytes)])

    static let webhookEndpoints = StoredTable("webhook_endpoints", key: [("name", .text)], [("payload", .bytes)])

    static let webhookDeliveries = StoredTable(
        "webhook_deliveries", key: [("endpoint", .text), ("id", .text)],
        [("state", .small), ("received_at", .integer), ("names", .bytes), ("payload", .bytes)])

    package static let webhooks = StoredTable(
        "webhooks", key: [("id", .text)], [("created_at", .integer), ("payload", .bytes)])

    package static let webhookQueue = StoredTable(
        "webhook_queue", key: [("webhook", .text), ("profile", .id)],
        [("due_at", .integer), ("failed_at", .integer), ("payload", .bytes)])

    package static let keys = StoredTable(
        "api_keys", key: [("id", .text)], [("created_at", .integer), ("payload", .bytes)])
}

/// One row of a table, its values in the order of the columns.
package struct StoredRow: Equatable, Sendable {
    package let values: [StoredValue]

    package init(_ values: [StoredValue]) {
        self.values = values
    }

    /// How much memory it takes, roughly.
    package var size: Int { values.reduce(32) { $0 + $1.size } }

    /// Whether its key comes before that of a row of the same table.
    func precedes(_ other: StoredRow, in table: StoredTable) -> Bool {
        for place in 0..<table.keyLength where values[place] != other.values[place] {
            return values[place] < other.values[place]
        }
        return false
    }
}

/// What stands in one column of one row.
package enum StoredValue: Sendable {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])
    case id(ProfileID)

    /// How much memory it takes, roughly.
    var size: Int {
        switch self {
        case .null, .integer, .id: 16
        case .text(let text): 16 + text.utf8.count
        case .bytes(let bytes): 16 + bytes.count
        }
    }
}

extension StoredValue: Equatable {
    /// Texts are the same when their bytes are.
    package static func == (left: StoredValue, right: StoredValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.integer(let left), .integer(let right)): left == right
        case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
        case (.bytes(let left), .bytes(let right)): left == right
        case (.id(let left), .id(let right)): left == right
        default: false
        }
    }
}

extension StoredValue: Comparable {
    /// In the order in which stores keep keys; values of one column are all of one kind.
    package static func < (left: StoredValue, right: StoredValue) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left < right
        case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
        case (.bytes(let left), .bytes(let right)): left.lexicographicallyPrecedes(right)
        case (.id(let left), .id(let right)): left < right
        default: false
        }
    }
}

extension StoredValue {
    package var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
    package var text: String? { if case .text(let text) = self { text } else { nil } }
    package var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
    package var id: ProfileID? { if case .id(let id) = self { id } else { nil } }
}

/// The names under which stores keep settings.
package enum StoredSetting {
    package static let policy = "vip_policy"
    /// Which derivation folded the states of all profiles. Not used any more: each state says it.
    private static let derivation = "derivation"
    /// The rules of identity by which all claims were judged.
    package static let identityRules = "identity_rules"
    /// The undeclared types of identifiers that there are.
    package static let identifierTypes = "identifier_types"
    /// When the sources spoke.
    package static let sources = "sources"
    /// What tombstones are hashed with.
    package static let erasureSecret = "erasure_secret"
    /// How far tiers were announced.
    package static let announcedTiers = "announced_tiers"
    /// What was learned of what customers do.
    package static let outlook = "outlook"
    /// What was learned of whom a chat helps.
    package static let invitations = "invitations"
    /// What arms are drawn with.
    package static let invitationSecret = "invitation_secret"
    /// What was learned of what customers buy.
    package static let suggestions = "suggestions"
    /// What was learned of who solves what, and where.
    package static let handling = "handling"
    /// Who could help others.
    package static let advocates = "advocates"
    /// The turn of the node that learns the outlook and all that is learned with it.
    package static let outlookTurn = "outlook_turn"
    /// The waits of a day. There are 31 slots; a day overwrites the one 31 days before it.
    package static func waits(on day: Day) -> String { "waits_\(Int(day.number) % waitSlots)" }
    package static let waitSlots = 31
    /// Written to see whether the store can be written to.
    package static let probe = "probe"
    /// Where a copy that is not finished comes from. While it is there, nobody but the copy uses the store.
    package static let transfer = "unfinished_copy"

    /// What `transfer` says while an export is restored.
    package static let restoration = "an export"

    /// Why nobody else may use a store, in words for the operator; `origin` is what `transfer` says.
    package static func unfinished(_ origin: String) -> String {
        if origin == restoration {
            return """
                an export is being restored into this database, or was and did not come to its end: run clientele \
                import with it again, which starts over, or remove the database
                """
        }
        return """
            a copy of \(origin) into this database is not finished: run the same clientele copy again to finish it, or \
            remove the database
            """
    }

    /// Those that say something about one store, or are soon made again, and go nowhere.
    static let local: Set = [probe, transfer, outlookTurn, suggestions, handling, advocates]
    /// Those that every store has as soon as it is made.
    static let initial: Set = [derivation, identityRules]
}
