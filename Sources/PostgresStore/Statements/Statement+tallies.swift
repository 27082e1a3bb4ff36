/// Tallies that lie in rows of their own.
extension Statement {
    static let tallies = Statement(
        "tallies", .keys,
        """
        SELECT t.profile, t.kind::bigint, t.name, t.payload
        FROM unnest($1::uuid[], $2::smallint[], $3::text[]) AS k (profile, kind, name)
            JOIN tallies AS t ON t.profile = k.profile AND t.kind = k.kind AND t.name = k.name
                {AND t.profile = ANY($1)}
        """)

    /// So many of the first of a kind of a profile.
    static let foremostTallies = Statement(
        "foremost_tallies", .keys,
        """
        SELECT t.profile, t.kind::bigint, t.name, t.payload FROM tallies AS t
        WHERE t.profile = $1::uuid AND t.kind = $2::smallint
        ORDER BY t.rank DESC, t.rank_at DESC, t.name LIMIT $3::bigint
        """)

    /// A page of the rows of a profile, ascending.
    static let talliesOfProfile = Statement(
        "tallies_of_profile", .keys,
        """
        SELECT t.profile, t.kind::bigint, t.name, t.payload FROM tallies AS t
        WHERE t.profile = $1::uuid AND (t.kind, t.name) > ($2::smallint, $3::text)
        ORDER BY t.kind, t.name LIMIT $4::bigint
        """)

    static let clearTallies = Statement(
        "clear_tallies", .keys,
        """
        DELETE FROM tallies AS t USING unnest($1::uuid[], $2::smallint[]) AS k (profile, kind)
        WHERE t.profile = k.profile AND t.kind = k.kind {AND t.profile = ANY($1)}
        """)

    static let saveTallies = Statement(
        "save_tallies", .keys,
        """
        INSERT INTO tallies (profile, kind, name, rank, rank_at, payload)
        SELECT * FROM unnest($1::uuid[], $2::smallint[], $3::text[], $4::bigint[], $5::bigint[], $6::bytea[])
        ON CONFLICT (profile, kind, name) DO UPDATE SET rank = excluded.rank, rank_at = excluded.rank_at,
            payload = excluded.payload
        """)

    static let removeTallies = Statement(
        "remove_tallies", .keys,
        """
        DELETE FROM tallies AS t USING unnest($1::uuid[], $2::smallint[], $3::text[]) AS k (profile, kind, name)
        WHERE t.profile = k.profile AND t.kind = k.kind AND t.name = k.name {AND t.profile = ANY($1)}
        """)

    static let eraseTallies = Statement("erase_tallies", .keys, "DELETE FROM tallies AS t WHERE t.profile = $1::uuid")
}
