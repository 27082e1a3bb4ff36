import ProfileCore

/// Claims that were refused, and the queue of those to judge again.
extension PostgresStatement {
    package static let dropClaims = PostgresStatement(
        "drop_claims", .keys,
        """
        DELETE FROM conflicts AS c
        USING unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::text[])
            AS k (kind, source, id, type, value)
        WHERE c.kind = k.kind AND c.source = k.source AND c.id = k.id AND c.type = k.type AND c.value = k.value
            {AND c.value = ANY($5)}
        """)

    /// A claim that is known keeps the time at which it was first refused.
    package static let saveConflicts = PostgresStatement(
        "save_conflicts", .keys,
        """
        \(insertClaims)
        ON CONFLICT (kind, source, id, type, value) DO UPDATE SET rule = excluded.rule,
            limited_type = excluded.limited_type, profile = excluded.profile, holder = excluded.holder,
            resolved_at = excluded.resolved_at
        """)

    /// Claims that facts make of what their profile does not hold: an open one only learns which profile that is.
    package static let noteClaims = PostgresStatement(
        "note_claims", .keys,
        """
        \(insertClaims)
        ON CONFLICT (kind, source, id, type, value) DO UPDATE SET profile = excluded.profile, resolved_at = NULL
        """)

    private static let insertClaims = """
        INSERT INTO conflicts (kind, source, id, type, value, rule, limited_type, profile, holder, noted_at,
            resolved_at)
        SELECT * FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
            $8::uuid[], $9::uuid[], $10::bigint[], $11::bigint[])
        """

    package static let forgetLinks = PostgresStatement(
        "forget_links", .keys,
        """
        DELETE FROM links AS l USING unnest($1::text[], $2::text[], $3::uuid[]) AS k (type, value, profile)
        WHERE l.type = k.type AND l.value = k.value AND l.profile = k.profile {AND l.value = ANY($2)}
        """)

    /// Queues those of the identifiers that somebody claims without holding them.
    package static let queueClaims = PostgresStatement(
        "queue_claims", .keys,
        queue(
            """
            SELECT DISTINCT c.type, c.value, $3::bigint FROM unnest($1::text[], $2::text[]) AS i (type, value)
                JOIN conflicts AS c ON c.type = i.type AND c.value = i.value {AND c.value = ANY($2)}
            WHERE c.resolved_at IS NULL
            """))

    /// Queues whatever is claimed by profiles, or of them.
    package static let queueNamed = PostgresStatement("queue_named", .everywhere, queue(naming))

    /// Queues what of that was refused because the two are too large together.
    package static let queueLightened = PostgresStatement(
        "queue_lightened", .everywhere, queue("\(naming) AND c.rule = '\(Conflict.Rule.size.rawValue)'"))

    private static let naming = """
        SELECT DISTINCT c.type, c.value, $2::bigint FROM conflicts AS c
        WHERE (c.profile = ANY($1::uuid[]) OR c.holder = ANY($1::uuid[])) AND c.resolved_at IS NULL
        """

    package static let queueAllClaims = PostgresStatement(
        "queue_all_claims", .everywhere,
        queue(
            """
            SELECT DISTINCT c.type, c.value, (extract(epoch FROM statement_timestamp()) * 1000)::bigint
            FROM conflicts AS c WHERE c.resolved_at IS NULL
            """))

    /// Rows in one order, so that transactions hardly wait for each other. A stamp never comes back, not even when a
    /// row was judged and queued again.
    private static func queue(_ identifiers: String) -> String {
        """
        INSERT INTO claim_queue (type, value, stamp) \(identifiers) ORDER BY 1, 2
        ON CONFLICT (type, value) DO UPDATE SET stamp = greatest(claim_queue.stamp + 1, excluded.stamp),
            after_at = NULL, after_kind = NULL, after_source = NULL, after_id = NULL, band = NULL
        """
    }

    package static let claimsJudged = PostgresStatement(
        "claims_judged", .keys,
        """
        DELETE FROM claim_queue AS q USING unnest($1::text[], $2::text[], $3::bigint[]) AS k (type, value, stamp)
        WHERE q.type = k.type AND q.value = k.value AND q.stamp = k.stamp {AND q.value = ANY($2)}
        """)

    package static let claimsJudgedUpTo = PostgresStatement(
        "claims_judged_up_to", .keys,
        """
        UPDATE claim_queue AS q
        SET after_at = k.at, after_kind = k.kind, after_source = k.source, after_id = k.id, band = k.band
        FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::smallint[], $6::text[], $7::text[],
            $8::smallint[]) AS k (type, value, stamp, at, kind, source, id, band)
        WHERE q.type = k.type AND q.value = k.value AND q.stamp = k.stamp {AND q.value = ANY($2)}
        """)

    package static let claimQueue = PostgresStatement(
        "claim_queue", .everywhere,
        """
        SELECT \(placeColumns) FROM claim_queue AS q WHERE q.band IS NULL ORDER BY q.type, q.value LIMIT $1::bigint
        """)

    private static let placeColumns = """
        q.type, q.value, q.stamp, q.after_kind IS NOT NULL, coalesce(q.after_at, 0),
        coalesce(q.after_kind, 1::smallint), coalesce(q.after_source, ''), coalesce(q.after_id, ''),
        q.band::bigint
        """

    /// The first of the places whose claims are compared.
    package static let comparedPlace = PostgresStatement(
        "compared_place", .everywhere,
        """
        SELECT \(placeColumns) FROM claim_queue AS q
        WHERE q.band IS NOT NULL ORDER BY q.type, q.value LIMIT 1
        """)

    /// A page of an identifier's claims after a place, of customers who may be one with others who make the same.
    package static let comparedClaims = PostgresStatement(
        "compared_claims", .keys,
        """
        SELECT \(conflictColumns) FROM conflicts AS c
        WHERE \(isComparable) AND \(isAfter) ORDER BY c.noted_at, c.kind, c.source, c.id LIMIT $7::bigint
        """)

    /// So many of its newest claims ($3) after as many bands ($4).
    package static let comparedBand = PostgresStatement(
        "compared_band", .keys,
        """
        SELECT \(conflictColumns) FROM (
            SELECT \(conflictColumns) FROM conflicts AS c
            WHERE \(isComparable)
            ORDER BY c.noted_at DESC, c.kind DESC, c.source DESC, c.id DESC
            LIMIT $3::bigint OFFSET $4::bigint * $3::bigint
        ) AS c
        ORDER BY c.noted_at, c.kind, c.source, c.id
        """)

    private static let isComparable = """
        c.type = $1::text AND c.value = $2::text AND c.resolved_at IS NULL AND c.kind = 1
            AND c.rule = '\(Conflict.Rule.uncorroborated.rawValue)'
        """

    private static let isAfter = """
        (c.noted_at, c.kind, c.source, c.id) > ($3::bigint, $4::smallint, $5::text, $6::text)
        """

    /// The next open claims of an identifier after a place.
    package static let dueClaims = PostgresStatement(
        "due_claims", .keys,
        """
        SELECT \(conflictColumns) FROM conflicts AS c
        WHERE c.type = $1::text AND c.value = $2::text AND c.resolved_at IS NULL AND \(isAfter)
        ORDER BY c.noted_at, c.kind, c.source, c.id LIMIT $7::bigint
        """)

    package static let queuedClaims = PostgresStatement(
        "queued_claims", .everywhere, "SELECT count(*) FROM claim_queue")

    /// The oldest of the profiles that claim each of some identifiers.
    package static let claimants = PostgresStatement(
        "claimants", .joined, single: claimantsOfOne,
        """
        SELECT i.type, i.value, w.profile FROM unnest($1::text[], $2::text[]) AS i (type, value)
            CROSS JOIN LATERAL (\(claiming("i.type", "i.value"))) AS w
        """)

    static let claimantsOfOne = PostgresStatement(
        "claimants_of_one", .keys,
        "SELECT $1::text, $2::text, w.profile FROM (\(claiming("$1::text", "$2::text"))) AS w")

    /// Each is looked up by index: one profile may make ten thousand claims.
    private static func claiming(_ type: String, _ value: String) -> String {
        let claimant = """
            SELECT c.profile FROM conflicts AS c
            WHERE c.type = \(type) AND c.value = \(value) AND c.resolved_at IS NULL
                AND c.profile IS DISTINCT FROM c.holder
            """
        return """
            WITH RECURSIVE claimants (profile) AS (
                (\(claimant) ORDER BY c.profile LIMIT 1)
                UNION ALL SELECT (\(claimant) AND c.profile > p.profile ORDER BY c.profile LIMIT 1)
                FROM claimants AS p WHERE p.profile IS NOT NULL
            )
            SELECT a.profile FROM claimants AS a WHERE a.profile IS NOT NULL LIMIT \(ProfileState.claimantLimit)
            """
    }
}
