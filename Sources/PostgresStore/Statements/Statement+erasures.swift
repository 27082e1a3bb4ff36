/// What is known of people who were erased.
extension Statement {
    static let tombstones = Statement(
        "tombstones", .keys,
        "SELECT DISTINCT t.hash FROM tombstones AS t WHERE t.hash = ANY($1::uuid[])")

    static let erasuresBehind = Statement(
        "erasures_behind", .keys,
        """
        SELECT t.hash, t.erasure FROM tombstones AS t WHERE t.hash = ANY($1::uuid[]) ORDER BY t.hash, t.erasure
        """)

    static let tombstonesOf = Statement(
        "tombstones_of", .everywhere,
        """
        SELECT t.hash FROM tombstones AS t WHERE t.erasure = $1::text AND t.hash > $2::uuid
        ORDER BY t.hash LIMIT $3::bigint
        """)

    static let tombstonesFromStart = Statement(
        "tombstones_from_start", .everywhere,
        "SELECT t.hash FROM tombstones AS t WHERE t.erasure = $1::text ORDER BY t.hash LIMIT $2::bigint")

    static let saveTombstones = Statement(
        "save_tombstones", .keys,
        """
        INSERT INTO tombstones (hash, erasure) SELECT h, $2::text FROM unnest($1::uuid[]) AS h
        ON CONFLICT (hash, erasure) DO NOTHING
        """)

    static let removeTombstones = Statement(
        "remove_tombstones", .everywhere, "DELETE FROM tombstones WHERE erasure = $1::text")

    /// A lifting that is not set is null.
    static let saveErasure = Statement(
        "save_erasure", .none,
        """
        INSERT INTO erasures (id, erased_at, lifted_at, payload)
        SELECT $1::text, $2::bigint, (SELECT l FROM unnest($3::bigint[]) AS l), $4::bytea
        ON CONFLICT (id) DO UPDATE SET erased_at = excluded.erased_at, lifted_at = excluded.lifted_at,
            payload = excluded.payload
        """)

    static let erasure = Statement("erasure", .none, "SELECT payload FROM erasures WHERE id = $1::text")

    static let erasures = Statement(
        "erasures", .none,
        """
        SELECT payload FROM erasures WHERE erased_at <= $1::bigint AND (erased_at < $1::bigint OR id > $2::text)
        ORDER BY erased_at DESC, id LIMIT $3::bigint
        """)

    /// Unless it is there already.
    static let keepSetting = Statement(
        "keep_setting", .none,
        "INSERT INTO settings (name, value) VALUES ($1::text, $2::bytea) ON CONFLICT (name) DO NOTHING")
}
