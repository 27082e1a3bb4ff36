/// Records about no customer, which are on every machine.
extension PostgresStatement {
    package static let catalogueEntries = PostgresStatement(
        "catalogue_entries", .none,
        """
        SELECT c.kind, c.source, c.id, c.updated_at, c.payload
        FROM unnest($1::smallint[], $2::text[], $3::text[]) AS k (kind, source, id)
            JOIN catalogue AS c ON c.kind = k.kind AND c.source = k.source AND c.id = k.id
        """)

    /// Until the transaction ends, others only read: whoever reads up to a number has all before it.
    static let holdCatalogue = PostgresStatement(
        "hold_catalogue", .none, "LOCK TABLE catalogue IN SHARE ROW EXCLUSIVE MODE")

    package static let saveCatalogue = PostgresStatement(
        "save_catalogue", .none,
        """
        INSERT INTO catalogue (kind, source, id, updated_at, payload, sequence)
        SELECT k.*, (SELECT coalesce(max(c.sequence), 0) + 1 FROM catalogue AS c)
        FROM unnest($1::smallint[], $2::text[], $3::text[], $4::bigint[], $5::bytea[]) AS k
        ON CONFLICT (kind, source, id) DO UPDATE SET updated_at = excluded.updated_at, payload = excluded.payload,
            sequence = excluded.sequence
        """)

    package static let catalogue = PostgresStatement(
        "catalogue", .none,
        """
        SELECT kind, source, id, updated_at, payload, sequence FROM catalogue
        WHERE (sequence, kind, source, id) > ($1::bigint, $2::smallint, $3::text, $4::text)
        ORDER BY sequence, kind, source, id LIMIT $5::bigint
        """)
}
