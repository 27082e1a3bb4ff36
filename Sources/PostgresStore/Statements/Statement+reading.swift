import ProfileCore
import ProfileStore
import SQLStore

/// What readers ask for.
extension PostgresStatement {
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
    static let sharers = PostgresStatement("sharers", .keys, sharers("$1::text", "$2::text"))

    /// The states that identifiers ($1, $2) and ids ($3) lead to, each with the place of what led there: identifiers
    /// count from 1 up, ids from -1 down.
    static let profiles = PostgresStatement(
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
    static let profilesOfOne = PostgresStatement(
        "profiles_of_one", .joined,
        """
        SELECT 1::bigint, p.state
        FROM (\(sharers("$1::text", "$2::text"))) AS w JOIN profiles AS p ON p.id = w.profile
        WHERE p.state IS NOT NULL ORDER BY p.id
        """)

    /// Sorts the keys, which the index holds, and then reads no more facts than the page has.
    package static let factsOfProfile = PostgresStatement(
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

    package static let factsOfKind = PostgresStatement(
        "facts_of_kind", .everywhere,
        """
        SELECT \(factColumns) FROM facts AS f
        WHERE f.kind = $1::smallint AND (f.source, f.id) > ($2::text, $3::text) AND \(isStated)
        ORDER BY f.source, f.id LIMIT $4::bigint
        """)

    package static let factsBeginning = PostgresStatement(
        "facts_beginning", .everywhere,
        """
        SELECT \(factColumns)
        FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[]) AS k (kind, source, first, last)
            JOIN facts AS f ON f.kind = k.kind AND f.source = k.source AND f.id >= k.first AND f.id < k.last
        WHERE \(isStated)
        ORDER BY f.id LIMIT $5::bigint
        """)

    static let conflictColumns = """
        c.kind, c.source, c.id, c.type, c.value, c.rule, c.limited_type, c.profile, c.holder, c.noted_at, c.resolved_at
        """

    package static let conflicts = PostgresStatement(
        "conflicts", .everywhere,
        """
        SELECT \(conflictColumns) FROM conflicts AS c
        WHERE (c.resolved_at IS NOT NULL) = $1::boolean AND c.noted_at <= $2::bigint
            AND (c.noted_at < $2::bigint OR (c.kind, c.source, c.id) >= ($3::smallint, $4::text, $5::text))
        ORDER BY c.noted_at DESC, c.kind, c.source, c.id, c.type, c.value LIMIT $6::bigint
        """)

    package static let claimsOfProfile = PostgresStatement(
        "claims_of_profile", .everywhere,
        """
        SELECT \(conflictColumns) FROM conflicts AS c
        WHERE c.profile = $1::uuid AND c.resolved_at IS NULL
            AND (c.kind, c.source, c.id, c.type, c.value) > ($2::smallint, $3::text, $4::text, $5::text, $6::text)
        ORDER BY c.kind, c.source, c.id, c.type, c.value LIMIT $7::bigint
        """)

    package static let scan = PostgresStatement(
        "scan", .everywhere,
        """
        SELECT p.state FROM profiles AS p
        WHERE p.id > $1::uuid AND p.state IS NOT NULL ORDER BY p.id LIMIT $2::bigint
        """)

    /// No id is less than the one of all zeros, so `scan` cannot give it: the first page has no lower bound.
    package static let scanFromStart = PostgresStatement(
        "scan_from_start", .everywhere,
        "SELECT p.state FROM profiles AS p WHERE p.state IS NOT NULL ORDER BY p.id LIMIT $1::bigint")

    /// The index that finds these holds no others.
    private static let isToFold = "p.state IS NOT NULL AND p.derivation < \(ProfileSummary.derivation)"

    package static let profilesToFold = PostgresStatement(
        "profiles_to_fold", .everywhere,
        """
        SELECT p.id FROM profiles AS p
        WHERE \(isToFold) AND p.derivation < $1::bigint ORDER BY p.derivation LIMIT $2::bigint
        """)

    package static let countProfilesToFold = PostgresStatement(
        "count_profiles_to_fold", .everywhere,
        "SELECT count(*) FROM profiles AS p WHERE \(isToFold) AND p.derivation < $1::bigint")

    /// So many ($18) of the changes after the stored numbers ($1 to $16), and of each stripe no more than $17.
    static let changes = PostgresStatement(
        "changes", .everywhere,
        """
        SELECT c.sequence, c.id, c.version FROM (
        \(Stripe.all.map(changes).joined(separator: " UNION ALL "))) AS c LIMIT $\(Stripe.count + 2)::bigint
        """)

    /// `share` bounds what is read of each stripe.
    static func changes(after position: FeedPosition, limit: Int, share: Int) -> Call {
        changes {
            for stripe in Stripe.all { $0.add(stripe.base + position[stripe.index]) }
            $0.add(share)
            $0.add(limit)
        }
    }

    private static func changes(in stripe: Stripe) -> String {
        """
        (SELECT p.sequence, p.id, p.version FROM profiles AS p
            WHERE p.sequence > $\(stripe.index + 1)::bigint AND p.sequence < \(stripe.end)
            ORDER BY p.sequence LIMIT $\(Stripe.count + 1)::bigint)
        """
    }
}

/// What readers ask for about one profile. Each statement finds it by itself, by an identifier ($1, $2) or else an id
/// ($3), so that all can be sent at once and answer in one snapshot.
extension PostgresStatement {
    /// The ids that the reference leads to, two at most.
    private static let found = """
        found AS MATERIALIZED (
            SELECT DISTINCT l.profile AS id FROM links AS l WHERE l.type = $1::text AND l.value = $2::text
            UNION ALL SELECT coalesce(a.profile, r.id)
                FROM unnest(ARRAY[$3::uuid]) AS r (id) LEFT JOIN aliases AS a ON a.alias = r.id
                WHERE r.id IS NOT NULL
            LIMIT 2
        )
        """

    /// The id, when it is the only one.
    private static let only = "(SELECT o.id FROM found AS o WHERE (SELECT count(*) FROM found) = 1)"

    /// The states of the profiles that the reference leads to, two at most.
    package static let reached = PostgresStatement(
        "reached", .everywhere,
        "WITH \(found) SELECT p.state FROM found AS w JOIN profiles AS p ON p.id = w.id WHERE p.state IS NOT NULL")

    package static let timeline = PostgresStatement(
        "timeline", .everywhere,
        """
        WITH \(found)
        SELECT \(factColumns) FROM facts AS f
        WHERE f.profile = \(only) AND f.kind > 1 AND f.happened_at <= $4::bigint AND \(isStated)
            AND (f.happened_at < $4::bigint OR (f.kind, f.source, f.id) > ($5::smallint, $6::text, $7::text))
        ORDER BY f.happened_at DESC, f.kind, f.source, f.id LIMIT $8::bigint
        """)

    /// The index tells kinds apart, so that facts of others are passed over and not read.
    package static let latestOfKind = PostgresStatement(
        "latest_of_kind", .everywhere,
        """
        WITH \(found)
        SELECT \(factColumns) FROM facts AS f
        WHERE f.profile = \(only) AND f.kind = $4::smallint AND f.happened_at <= $5::bigint AND \(isStated)
        ORDER BY f.happened_at DESC, f.kind, f.source, f.id LIMIT $6::bigint
        """)

    /// Sorts the keys, which the index holds, and then reads no more facts than the page has.
    package static let factsOfReached = PostgresStatement(
        "facts_of_reached", .everywhere,
        """
        WITH \(found), page AS MATERIALIZED (
            SELECT f.kind, f.source, f.id FROM facts AS f
            WHERE f.profile = \(only) AND \(isStated) AND (f.kind, f.source, f.id) > ($4::smallint, $5::text, $6::text)
            ORDER BY f.kind, f.source, f.id LIMIT $7::bigint
        )
        SELECT \(factColumns) FROM page AS k
            JOIN facts AS f ON f.kind = k.kind AND f.source = k.source AND f.id = k.id
        ORDER BY f.kind, f.source, f.id
        """)

    package static let linksOfReached = PostgresStatement(
        "links_of_reached", .everywhere,
        "WITH \(found) SELECT \(linkColumns) FROM links AS l WHERE l.profile = \(only)")

    /// Merges into the profile or any alias of it.
    package static let mergesOfReached = PostgresStatement(
        "merges_of_reached", .everywhere,
        """
        WITH \(found), names AS MATERIALIZED (
            SELECT \(only) AS id UNION ALL SELECT a.alias FROM aliases AS a WHERE a.profile = \(only)
        )
        SELECT m.payload FROM names AS n JOIN merges AS m ON m.survivor = n.id
        """)
}
