/// What readers ask for about one profile. Each statement finds it by itself, by an identifier ($1, $2) or else an id
/// ($3), so that all can be sent at once and answer in one snapshot.
extension Statement {
    /// The ids that the reference leads to, two at most.
    private static let found = """
        found AS MATERIALIZED (
            SELECT DISTINCT l.profile AS id FROM links AS l WHERE l.type = $1::text AND l.value = $2::text
            UNION ALL SELECT coalesce(a.profile, r.id)
                FROM unnest($3::uuid[]) AS r (id) LEFT JOIN aliases AS a ON a.alias = r.id
            LIMIT 2
        )
        """

    /// The id, when it is the only one.
    private static let only = "(SELECT o.id FROM found AS o WHERE (SELECT count(*) FROM found) = 1)"

    /// The states of the profiles that the reference leads to, two at most.
    static let reached = Statement(
        "reached", .everywhere,
        "WITH \(found) SELECT p.state FROM found AS w JOIN profiles AS p ON p.id = w.id WHERE p.state IS NOT NULL")

    static let timeline = Statement(
        "timeline", .everywhere,
        """
        WITH \(found)
        SELECT \(factColumns) FROM facts AS f
        WHERE f.profile = \(only) AND f.kind > 1 AND f.happened_at <= $4::bigint AND \(isStated)
            AND (f.happened_at < $4::bigint OR (f.kind, f.source, f.id) > ($5::smallint, $6::text, $7::text))
        ORDER BY f.happened_at DESC, f.kind, f.source, f.id LIMIT $8::bigint
        """)

    /// Sorts the keys, which the index holds, and then reads no more facts than the page has.
    static let factsOfReached = Statement(
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

    static let linksOfReached = Statement(
        "links_of_reached", .everywhere,
        "WITH \(found) SELECT \(linkColumns) FROM links AS l WHERE l.profile = \(only)")

    /// Merges into the profile or any alias of it.
    static let mergesOfReached = Statement(
        "merges_of_reached", .everywhere,
        """
        WITH \(found), names AS MATERIALIZED (
            SELECT \(only) AS id UNION ALL SELECT a.alias FROM aliases AS a WHERE a.profile = \(only)
        )
        SELECT m.payload FROM names AS n JOIN merges AS m ON m.survivor = n.id
        """)
}
