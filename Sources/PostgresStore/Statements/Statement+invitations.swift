/// The arms of people who would have been invited.
extension PostgresStatement {
    package static let assignments = PostgresStatement(
        "assignments", .keys,
        """
        SELECT a.type, a.value, a.payload FROM unnest($1::text[], $2::text[]) AS i (type, value)
            JOIN invitations AS a ON a.type = i.type AND a.value = i.value {AND a.value = ANY($2)}
        """)

    package static let saveAssignments = PostgresStatement(
        "save_assignments", .keys,
        """
        INSERT INTO invitations (type, value, changed_at, payload)
        SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bytea[])
        ON CONFLICT (type, value) DO UPDATE SET changed_at = excluded.changed_at, payload = excluded.payload
        """)

    package static let assignmentsInOrder = PostgresStatement(
        "assignments_in_order", .everywhere,
        """
        SELECT a.type, a.value, a.payload FROM invitations AS a WHERE (a.type, a.value) > ($1::text, $2::text)
        ORDER BY a.type, a.value LIMIT $3::bigint
        """)

    package static let forgetAssignments = PostgresStatement(
        "forget_assignments", .everywhere, "DELETE FROM invitations WHERE changed_at < $1::bigint")

    /// Assignments of identifiers that lead to nobody.
    package static let forgetUnlinkedAssignments = PostgresStatement(
        "forget_unlinked_assignments", .keys,
        """
        DELETE FROM invitations AS a USING unnest($1::text[], $2::text[]) AS k (type, value)
        WHERE a.type = k.type AND a.value = k.value {AND a.value = ANY($2)} AND NOT EXISTS (
            SELECT 1 FROM links AS l WHERE l.type = a.type AND l.value = a.value {AND l.value = ANY($2)})
        """)

    /// Assignments of the identifiers of a profile.
    static let eraseAssignments = PostgresStatement(
        "erase_assignments", .everywhere,
        """
        DELETE FROM invitations AS t USING links AS l
        WHERE l.profile = $1::uuid AND t.type = l.type AND t.value = l.value
        """)
}
