import ProfileCore
import ProfileStore

/// What a decision has to see.
extension PostgresStatement {
    static let factColumns = """
        f.kind, f.source, f.id, f.profile, f.home, f.updated_at, f.received_at, f.basis_type, f.basis_value, f.payload
        """

    package static let facts = PostgresStatement(
        "facts", .keys,
        """
        SELECT f.happened_at, \(factColumns)
        FROM unnest($1::smallint[], $2::text[], $3::text[]) AS k (kind, source, id)
            JOIN facts AS f ON f.kind = k.kind AND f.source = k.source AND f.id = k.id {AND f.id = ANY($3)}
        """)

    /// The present moment of the server, in milliseconds since 1970-01-01T00:00Z. Asked for once the locks are held, so
    /// that of two writers who wait for each other the second one is later.
    static let moment = PostgresStatement("moment", .none, "SELECT \(ChangeChannel.clock) / 1000")

    /// Whether a row is a fact and not the memory of one that was withdrawn, which happened before all others.
    static let isStated = "f.happened_at > \(Timestamp.withdrawn.milliseconds)"

    static let linkColumns = """
        l.type, l.value, l.profile, l.home, l.stated_kind, l.stated_source, l.stated_id, l.linked_at
        """

    package static let links = PostgresStatement(
        "links", .keys,
        """
        SELECT \(linkColumns) FROM unnest($1::text[], $2::text[]) AS i (type, value)
            JOIN links AS l ON l.type = i.type AND l.value = i.value {AND l.value = ANY($2)}
        """)

    package static let aliases = PostgresStatement(
        "aliases", .keys,
        "SELECT a.alias, a.profile FROM aliases AS a WHERE a.alias = ANY($1::uuid[])")

    /// The states of the profiles that identifiers, facts and ids lead to.
    static let namedProfiles = PostgresStatement(
        "named_profiles", .joined,
        """
        WITH \(named)
        SELECT p.state FROM named AS n JOIN profiles AS p ON p.id = n.id WHERE p.state IS NOT NULL
        """)

    package static let profilesByID = PostgresStatement(
        "profiles_by_id", .keys,
        "SELECT p.state FROM profiles AS p WHERE p.id = ANY($1::uuid[]) AND p.state IS NOT NULL")

    /// Whether there are separations, and erasures that hold. Hardly any deployment has many; most have none.
    package static let rarities = PostgresStatement(
        "rarities", .none,
        """
        SELECT EXISTS (SELECT 1 FROM separations), EXISTS (SELECT 1 FROM erasures WHERE lifted_at IS NULL)
        """)

    package static let separations = PostgresStatement(
        "separations", .none,
        """
        SELECT s.first, s.second, s.first_fact, s.second_fact FROM separations AS s
        WHERE s.first = ANY($1::uuid[]) OR s.second = ANY($1::uuid[]) ORDER BY 1, 2
        """)

    package static let merges = PostgresStatement(
        "merges", .everywhere,
        """
        SELECT m.payload FROM merges AS m WHERE m.absorbed = ANY($1::uuid[]) OR m.survivor = ANY($1::uuid[])
        """)
}

/// Tallies that lie in rows of their own.
extension PostgresStatement {
    package static let tallies = PostgresStatement(
        "tallies", .keys,
        """
        SELECT t.profile, t.kind, t.name, t.payload
        FROM unnest($1::uuid[], $2::smallint[], $3::text[]) AS k (profile, kind, name)
            JOIN tallies AS t ON t.profile = k.profile AND t.kind = k.kind AND t.name = k.name
                {AND t.profile = ANY($1)}
        """)

    /// So many of the first of each of some kinds and profiles.
    package static let foremostTallies = PostgresStatement(
        "foremost_tallies", .joined, single: foremostTalliesOfOne,
        """
        SELECT t.profile, t.kind, t.name, t.payload
        FROM unnest($1::uuid[], $2::smallint[], $3::bigint[]) AS k (profile, kind, number)
            CROSS JOIN LATERAL (\(foremost(of: "k.profile", "k.kind", limit: "k.number"))) AS t
        """)

    static let foremostTalliesOfOne = PostgresStatement(
        "foremost_tallies_of_one", .keys, foremost(of: "$1::uuid", "$2::smallint", limit: "$3::bigint"))

    private static func foremost(of profile: String, _ kind: String, limit: String) -> String {
        """
        SELECT t.profile, t.kind, t.name, t.payload FROM tallies AS t
        WHERE t.profile = \(profile) AND t.kind = \(kind)
        ORDER BY t.rank DESC, t.rank_at DESC, t.name LIMIT \(limit)
        """
    }
    /// A page of the rows of a profile, ascending.
    package static let talliesOfProfile = PostgresStatement(
        "tallies_of_profile", .keys,
        """
        SELECT t.profile, t.kind, t.name, t.payload FROM tallies AS t
        WHERE t.profile = $1::uuid AND (t.kind, t.name) > ($2::smallint, $3::text)
        ORDER BY t.kind, t.name LIMIT $4::bigint
        """)

    package static let clearTallies = PostgresStatement(
        "clear_tallies", .keys,
        """
        DELETE FROM tallies AS t USING unnest($1::uuid[], $2::smallint[]) AS k (profile, kind)
        WHERE t.profile = k.profile AND t.kind = k.kind {AND t.profile = ANY($1)}
        """)

    package static let saveTallies = PostgresStatement(
        "save_tallies", .keys,
        """
        INSERT INTO tallies (profile, kind, name, rank, rank_at, payload)
        SELECT * FROM unnest($1::uuid[], $2::smallint[], $3::text[], $4::bigint[], $5::bigint[], $6::bytea[])
        ON CONFLICT (profile, kind, name) DO UPDATE SET rank = excluded.rank, rank_at = excluded.rank_at,
            payload = excluded.payload
        """)

    package static let removeTallies = PostgresStatement(
        "remove_tallies", .keys,
        """
        DELETE FROM tallies AS t USING unnest($1::uuid[], $2::smallint[], $3::text[]) AS k (profile, kind, name)
        WHERE t.profile = k.profile AND t.kind = k.kind AND t.name = k.name {AND t.profile = ANY($1)}
        """)

    static let eraseTallies = PostgresStatement(
        "erase_tallies", .keys, "DELETE FROM tallies AS t WHERE t.profile = $1::uuid")
}
