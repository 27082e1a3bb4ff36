import ProfileCore
import ProfileStore

/// What readers ask for about one profile. Each statement finds it by itself, by an identifier (?1, ?2) or else an id
/// (?3).
extension SQLiteStatement {
    /// The ids that the reference leads to, two at most.
    private static let found = """
        found (id) AS MATERIALIZED (
            SELECT DISTINCT profile FROM links WHERE type = ?1 AND value = ?2
            UNION ALL SELECT coalesce((SELECT profile FROM aliases WHERE alias = ?3), ?3) WHERE ?3 IS NOT NULL
            LIMIT 2
        )
        """
    /// The id, when it is the only one.
    private static let only = "(SELECT id FROM found WHERE (SELECT count(*) FROM found) = 1)"

    package static let reached = SQLiteStatement(
        """
        WITH \(found)
        SELECT p.state FROM found CROSS JOIN profiles AS p ON p.id = found.id WHERE p.state IS NOT NULL
        """)
    package static let timeline = SQLiteStatement(
        """
        WITH \(found)
        SELECT \(factColumns) FROM facts
        WHERE profile = \(only) AND kind > 1 AND happened_at <= ?4 AND \(isStated)
            AND (happened_at < ?4 OR (kind, source, id) > (?5, ?6, ?7))
        ORDER BY happened_at DESC, kind, source, id LIMIT ?8
        """)
    /// The index tells kinds apart, so that facts of others are passed over and not read.
    package static let latestOfKind = SQLiteStatement(
        """
        WITH \(found)
        SELECT \(factColumns) FROM facts
        WHERE profile = \(only) AND kind = ?4 AND happened_at <= ?5 AND \(isStated)
        ORDER BY happened_at DESC, kind, source, id LIMIT ?6
        """)
    /// Sorts the keys, which the index holds, and then reads no more facts than the page has.
    package static let factsOfReached = SQLiteStatement(
        """
        WITH \(found)
        SELECT \(factColumns) FROM facts
        WHERE rowid IN (
            SELECT rowid FROM facts WHERE profile = \(only) AND \(isStated) AND (kind, source, id) > (?4, ?5, ?6)
            ORDER BY kind, source, id LIMIT ?7)
        ORDER BY kind, source, id
        """)
    package static let linksOfReached = SQLiteStatement(
        "WITH \(found) SELECT \(linkColumns) FROM links WHERE profile = \(only)")
    /// Merges into the profile or any alias of it.
    package static let mergesOfReached = SQLiteStatement(
        """
        WITH \(found)
        SELECT payload FROM merges
        WHERE survivor IN (SELECT \(only) UNION ALL SELECT alias FROM aliases WHERE profile = \(only))
        """)

    /// The states that one identifier (?1, ?2) leads to, of the oldest in the order of the table: a weak one may lead
    /// to thousands.
    package static let profilesOfIdentifier = SQLiteStatement(
        """
        SELECT p.state FROM (
            SELECT DISTINCT profile FROM links WHERE type = ?1 AND value = ?2 LIMIT \(ProfileStoreLimit.sharers)
        ) AS w CROSS JOIN profiles AS p ON p.id = w.profile
        WHERE p.state IS NOT NULL ORDER BY p.id
        """)
    /// The state that an id or an alias leads to.
    package static let profileOfID = SQLiteStatement(
        """
        SELECT state FROM profiles
        WHERE id = coalesce((SELECT profile FROM aliases WHERE alias = ?1), ?1) AND state IS NOT NULL
        """)
}

// MARK: Pages

extension SQLiteStatement {
    /// Sorts the keys, which the index holds, and then reads no more facts than the page has.
    package static let factsOfProfile = SQLiteStatement(
        """
        SELECT \(factColumns) FROM facts
        WHERE rowid IN (
            SELECT rowid FROM facts WHERE profile = ?1 AND \(isStated) AND (kind, source, id) > (?2, ?3, ?4)
            ORDER BY kind, source, id LIMIT ?5)
        ORDER BY kind, source, id
        """)
    /// The kind stays out of the comparison, or else SQLite would walk through all that came before the page.
    package static let factsOfKind = SQLiteStatement(
        """
        SELECT \(factColumns) FROM facts WHERE kind = ?1 AND (source, id) > (?2, ?3) AND \(isStated)
        ORDER BY source, id LIMIT ?4
        """)
    package static let factsBeginning = SQLiteStatement(
        """
        SELECT \(factColumns) FROM facts WHERE kind = ?1 AND source = ?2 AND id >= ?3 AND id < ?4 AND \(isStated)
        ORDER BY id LIMIT ?5
        """)
    package static let withdrawals = SQLiteStatement(
        """
        SELECT \(factColumns) FROM facts WHERE kind = ?1 AND (source, id) > (?2, ?3) AND NOT (\(isStated))
        ORDER BY source, id LIMIT ?4
        """)
    package static let conflicts = SQLiteStatement(
        """
        SELECT \(conflictColumns) FROM conflicts
        WHERE (resolved_at IS NOT NULL) = ?1 AND noted_at <= ?2
            AND (noted_at < ?2 OR (kind, source, id) >= (?3, ?4, ?5))
        ORDER BY noted_at DESC, kind, source, id, type, value LIMIT ?6
        """)
    package static let claimsOfProfile = SQLiteStatement(
        """
        SELECT \(conflictColumns) FROM conflicts
        WHERE profile = ?1 AND (kind, source, id, type, value) > (?2, ?3, ?4, ?5, ?6) AND resolved_at IS NULL
        ORDER BY kind, source, id, type, value LIMIT ?7
        """)
    package static let scan = SQLiteStatement(
        "SELECT state FROM profiles WHERE id > ?1 AND state IS NOT NULL ORDER BY id LIMIT ?2")
    package static let scanFromStart = SQLiteStatement(
        "SELECT state FROM profiles WHERE state IS NOT NULL ORDER BY id LIMIT ?1")
    /// The index that finds these holds no others.
    private static let isToFold = "state IS NOT NULL AND derivation < \(ProfileSummary.derivation)"
    package static let profilesToFold = SQLiteStatement(
        "SELECT id FROM profiles WHERE \(isToFold) AND derivation < ?1 ORDER BY derivation LIMIT ?2")
    package static let countProfilesToFold = SQLiteStatement(
        "SELECT count(*) FROM profiles WHERE \(isToFold) AND derivation < ?1")
    package static let changes = SQLiteStatement(
        "SELECT sequence, id, version FROM profiles WHERE sequence > ?1 ORDER BY sequence LIMIT ?2")
    package static let lastNumber = SQLiteStatement("SELECT max(sequence) FROM profiles")
}

// MARK: The queue of claims

extension SQLiteStatement {
    private static let placeColumns = """
        type, value, stamp, after_kind IS NOT NULL, coalesce(after_at, 0), coalesce(after_kind, 1),
            coalesce(after_source, ''), coalesce(after_id, ''), band
        """
    package static let claimQueue = SQLiteStatement(
        "SELECT \(placeColumns) FROM claim_queue WHERE band IS NULL LIMIT ?1")
    /// The next open claims of an identifier after a place.
    package static let dueClaims = SQLiteStatement(claims(after: "true"))
    /// The first of the places whose claims are compared.
    package static let comparedPlace = SQLiteStatement(
        "SELECT \(placeColumns) FROM claim_queue WHERE band IS NOT NULL LIMIT 1")
    /// A page of an identifier's claims after a place, of customers who may be one with others who make the same.
    package static let comparedClaims = SQLiteStatement(claims(after: isComparable))
    /// So many of its newest claims (?3) after as many bands (?4).
    package static let comparedBand = SQLiteStatement(
        """
        SELECT * FROM (
            SELECT \(conflictColumns) FROM conflicts
            WHERE type = ?1 AND value = ?2 AND resolved_at IS NULL AND \(isComparable)
            ORDER BY noted_at DESC, kind DESC, source DESC, id DESC LIMIT ?3 OFFSET ?4 * ?3)
        ORDER BY noted_at, kind, source, id
        """)
    private static let isComparable = "kind = 1 AND rule = '\(Conflict.Rule.uncorroborated.rawValue)'"
    private static func claims(after condition: String) -> String {
        """
        SELECT \(conflictColumns) FROM conflicts
        WHERE type = ?1 AND value = ?2 AND resolved_at IS NULL AND \(condition)
            AND (noted_at, kind, source, id) > (?3, ?4, ?5, ?6)
        ORDER BY noted_at, kind, source, id LIMIT ?7
        """
    }
    package static let queuedClaims = SQLiteStatement("SELECT count(*) FROM claim_queue")
}

// MARK: Erasures

extension SQLiteStatement {
    package static let isRemembered = SQLiteStatement("SELECT 1 FROM facts WHERE profile = ?1 LIMIT 1")
    package static let buriableFacts = SQLiteStatement("SELECT kind, source, id FROM facts WHERE profile = ?1")
    /// The identifiers of a profile that no other profile states by a source that may state them.
    package static let buriableIdentifiers = SQLiteStatement(
        """
        SELECT type, value FROM (
            SELECT type, value FROM links WHERE profile = ?1
            UNION SELECT type, value FROM conflicts WHERE profile = ?1) AS own
        WHERE NOT EXISTS (
                SELECT 1 FROM links WHERE type = own.type AND value = own.value AND profile <> ?1)
            AND NOT EXISTS (
                SELECT 1 FROM conflicts
                WHERE type = own.type AND value = own.value AND profile <> ?1 AND resolved_at IS NULL
                    AND rule NOT IN ('\(Conflict.Rule.untrusted.rawValue)', '\(Conflict.Rule.joins.rawValue)'))
        """)
    /// The identifiers whose claims are to be judged again when the profile is gone: refused to others on its account,
    /// or claimed by it.
    package static let contestedIdentifiers = SQLiteStatement(
        """
        SELECT type, value FROM conflicts WHERE holder = ?1 AND resolved_at IS NULL
        UNION SELECT type, value FROM conflicts WHERE profile = ?1 AND resolved_at IS NULL
        """)
    /// Facts by kind, then links, conflicts, merges, separations and aliases.
    package static let countErasable = SQLiteStatement(
        """
        SELECT count(*) FILTER (WHERE kind = 1), count(*) FILTER (WHERE kind = 2), count(*) FILTER (WHERE kind = 3),
            count(*) FILTER (WHERE kind = 4), count(*) FILTER (WHERE kind = 5),
            (SELECT count(*) FROM links WHERE profile = ?1), (SELECT count(*) FROM conflicts WHERE profile = ?1),
            (SELECT count(*) FROM merges WHERE absorbed IN \(names) OR survivor IN \(names)),
            (SELECT count(*) FROM separations WHERE first IN \(names) OR second IN \(names)),
            (SELECT count(*) FROM aliases WHERE profile = ?1),
            (SELECT count(*) FROM invitations
                WHERE (type, value) IN (SELECT type, value FROM links WHERE profile = ?1))
        FROM facts WHERE profile = ?1 AND \(isStated)
        """)
    package static let erasures = SQLiteStatement(
        """
        SELECT payload FROM erasures WHERE erased_at <= ?1 AND (erased_at < ?1 OR id > ?2)
        ORDER BY erased_at DESC, id LIMIT ?3
        """)
    package static let erasure = SQLiteStatement("SELECT payload FROM erasures WHERE id = ?1")
    package static let erasuresBehind = SQLiteStatement(
        "SELECT hash, erasure FROM tombstones WHERE hash = ?1 ORDER BY erasure")
    package static let tombstonesOf = SQLiteStatement(
        "SELECT hash FROM tombstones WHERE erasure = ?1 AND hash > ?2 ORDER BY hash LIMIT ?3")
    package static let tombstonesFromStart = SQLiteStatement(
        "SELECT hash FROM tombstones WHERE erasure = ?1 ORDER BY hash LIMIT ?2")
}

// MARK: Settings

extension SQLiteStatement {
    package static let setting = SQLiteStatement("SELECT value FROM settings WHERE name = ?1")
    package static let keys = SQLiteStatement("SELECT payload FROM api_keys ORDER BY created_at, id")
    package static let lastMigration = SQLiteStatement("SELECT max(number) FROM schema_migrations")
    /// The path and the time of creation identify a file.
    package static let identity = SQLiteStatement(
        """
        SELECT 'sqlite:' || coalesce((SELECT file FROM pragma_database_list WHERE name = 'main'), ''),
            coalesce((SELECT applied_at FROM schema_migrations WHERE number = 1), 0)
        """)
    /// A row while a copy goes on here.
    package static let holdTransfer = SQLiteStatement("SELECT 1 FROM settings WHERE name = '\(StoredSetting.transfer)'")
}
