import ProfileCore
import ProfileStore

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

    /// Until the transaction ends, others only read the keys.
    static let holdKeys = Statement("hold_keys", .none, "LOCK TABLE api_keys IN SHARE ROW EXCLUSIVE MODE")

    static let saveKey = Statement(
        "save_key", .none,
        """
        INSERT INTO api_keys (id, created_at, payload) VALUES ($1::text, $2::bigint, $3::bytea)
        ON CONFLICT (id) DO UPDATE SET created_at = excluded.created_at, payload = excluded.payload
        """)

    static let lastMigration = Statement("last_migration", .none, "SELECT max(number) FROM schema_migrations")
}

extension Statement {
    static func saving(_ key: APIKey) -> Call {
        saveKey {
            $0.add(key.id)
            $0.add(key.createdAt.milliseconds)
            $0.add(Stored.bytes(of: key))
        }
    }
}
