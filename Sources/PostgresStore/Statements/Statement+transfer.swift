import ProfileStore

/// What moves rows as they are, from one store to another.
extension Statement {
    /// Tells one database from others, also on its replicas.
    static let identity = Statement(
        "identity", .none,
        "SELECT current_database()::text, m.applied_at FROM schema_migrations AS m WHERE m.number = 1")

    /// Whoever reads for long may be slow between two pages.
    static let bePatient = Statement(
        "be_patient", .none,
        """
        SELECT set_config('idle_in_transaction_session_timeout', '0', true),
            set_config('statement_timeout', '0', true)
        """)

    /// Keeps the copy that goes on here from being ended by somebody else. What is lost with the server before the copy
    /// is finished will be written again, so that nobody needs to wait for it.
    static let holdTransfer = Statement(
        "hold_transfer", .none,
        """
        SELECT set_config('synchronous_commit', 'off', true) FROM settings
        WHERE name = '\(StoredSetting.transfer)' FOR SHARE
        """)

    static let endTransfer = Statement(
        "end_transfer", .none, "DELETE FROM settings WHERE name = '\(StoredSetting.transfer)'")

    /// Numbers of a stripe ($1) go on after those that were put in, whose stored form lies between $2 and $3.
    static let raiseNumbers = Statement(
        "raise_numbers", .everywhere,
        """
        UPDATE counters SET value = GREATEST(value, (
            SELECT max(p.sequence) - $2::bigint FROM profiles AS p
            WHERE p.sequence > $2::bigint AND p.sequence < $3::bigint))
        WHERE name = $1::text
        """)

    static let tables = Dictionary(uniqueKeysWithValues: StoredTable.all.map { ($0.name, TableStatements($0)) })
}
