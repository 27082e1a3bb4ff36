import ProfileCore

/// What leaves nothing of a profile.
extension Statement {
    /// The states that an id ($1) or an identifier ($2, $3) leads to; what is not asked for is null.
    static let profilesNamed = Statement(
        "profiles_named", .everywhere,
        """
        SELECT p.state FROM profiles AS p
        WHERE p.state IS NOT NULL AND p.id IN (
            SELECT $1::uuid UNION SELECT a.profile FROM aliases AS a WHERE a.alias = $1::uuid
            UNION SELECT l.profile FROM links AS l WHERE l.type = $2::text AND l.value = $3::text)
        """)

    /// A row when there are facts of a profile, were they all withdrawn.
    static let isRemembered = Statement(
        "is_remembered", .everywhere, "SELECT true FROM facts AS f WHERE f.profile = $1::uuid LIMIT 1")

    static let withdrawals = Statement(
        "withdrawals", .everywhere,
        """
        SELECT \(factColumns) FROM facts AS f
        WHERE f.kind = $1::smallint AND (f.source, f.id) > ($2::text, $3::text) AND NOT (\(isStated))
        ORDER BY f.source, f.id LIMIT $4::bigint
        """)

    static let buriableFacts = Statement(
        "buriable_facts", .everywhere, "SELECT f.kind, f.source, f.id FROM facts AS f WHERE f.profile = $1::uuid")

    /// The identifiers that a profile's facts state and nobody else's whose source may.
    static let buriableIdentifiers = Statement(
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
                    AND c.rule <> '\(Conflict.Rule.untrusted.rawValue)')
        """)

    /// The identifiers whose claims are to be judged again when the profile is gone: refused to others on its account,
    /// or claimed by it.
    static let contestedIdentifiers = Statement(
        "contested_identifiers", .everywhere,
        """
        SELECT c.type, c.value FROM conflicts AS c WHERE c.holder = $1::uuid AND c.resolved_at IS NULL
        UNION SELECT c.type, c.value FROM conflicts AS c WHERE c.profile = $1::uuid AND c.resolved_at IS NULL
        """)

    /// Facts by kind, then links, conflicts, merges, separations and aliases.
    static let countErasable = Statement(
        "count_erasable", .everywhere,
        """
        WITH names AS MATERIALIZED (
            SELECT $1::uuid AS id UNION SELECT a.alias FROM aliases AS a WHERE a.profile = $1::uuid
        )
        SELECT f.customers, f.orders, f.interactions, f.activities, l.number, c.number, m.number, s.number, a.number
        FROM (
            SELECT count(*) FILTER (WHERE f.kind = 1) AS customers, count(*) FILTER (WHERE f.kind = 2) AS orders,
                count(*) FILTER (WHERE f.kind = 3) AS interactions, count(*) FILTER (WHERE f.kind = 4) AS activities
            FROM facts AS f WHERE f.profile = $1::uuid AND \(isStated)
        ) AS f,
        (SELECT count(*) AS number FROM links AS l WHERE l.profile = $1::uuid) AS l,
        (SELECT count(*) AS number FROM conflicts AS c WHERE c.profile = $1::uuid) AS c,
        (SELECT count(*) AS number FROM merges AS m
            WHERE m.absorbed IN (SELECT id FROM names) OR m.survivor IN (SELECT id FROM names)) AS m,
        (SELECT count(*) AS number FROM separations AS s
            WHERE s.first IN (SELECT id FROM names) OR s.second IN (SELECT id FROM names)) AS s,
        (SELECT count(*) AS number FROM aliases AS a WHERE a.profile = $1::uuid) AS a
        """)

    static let eraseFacts = Statement("erase_facts", .everywhere, "DELETE FROM facts WHERE profile = $1::uuid")
    static let eraseLinks = Statement("erase_links", .everywhere, "DELETE FROM links WHERE profile = $1::uuid")

    /// What others were refused on account of the profile stays theirs.
    static let loseHolder = Statement(
        "lose_holder", .everywhere,
        """
        UPDATE conflicts AS t SET holder = NULL WHERE t.profile <> $1::uuid AND (t.holder = $1::uuid
            OR t.holder IN (SELECT a.alias FROM aliases AS a WHERE a.profile = $1::uuid))
        """)

    /// Tables that may name the profile by any of its names.
    static let eraseReview = [
        ("merges", "absorbed"), ("merges", "survivor"), ("conflicts", "profile"), ("separations", "first"),
        ("separations", "second"),
    ].map { table, column in
        Statement(
            "erase_\(table)_by_\(column)", .everywhere,
            """
            DELETE FROM \(table) AS t WHERE t.\(column) = $1::uuid
                OR t.\(column) IN (SELECT a.alias FROM aliases AS a WHERE a.profile = $1::uuid)
            """)
    }

    /// Takes from the queue what nobody states any more: there is nothing to judge, and it may be somebody erased.
    static let dequeueUnstated = Statement(
        "dequeue_unstated", .everywhere,
        """
        DELETE FROM claim_queue AS q
        WHERE NOT EXISTS (SELECT 1 FROM links AS l WHERE l.type = q.type AND l.value = q.value)
            AND NOT EXISTS (
                SELECT 1 FROM conflicts AS c WHERE c.type = q.type AND c.value = q.value AND c.resolved_at IS NULL)
        """)

    static let eraseAliases = Statement("erase_aliases", .everywhere, "DELETE FROM aliases WHERE profile = $1::uuid")
}
