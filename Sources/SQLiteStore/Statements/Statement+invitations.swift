/// The arms of people who would have been invited.
extension SQLiteStatement {
    package static let assignments = SQLiteStatement(
        "SELECT type, value, payload FROM invitations WHERE type = ? AND value = ?")
    package static let saveAssignments = SQLiteStatement(
        """
        INSERT INTO invitations (type, value, changed_at, payload) VALUES (?, ?, ?, ?)
        ON CONFLICT (type, value) DO UPDATE SET changed_at = excluded.changed_at, payload = excluded.payload
        """)
    package static let assignmentsInOrder = SQLiteStatement(
        "SELECT type, value, payload FROM invitations WHERE (type, value) > (?, ?) ORDER BY type, value LIMIT ?")
    package static let forgetAssignments = SQLiteStatement("DELETE FROM invitations WHERE changed_at < ?")
    /// Assignments of identifiers that lead to nobody.
    package static let forgetUnlinkedAssignments = SQLiteStatement(
        """
        DELETE FROM invitations WHERE type = ?1 AND value = ?2
            AND NOT EXISTS (SELECT 1 FROM links WHERE type = ?1 AND value = ?2)
        """)
}
