/// What is no profile, and is therefore on every machine.
extension Statement {
    static let setting = Statement("setting", .none, "SELECT value FROM settings WHERE name = $1::text")

    static let saveSetting = Statement(
        "save_setting", .none,
        """
        INSERT INTO settings (name, value) VALUES ($1::text, $2::bytea)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value
        """)

    static let keys = Statement("keys", .none, "SELECT payload FROM api_keys ORDER BY created_at, id")

    static let saveKey = Statement(
        "save_key", .none,
        """
        INSERT INTO api_keys (id, created_at, payload) VALUES ($1::text, $2::bigint, $3::bytea)
        ON CONFLICT (id) DO UPDATE SET created_at = excluded.created_at, payload = excluded.payload
        """)

    static let lastMigration = Statement("last_migration", .none, "SELECT max(number) FROM schema_migrations")
}
