import ProfileStore

/// What readers ask for.
extension Statement {
    /// The oldest of the profiles that share an identifier: a weak one may lead to thousands.
    private static func sharers(_ type: String, _ value: String) -> String {
        """
        SELECT DISTINCT s.profile FROM (
            SELECT l.profile FROM links AS l WHERE l.type = \(type) AND l.value = \(value)
            ORDER BY l.type, l.value, l.home LIMIT \(ProfileStoreLimit.sharers)
        ) AS s
        """
    }

    /// The profiles that one identifier ($1, $2) leads to.
    static let sharers = Statement("sharers", .keys, sharers("$1::text", "$2::text"))

    /// The states that identifiers ($1, $2) and ids ($3) lead to, each with the place of what led there: identifiers
    /// count from 1 up, ids from -1 down.
    static let profiles = Statement(
        "profiles", .joined,
        """
        WITH wanted AS MATERIALIZED (
            SELECT i.place, l.profile AS id
                FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS i (type, value, place)
                CROSS JOIN LATERAL (\(sharers("i.type", "i.value"))) AS l
            UNION SELECT -r.place, coalesce(a.profile, r.id)
                FROM unnest($3::uuid[]) WITH ORDINALITY AS r (id, place) LEFT JOIN aliases AS a ON a.alias = r.id
        )
        SELECT w.place, p.state FROM wanted AS w JOIN profiles AS p ON p.id = w.id
        WHERE p.state IS NOT NULL ORDER BY w.place, p.id
        """)

    /// The states that one identifier ($1, $2) leads to, in the form of `profiles`.
    static let profilesOfOne = Statement(
        "profiles_of_one", .joined,
        """
        SELECT 1::bigint, p.state
        FROM (\(sharers("$1::text", "$2::text"))) AS w JOIN profiles AS p ON p.id = w.profile
        WHERE p.state IS NOT NULL ORDER BY p.id
        """)

    /// Sorts the keys, which the index holds, and then reads no more facts than the page has.
    static let factsOfProfile = Statement(
        "facts_of_profile", .everywhere,
        """
        WITH page AS MATERIALIZED (
            SELECT f.kind, f.source, f.id FROM facts AS f
            WHERE f.profile = $1::uuid AND \(isStated) AND (f.kind, f.source, f.id) > ($2::smallint, $3::text, $4::text)
            ORDER BY f.kind, f.source, f.id LIMIT $5::bigint
        )
        SELECT \(factColumns) FROM page AS k
            JOIN facts AS f ON f.kind = k.kind AND f.source = k.source AND f.id = k.id
        ORDER BY f.kind, f.source, f.id
        """)

    static let factsOfKind = Statement(
        "facts_of_kind", .everywhere,
        """
        SELECT \(factColumns) FROM facts AS f
        WHERE f.kind = $1::smallint AND \(isStated) AND (f.kind, f.source, f.id) > ($2::smallint, $3::text, $4::text)
        ORDER BY f.kind, f.source, f.id LIMIT $5::bigint
        """)

    static let conflictColumns = """
        c.kind, c.source, c.id, c.type, c.value, c.rule, c.limited_type, c.profile, c.holder, c.noted_at, c.resolved_at
        """

    static let conflicts = Statement(
        "conflicts", .everywhere,
        """
        SELECT \(conflictColumns) FROM conflicts AS c
        WHERE (c.resolved_at IS NOT NULL) = $1::boolean AND c.noted_at <= $2::bigint
            AND (c.noted_at < $2::bigint OR (c.kind, c.source, c.id) >= ($3::smallint, $4::text, $5::text))
        ORDER BY c.noted_at DESC, c.kind, c.source, c.id, c.type, c.value LIMIT $6::bigint
        """)

    static let claimsOfProfile = Statement(
        "claims_of_profile", .everywhere,
        """
        SELECT \(conflictColumns) FROM conflicts AS c
        WHERE c.profile = $1::uuid AND c.resolved_at IS NULL
            AND (c.kind, c.source, c.id, c.type, c.value) > ($2::smallint, $3::text, $4::text, $5::text, $6::text)
        ORDER BY c.kind, c.source, c.id, c.type, c.value LIMIT $7::bigint
        """)

    static let scan = Statement(
        "scan", .everywhere,
        """
        SELECT p.state FROM profiles AS p
        WHERE p.id > $1::uuid AND p.state IS NOT NULL ORDER BY p.id LIMIT $2::bigint
        """)

    /// The id of no bits is greater than none before it, so the first page asks for it too.
    static let scanFromStart = Statement(
        "scan_from_start", .everywhere,
        "SELECT p.state FROM profiles AS p WHERE p.state IS NOT NULL ORDER BY p.id LIMIT $1::bigint")

    static let profilesToFold = Statement(
        "profiles_to_fold", .everywhere,
        """
        SELECT p.id FROM profiles AS p
        WHERE p.state IS NOT NULL AND p.derivation < $1::bigint ORDER BY p.derivation LIMIT $2::bigint
        """)

    static let countProfilesToFold = Statement(
        "count_profiles_to_fold", .everywhere,
        "SELECT count(*) FROM profiles AS p WHERE p.state IS NOT NULL AND p.derivation < $1::bigint")

    /// So many ($18) of the changes after the stored numbers ($1 to $16), and of each stripe no more than $17.
    static let changes = Statement(
        "changes", .everywhere,
        """
        SELECT c.sequence, c.id, c.version FROM (
        \(Stripe.all.map(changes).joined(separator: " UNION ALL "))) AS c LIMIT $\(Stripe.count + 2)::bigint
        """)

    private static func changes(in stripe: Stripe) -> String {
        """
        (SELECT p.sequence, p.id, p.version FROM profiles AS p
            WHERE p.sequence > $\(stripe.index + 1)::bigint AND p.sequence < \(stripe.end)
            ORDER BY p.sequence LIMIT $\(Stripe.count + 1)::bigint)
        """
    }
}
