import ProfileCore

/// What leaves nothing of a profile.
extension PostgresStatement {
    /// The states that an identifier ($1, $2) or an id ($3) leads to; what is not asked for leads nowhere.
    static let profilesNamed = PostgresStatement(
        "profiles_named", .everywhere,
        """
        SELECT p.state FROM profiles AS p
        WHERE p.state IS NOT NULL AND p.id IN (
            SELECT $3::uuid UNION SELECT a.profile FROM aliases AS a WHERE a.alias = $3::uuid
            UNION SELECT l.profile FROM links AS l WHERE l.type = $1::text AND l.value = $2::text)
        """)

    /// A row when the profile has facts, even if all were withdrawn.
    package static let isRemembered = PostgresStatement(
        "is_remembered", .everywhere, "SELECT true FROM facts AS f WHERE f.profile = $1::uuid LIMIT 1")

    package static let withdrawals = PostgresStatement(
        "withdrawals", .everywhere,
        """
        SELECT \(factColumns) FROM facts AS f
        WHERE f.kind = $1::smallint AND (f.source, f.id) > ($2::text, $3::text) AND NOT (\(isStated))
        ORDER BY f.source, f.id LIMIT $4::bigint
        """)

    package static let buriableFacts = PostgresStatement(
        "buriable_facts", .everywhere, "SELECT f.kind, f.source, f.id FROM facts AS f WHERE f.profile = $1::uuid")

    /// The identifiers of a profile that no other profile states by a source that may state them.
    package static let buriableIdentifiers = PostgresStatement(
        "buriable_identifiers", .everywhere,
        """
        SELECT own.type, own.value FROM (
            SELECT l.type, l.value FROM links AS l WHERE l.profile = $1::uuid
            UNION SELECT c.type, c.value FROM conflicts AS c WHERE c.profile = $1::uuid) AS own
        WHERE NOT EXISTS (
                SELECT 1 FROM links AS l
                WHERE l.type = own.type AND l.value = own.value AND l.profile <> $1::uuid)
            AND NOT EXISTS (
                SELECT 1 FROM conflicts AS c
                WHERE c.type = own.type AND c.value = own.value AND c.profile <> $1::uuid AND c.resolved_at IS NULL
                    AND c.rule NOT IN ('\(Conflict.Rule.untrusted.rawValue)', '\(Conflict.Rule.joins.rawValue)'))
        """)

    /// The identifiers whose claims are to be judged again when the profile is gone: refused to others on its account,
    /// or claimed by it.
    package static let contestedIdentifiers = PostgresStatement(
        "contested_identifiers", .everywhere,
        """
        SELECT c.type, c.value FROM conflicts AS c WHERE c.holder = $1::uuid AND c.resolved_at IS NULL
        UNION SELECT c.type, c.value FROM conflicts AS c WHERE c.profile = $1::uuid AND c.resolved_at IS NULL
        """)

    /// Facts by kind, then links, conflicts, merges, separations, aliases and assignments.
    package static let countErasable = PostgresStatement(
        "count_erasable", .everywhere,
        """
        WITH names AS MATERIALIZED (
            SELECT $1::uuid AS id UNION SELECT a.alias FROM aliases AS a WHERE a.profile = $1::uuid
        )
        SELECT f.customers, f.orders, f.interactions, f.activities, f.promises, l.number, c.number, m.number, s.number,
            a.number, i.number
        FROM (
            SELECT count(*) FILTER (WHERE f.kind = 1) AS customers, count(*) FILTER (WHERE f.kind = 2) AS orders,
                count(*) FILTER (WHERE f.kind = 3) AS interactions, count(*) FILTER (WHERE f.kind = 4) AS activities,
                count(*) FILTER (WHERE f.kind = 5) AS promises
            FROM facts AS f WHERE f.profile = $1::uuid AND \(isStated)
        ) AS f,
        (SELECT count(*) AS number FROM links AS l WHERE l.profile = $1::uuid) AS l,
        (SELECT count(*) AS number FROM conflicts AS c WHERE c.profile = $1::uuid) AS c,
        (SELECT count(*) AS number FROM merges AS m
            WHERE m.absorbed IN (SELECT id FROM names) OR m.survivor IN (SELECT id FROM names)) AS m,
        (SELECT count(*) AS number FROM separations AS s
            WHERE s.first IN (SELECT id FROM names) OR s.second IN (SELECT id FROM names)) AS s,
        (SELECT count(*) AS number FROM aliases AS a WHERE a.profile = $1::uuid) AS a,
        (SELECT count(*) AS number FROM invitations AS i WHERE (i.type, i.value) IN (
            SELECT l.type, l.value FROM links AS l WHERE l.profile = $1::uuid)) AS i
        """)

    static let eraseFacts = PostgresStatement("erase_facts", .everywhere, "DELETE FROM facts WHERE profile = $1::uuid")
    /// What is remembered of the customer's own records that were taken back before they came, and are nobody's.
    static let eraseForeseenWithdrawals = PostgresStatement(
        "erase_foreseen_withdrawals", .everywhere,
        """
        DELETE FROM facts AS f USING links AS l
        WHERE l.profile = $1::uuid AND f.kind = \(RecordKind.customer.rawValue) AND f.source = l.type
            AND f.id = l.value AND NOT (\(isStated))
        """)
    static let eraseLinks = PostgresStatement("erase_links", .everywhere, "DELETE FROM links WHERE profile = $1::uuid")

    /// What others were refused on account of the profile stays theirs.
    static let loseHolder = PostgresStatement(
        "lose_holder", .everywhere,
        """
        UPDATE conflicts AS t SET holder = NULL WHERE t.profile <> $1::uuid AND (t.holder = $1::uuid
            OR t.holder IN (SELECT a.alias FROM aliases AS a WHERE a.profile = $1::uuid))
        """)

    /// Tables that may name the profile by any of its names.
    static let eraseReview = [
        ("merges", "absorbed"), ("merges", "survivor"), ("conflicts", "profile"), ("separations", "first"),
        ("separations", "second"), ("events", "profile"), ("tiers", "profile"), ("webhook_queue", "profile"),
    ].map { table, column in
        PostgresStatement(
            "erase_\(table)_by_\(column)", .everywhere,
            """
            DELETE FROM \(table) AS t WHERE t.\(column) = $1::uuid
                OR t.\(column) IN (SELECT a.alias FROM aliases AS a WHERE a.profile = $1::uuid)
            """)
    }

    package static let removal =
        [eraseFacts, eraseForeseenWithdrawals, eraseAssignments, eraseLinks, eraseTallies, loseHolder]
        + eraseReview + [eraseAliases]

    /// Takes from the queue what nobody states any more: there is nothing to judge, and it may be somebody erased.
    package static let dequeueUnstated = PostgresStatement(
        "dequeue_unstated", .everywhere,
        """
        DELETE FROM claim_queue AS q
        WHERE NOT EXISTS (SELECT 1 FROM links AS l WHERE l.type = q.type AND l.value = q.value)
            AND NOT EXISTS (
                SELECT 1 FROM conflicts AS c WHERE c.type = q.type AND c.value = q.value AND c.resolved_at IS NULL)
        """)

    static let eraseAliases = PostgresStatement(
        "erase_aliases", .everywhere, "DELETE FROM aliases WHERE profile = $1::uuid")
}

/// What is known of people who were erased.
extension PostgresStatement {
    package static let tombstones = PostgresStatement(
        "tombstones", .keys,
        "SELECT DISTINCT t.hash FROM tombstones AS t WHERE t.hash = ANY($1::uuid[])")

    package static let erasuresBehind = PostgresStatement(
        "erasures_behind", .keys,
        """
        SELECT t.hash, t.erasure FROM tombstones AS t WHERE t.hash = ANY($1::uuid[]) ORDER BY t.hash, t.erasure
        """)

    package static let tombstonesOf = PostgresStatement(
        "tombstones_of", .everywhere,
        """
        SELECT t.hash FROM tombstones AS t WHERE t.erasure = $1::text AND t.hash > $2::uuid
        ORDER BY t.hash LIMIT $3::bigint
        """)

    package static let tombstonesFromStart = PostgresStatement(
        "tombstones_from_start", .everywhere,
        "SELECT t.hash FROM tombstones AS t WHERE t.erasure = $1::text ORDER BY t.hash LIMIT $2::bigint")

    package static let saveTombstones = PostgresStatement(
        "save_tombstones", .keys,
        """
        INSERT INTO tombstones (hash, erasure) SELECT h, $2::text FROM unnest($1::uuid[]) AS h
        ON CONFLICT (hash, erasure) DO NOTHING
        """)

    package static let removeTombstones = PostgresStatement(
        "remove_tombstones", .everywhere, "DELETE FROM tombstones WHERE erasure = $1::text")

    package static let saveErasure = PostgresStatement(
        "save_erasure", .none,
        """
        INSERT INTO erasures (id, erased_at, lifted_at, payload)
        VALUES ($1::text, $2::bigint, $3::bigint, $4::bytea)
        ON CONFLICT (id) DO UPDATE SET erased_at = excluded.erased_at, lifted_at = excluded.lifted_at,
            payload = excluded.payload
        """)

    package static let erasure = PostgresStatement("erasure", .none, "SELECT payload FROM erasures WHERE id = $1::text")

    package static let erasures = PostgresStatement(
        "erasures", .none,
        """
        SELECT payload FROM erasures WHERE erased_at <= $1::bigint AND (erased_at < $1::bigint OR id > $2::text)
        ORDER BY erased_at DESC, id LIMIT $3::bigint
        """)

    /// Unless it is there already.
    package static let keepSetting = PostgresStatement(
        "keep_setting", .none,
        "INSERT INTO settings (name, value) VALUES ($1::text, $2::bytea) ON CONFLICT (name) DO NOTHING")
}
