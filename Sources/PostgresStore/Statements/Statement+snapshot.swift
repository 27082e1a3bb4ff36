import ProfileCore
import ProfileStore

/// What a decision has to see.
extension Statement {
    static let factColumns = """
        f.kind, f.source, f.id, f.profile, f.home, f.updated_at, f.received_at, f.basis_type, f.basis_value, f.payload
        """

    static let facts = Statement(
        "facts", .keys,
        """
        SELECT f.happened_at, \(factColumns)
        FROM unnest($1::smallint[], $2::text[], $3::text[]) AS k (kind, source, id)
            JOIN facts AS f ON f.kind = k.kind AND f.source = k.source AND f.id = k.id {AND f.id = ANY($3)}
        """)

    /// The present moment of the server, in milliseconds since 1970-01-01T00:00Z. Asked for once the locks are held, so
    /// that of two writers who wait for each other the second one is later.
    static let moment = Statement("moment", .none, "SELECT \(ChangeChannel.clock) / 1000")

    /// Whether a row is a fact and not the memory of one that was withdrawn, which happened before all others.
    static let isStated = "f.happened_at > \(Timestamp.withdrawn.milliseconds)"

    static let linkColumns = """
        l.type, l.value, l.profile, l.home, l.stated_kind, l.stated_source, l.stated_id, l.linked_at
        """

    static let links = Statement(
        "links", .keys,
        """
        SELECT \(linkColumns) FROM unnest($1::text[], $2::text[]) AS i (type, value)
            JOIN links AS l ON l.type = i.type AND l.value = i.value {AND l.value = ANY($2)}
        """)

    static let aliases = Statement(
        "aliases", .keys,
        "SELECT a.alias, a.profile FROM aliases AS a WHERE a.alias = ANY($1::uuid[])")

    /// The states of the profiles that identifiers, facts and ids lead to.
    static let namedProfiles = Statement(
        "named_profiles", .joined,
        """
        WITH \(named)
        SELECT p.state FROM named AS n JOIN profiles AS p ON p.id = n.id WHERE p.state IS NOT NULL
        """)

    static let profilesByID = Statement(
        "profiles_by_id", .keys,
        "SELECT p.state FROM profiles AS p WHERE p.id = ANY($1::uuid[]) AND p.state IS NOT NULL")

    /// Whether there are separations, and erasures that hold. Hardly any deployment has many; most have none.
    static let rarities = Statement(
        "rarities", .none,
        """
        SELECT EXISTS (SELECT 1 FROM separations), EXISTS (SELECT 1 FROM erasures WHERE lifted_at IS NULL)
        """)

    static let separations = Statement(
        "separations", .none,
        """
        SELECT s.first, s.second, s.first_fact, s.second_fact FROM separations AS s
        WHERE s.first = ANY($1::uuid[]) OR s.second = ANY($1::uuid[]) ORDER BY 1, 2
        """)

    static let merges = Statement(
        "merges", .everywhere,
        """
        SELECT m.payload FROM merges AS m WHERE m.absorbed = ANY($1::uuid[]) OR m.survivor = ANY($1::uuid[])
        """)
}
