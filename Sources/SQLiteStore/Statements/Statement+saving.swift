import ProfileCore
package import ProfileStore
package import SQLStore

/// What applies decisions, row by row.
extension SQLiteStatement {
    private static let save = """
        INSERT INTO facts (kind, source, id, profile, home, happened_at, updated_at, received_at, basis_type,
            basis_value, payload)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET profile = excluded.profile, home = excluded.home,
            happened_at = excluded.happened_at, updated_at = excluded.updated_at,
            received_at = excluded.received_at, basis_type = excluded.basis_type,
            basis_value = excluded.basis_value, payload = excluded.payload
        """
    /// Names no columns that conflict: while a load goes on, nothing keeps their keys apart.
    package static let saveFacts = SQLiteStatement(save, whileLoading: save)
    /// Leaves the time of each, so that an older version that comes late stays out.
    package static let withdrawFacts = SQLiteStatement(
        """
        UPDATE facts SET happened_at = ?5, updated_at = ?4, basis_type = NULL, basis_value = NULL, payload = x''
        WHERE kind = ?1 AND source = ?2 AND id = ?3
        """)
    package static let eraseFactsByKey = SQLiteStatement("DELETE FROM facts WHERE kind = ? AND source = ? AND id = ?")
    /// Files facts that are stored elsewhere.
    package static let fileFacts = SQLiteStatement(
        "UPDATE facts SET profile = ?4, home = ?5 WHERE kind = ?1 AND source = ?2 AND id = ?3")

    package static let saveLinks = SQLiteStatement(
        """
        INSERT OR REPLACE INTO links (type, value, home, profile, stated_kind, stated_source, stated_id, linked_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """, whileLoading: "INSERT INTO loaded_links VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    package static let removeLinks = SQLiteStatement("DELETE FROM links WHERE type = ? AND value = ? AND home = ?")
    package static let forgetLinks = SQLiteStatement(
        "DELETE FROM links WHERE type = ?1 AND value = ?2 AND profile = ?3")

    /// A part without a number may have changed with the last change before, and so takes its number; what only says
    /// what happened takes none.
    package static let saveProfiles = SQLiteStatement(
        """
        INSERT INTO profiles (id, version, sequence, changed_at, state, derivation, age, customer_sequence,
            order_sequence, interaction_sequence, activity_sequence, standing_sequence, promise_sequence,
            conflict_sequence, problem_sequence, begun_sequence)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, iif(?8 & 1, ?3, NULL), iif(?8 & 2, ?3, NULL), iif(?8 & 4, ?3, NULL),
            iif(?8 & 8, ?3, NULL), iif(?8 & 16, ?3, NULL), iif(?8 & 32, ?3, NULL), iif(?8 & 64, ?3, NULL),
            iif(?8 & 128, ?3, NULL), ?3)
        ON CONFLICT (id) DO UPDATE SET version = excluded.version, sequence = excluded.sequence,
            changed_at = excluded.changed_at, state = excluded.state, derivation = excluded.derivation,
            age = excluded.age,
            customer_sequence = coalesce(excluded.customer_sequence, customer_sequence, sequence),
            order_sequence = coalesce(excluded.order_sequence, order_sequence, sequence),
            interaction_sequence = coalesce(excluded.interaction_sequence, interaction_sequence, sequence),
            activity_sequence = coalesce(excluded.activity_sequence, activity_sequence, sequence),
            standing_sequence = coalesce(excluded.standing_sequence, standing_sequence, sequence),
            promise_sequence = coalesce(excluded.promise_sequence, promise_sequence, sequence),
            conflict_sequence = coalesce(excluded.conflict_sequence, conflict_sequence),
            problem_sequence = coalesce(excluded.problem_sequence, problem_sequence)
        """)
    package static let saveAliases = SQLiteStatement("INSERT OR REPLACE INTO aliases (alias, profile) VALUES (?, ?)")
    package static let removeAliases = SQLiteStatement("DELETE FROM aliases WHERE alias = ?")

    package static let saveMerges = SQLiteStatement(
        "INSERT OR REPLACE INTO merges (absorbed, merged_at, survivor, payload) VALUES (?, ?, ?, ?)")
    package static let removeMerges = SQLiteStatement("DELETE FROM merges WHERE absorbed = ? AND merged_at = ?")
    package static let removeMergesNaming = SQLiteStatement("DELETE FROM merges WHERE absorbed = ?1 OR survivor = ?1")
    /// A fact that is not named stays as it is stored.
    package static let saveSeparations = SQLiteStatement(
        """
        INSERT INTO separations (first, second, first_fact, second_fact) VALUES (?, ?, ?, ?)
        ON CONFLICT (first, second) DO UPDATE SET first_fact = coalesce(excluded.first_fact, first_fact),
            second_fact = coalesce(excluded.second_fact, second_fact)
        """)
    package static let removeSeparations = SQLiteStatement("DELETE FROM separations WHERE first = ? AND second = ?")

    package static let clearTallies = SQLiteStatement("DELETE FROM tallies WHERE profile = ? AND kind = ?")
    package static let saveTallies = SQLiteStatement(
        """
        INSERT INTO tallies (profile, kind, name, rank, rank_at, payload) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (profile, kind, name) DO UPDATE SET rank = excluded.rank, rank_at = excluded.rank_at,
            payload = excluded.payload
        """)
    package static let removeTallies = SQLiteStatement(
        "DELETE FROM tallies WHERE profile = ? AND kind = ? AND name = ?")
}

// MARK: Moves

extension SQLiteStatement {
    package static let moveFacts = ofNewProfiles("UPDATE facts SET profile = ?2 WHERE profile = ?1")
    package static let moveLinks = ofNewProfiles("UPDATE links SET profile = ?2 WHERE profile = ?1")
    /// The profiles that a load merges are of the same commit, which saves their facts and links later.
    private static func ofNewProfiles(_ sql: String) -> SQLiteStatement { SQLiteStatement(sql, whileLoading: sql) }
    package static let renameProfiles = SQLiteStatement("UPDATE conflicts SET profile = ?2 WHERE profile = ?1")
    package static let renameHolders = SQLiteStatement("UPDATE conflicts SET holder = ?2 WHERE holder = ?1")
    package static let resolveConflicts = SQLiteStatement(
        "UPDATE conflicts SET resolved_at = ?2 WHERE profile = ?1 AND holder = ?1 AND resolved_at IS NULL")
    package static let moveFactsOfHomes = SQLiteStatement("UPDATE facts SET profile = ?2 WHERE \(isOfHomes)")
    package static let moveLinksOfHomes = SQLiteStatement("UPDATE links SET profile = ?2 WHERE \(isOfHomes)")
    package static let moveWithdrawnOfHomes = SQLiteStatement(
        "UPDATE facts SET profile = ?2 WHERE \(isOfHomes) AND NOT (\(isStated))")
    private static let isOfHomes = "profile = ?1 AND hex(home) IN (SELECT value FROM json_each(?3))"
    /// Claims go with the facts that make them, once these were filed elsewhere.
    package static let moveClaims = SQLiteStatement(
        """
        UPDATE conflicts SET profile = f.profile FROM facts AS f
        WHERE conflicts.profile = ?1 AND f.kind = conflicts.kind AND f.source = conflicts.source
            AND f.id = conflicts.id AND f.profile <> ?1
        """)
}

// MARK: Claims

extension SQLiteStatement {
    package static let dropClaims = SQLiteStatement(
        "DELETE FROM conflicts WHERE kind = ? AND source = ? AND id = ? AND type = ? AND value = ?")
    /// A claim that is known keeps the time at which it was first refused.
    package static let saveConflicts = SQLiteStatement(
        """
        \(insertClaims) DO UPDATE SET rule = excluded.rule, limited_type = excluded.limited_type,
            profile = excluded.profile, holder = excluded.holder, resolved_at = excluded.resolved_at
        """)
    /// Claims that facts make of what their profile does not hold: an open one only learns which profile that is.
    package static let noteClaims = SQLiteStatement(
        "\(insertClaims) DO UPDATE SET profile = excluded.profile, resolved_at = NULL")
    private static let insertClaims = """
        INSERT INTO conflicts (kind, source, id, type, value, rule, limited_type, profile, holder, noted_at,
            resolved_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (kind, source, id, type, value)
        """

    /// Queues those of the identifiers that somebody claims without holding them.
    package static let queueClaims = SQLiteStatement(
        queue("SELECT type, value, ?3 FROM conflicts WHERE type = ?1 AND value = ?2 AND resolved_at IS NULL LIMIT 1"),
        unlessEmpty: "conflicts")
    /// Queues whatever is claimed by profiles, or of them.
    package static let queueNamed = SQLiteStatement(queue(naming: "true"), unlessEmpty: "conflicts")
    /// Queues what of that was refused because the two are too large together.
    package static let queueLightened = SQLiteStatement(
        queue(naming: "rule = '\(Conflict.Rule.size.rawValue)'"), unlessEmpty: "conflicts")
    private static func queue(naming condition: String) -> String {
        let rows = ["profile", "holder"].map { column in
            "SELECT type, value, ?2 FROM conflicts WHERE \(column) = ?1 AND resolved_at IS NULL AND \(condition)"
        }
        return queue(rows.joined(separator: " UNION "))
    }
    package static let queueAllClaims = SQLiteStatement(
        queue(
            """
            SELECT DISTINCT type, value, CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)
            FROM conflicts WHERE resolved_at IS NULL AND true
            """))
    /// A stamp never comes back, not even when a row was judged and queued again.
    private static func queue(_ identifiers: String) -> String {
        """
        INSERT INTO claim_queue (type, value, stamp) \(identifiers)
        ON CONFLICT (type, value) DO UPDATE SET stamp = max(stamp + 1, excluded.stamp), after_at = NULL,
            after_kind = NULL, after_source = NULL, after_id = NULL, band = NULL
        """
    }

    /// Notes how far queued identifiers were judged; one that was queued again meanwhile begins from the start.
    package static let claimsJudged = SQLiteStatement(
        "DELETE FROM claim_queue WHERE type = ?1 AND value = ?2 AND stamp = ?3")
    package static let claimsJudgedUpTo = SQLiteStatement(
        """
        UPDATE claim_queue SET after_at = ?4, after_kind = ?5, after_source = ?6, after_id = ?7, band = ?8
        WHERE type = ?1 AND value = ?2 AND stamp = ?3
        """)
}

// MARK: Erasing

extension SQLiteStatement {
    /// All names of a profile.
    static let names = "(SELECT ?1 UNION SELECT alias FROM aliases WHERE profile = ?1)"
    /// What others were refused on account of the profile stays theirs.
    package static let removal = [
        "DELETE FROM facts WHERE profile = ?1",
        """
        DELETE FROM facts WHERE kind = \(RecordKind.customer.rawValue) AND NOT (\(isStated))
            AND (source, id) IN (SELECT type, value FROM links WHERE profile = ?1)
        """,
        "DELETE FROM invitations WHERE (type, value) IN (SELECT type, value FROM links WHERE profile = ?1)",
        "DELETE FROM links WHERE profile = ?1",
        "DELETE FROM tallies WHERE profile = ?1",
        "DELETE FROM events WHERE profile IN \(names)",
        "DELETE FROM tiers WHERE profile IN \(names)",
        "DELETE FROM webhook_queue WHERE profile IN \(names)",
        "UPDATE conflicts SET holder = NULL WHERE profile <> ?1 AND holder IN \(names)",
        "DELETE FROM conflicts WHERE profile IN \(names)",
        "DELETE FROM merges WHERE absorbed IN \(names) OR survivor IN \(names)",
        "DELETE FROM separations WHERE first IN \(names) OR second IN \(names)",
        "DELETE FROM aliases WHERE profile = ?1",
    ].map { SQLiteStatement($0) }
    /// Takes from the queue what nobody states any more: there is nothing to judge, and it may be somebody erased.
    package static let dequeueUnstated = SQLiteStatement(
        """
        DELETE FROM claim_queue AS q
        WHERE NOT EXISTS (SELECT 1 FROM links WHERE type = q.type AND value = q.value)
            AND NOT EXISTS (
                SELECT 1 FROM conflicts WHERE type = q.type AND value = q.value AND resolved_at IS NULL)
        """)
    package static let saveErasure = SQLiteStatement(
        "INSERT OR REPLACE INTO erasures (id, erased_at, lifted_at, payload) VALUES (?, ?, ?, ?)")
    package static let saveTombstones = SQLiteStatement(
        "INSERT OR IGNORE INTO tombstones (hash, erasure) VALUES (?, ?)")
    package static let removeTombstones = SQLiteStatement("DELETE FROM tombstones WHERE erasure = ?")
}

// MARK: Settings and rows as they are

extension SQLiteStatement {
    package static let saveSetting = SQLiteStatement("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)")
    package static let keepSetting = SQLiteStatement("INSERT OR IGNORE INTO settings (name, value) VALUES (?, ?)")
    package static let saveKey = SQLiteStatement(
        "INSERT OR REPLACE INTO api_keys (id, created_at, payload) VALUES (?, ?, ?)")
    package static let endTransfer = SQLiteStatement("DELETE FROM settings WHERE name = '\(StoredSetting.transfer)'")

    package static func rows(of table: StoredTable) -> TableStatements<SQLiteStatement> {
        let (columns, key) = (table.columns[...], table.key)
        let changes = table.rest.map { "\($0.name) = excluded.\($0.name)" }.joined(separator: ", ")
        // A row takes a byte at least, so that no more rows than bytes are asked for.
        let page = { (after: String) in
            SQLiteStatement(
                "SELECT \(columns.names) FROM \(table.name) \(after) ORDER BY \(key.names) LIMIT min(?, ?)")
        }
        return TableStatements(
            firstPage: page(""), nextPage: page("WHERE (\(key.names)) > (\(key.marks))"),
            count: SQLiteStatement("SELECT count(*) FROM \(table.name)"),
            put: SQLiteStatement(
                """
                INSERT INTO \(table.name) (\(columns.names)) VALUES (\(columns.marks))
                ON CONFLICT (\(key.names)) DO \(changes.isEmpty ? "NOTHING" : "UPDATE SET \(changes)")
                """),
            remove: SQLiteStatement("DELETE FROM \(table.name) WHERE (\(key.names)) = (\(key.marks))"))
    }
}

extension ArraySlice<StoredTable.Column> {
    fileprivate var names: String { map(\.name).joined(separator: ", ") }
    /// A place for the value of each.
    fileprivate var marks: String { map { _ in "?" }.joined(separator: ", ") }
}
