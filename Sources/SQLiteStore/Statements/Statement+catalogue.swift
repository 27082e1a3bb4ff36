/// Records about no customer.
extension SQLiteStatement {
    package static let catalogueEntries = SQLiteStatement(
        "SELECT kind, source, id, updated_at, payload FROM catalogue WHERE kind = ? AND source = ? AND id = ?")
    package static let saveCatalogue = SQLiteStatement(
        """
        INSERT INTO catalogue (kind, source, id, updated_at, payload, sequence)
        VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(sequence), 0) + 1 FROM catalogue))
        ON CONFLICT (kind, source, id) DO UPDATE SET updated_at = excluded.updated_at, payload = excluded.payload,
            sequence = excluded.sequence
        """)
    package static let catalogue = SQLiteStatement(
        """
        SELECT kind, source, id, updated_at, payload, sequence FROM catalogue
        WHERE (sequence, kind, source, id) > (?, ?, ?, ?) ORDER BY sequence, kind, source, id LIMIT ?
        """)
}
