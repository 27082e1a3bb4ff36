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

    /// Numbers go on after those that were put in.
    static let raiseNumber = Statement(
        "raise_number", .everywhere,
        """
        UPDATE counters SET value = GREATEST(value, (SELECT coalesce(max(p.sequence), 0) FROM profiles AS p))
        WHERE name = 'changes'
        """)

    static let tables = Dictionary(uniqueKeysWithValues: StoredTable.all.map { ($0.name, TableStatements($0)) })
}
