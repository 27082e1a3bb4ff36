package import ProfileStore
package import SQLStore

/// What is no profile, and is therefore on every machine.
extension PostgresStatement {
    package static let setting = PostgresStatement("setting", .none, "SELECT value FROM settings WHERE name = $1::text")

    package static let saveSetting = PostgresStatement(
        "save_setting", .none,
        """
        INSERT INTO settings (name, value) VALUES ($1::text, $2::bytea)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value
        """)

    package static let keys = PostgresStatement("keys", .none, "SELECT payload FROM api_keys ORDER BY created_at, id")

    /// Until the transaction ends, others only read the keys.
    static let holdKeys = PostgresStatement("hold_keys", .none, "LOCK TABLE api_keys IN SHARE ROW EXCLUSIVE MODE")

    package static let saveKey = PostgresStatement(
        "save_key", .none,
        """
        INSERT INTO api_keys (id, created_at, payload) VALUES ($1::text, $2::bigint, $3::bytea)
        ON CONFLICT (id) DO UPDATE SET created_at = excluded.created_at, payload = excluded.payload
        """)

    package static let saveSession = PostgresStatement(
        "save_session", .none,
        """
        INSERT INTO sessions (id, created_at, expires_at, payload) VALUES ($1::text, $2::bigint, $3::bigint, $4::bytea)
        ON CONFLICT (id) DO UPDATE SET created_at = excluded.created_at, expires_at = excluded.expires_at,
            payload = excluded.payload
        """)

    package static let session = PostgresStatement(
        "session", .none, "SELECT payload FROM sessions WHERE id = $1::text")

    package static let sessions = PostgresStatement(
        "sessions", .none,
        """
        SELECT payload FROM sessions
        WHERE expires_at > $1::bigint AND created_at <= $2::bigint AND (created_at < $2::bigint OR id > $3::text)
        ORDER BY created_at DESC, id LIMIT $4::bigint
        """)

    package static let removeSession = PostgresStatement(
        "remove_session", .none, "DELETE FROM sessions WHERE id = $1::text RETURNING true")

    package static let removeSessionsOver = PostgresStatement(
        "remove_sessions_over", .none, "DELETE FROM sessions WHERE expires_at <= $1::bigint")

    package static let saveTicket = PostgresStatement(
        "save_ticket", .none,
        """
        INSERT INTO tickets (id, expires_at, payload) VALUES ($1::text, $2::bigint, $3::bytea)
        ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at, payload = excluded.payload
        """)

    package static let takeTicket = PostgresStatement(
        "take_ticket", .none, "DELETE FROM tickets WHERE id = $1::text RETURNING payload")

    package static let removeTicketsOver = PostgresStatement(
        "remove_tickets_over", .none, "DELETE FROM tickets WHERE expires_at <= $1::bigint")

    package static let lastMigration = PostgresStatement(
        "last_migration", .none, "SELECT max(number) FROM schema_migrations")
}

extension PostgresStatement {
    static let listen = PostgresStatement("listen", .none, "LISTEN \(ChangeChannel.name)")

    /// Tells other nodes a position ($1) and the present moment. It need not be durable, since the pulse repeats the
    /// position.
    static let tellNumber = PostgresStatement(
        "tell_number", .none,
        """
        SELECT set_config('synchronous_commit', 'off', true),
            pg_notify('\(ChangeChannel.name)', concat($1::text, ' ', \(ChangeChannel.clock)))
        """)

    /// The last number of each stripe, the server's clock, and the moment the database was made, which identifies it.
    static let pulse = PostgresStatement(
        "pulse", .none,
        """
        SELECT c.name, c.value, \(ChangeChannel.clock), m.applied_at FROM counters AS c, schema_migrations AS m
        WHERE m.number = 1
        """)
}

/// What moves rows as they are, from one store to another.
extension PostgresStatement {
    /// Tells one database from others, also on its replicas.
    package static let identity = PostgresStatement(
        "identity", .none,
        "SELECT 'postgres:' || current_database(), m.applied_at FROM schema_migrations AS m WHERE m.number = 1")

    /// A long read may be slow between two pages.
    static let bePatient = PostgresStatement(
        "be_patient", .none,
        """
        SELECT set_config('idle_in_transaction_session_timeout', '0', true),
            set_config('statement_timeout', '0', true)
        """)

    /// Keeps the copy that goes on here from being ended by somebody else. What is lost with the server before the copy
    /// is finished will be written again, so that nobody needs to wait for it.
    package static let holdTransfer = PostgresStatement(
        "hold_transfer", .none,
        """
        SELECT set_config('synchronous_commit', 'off', true) FROM settings
        WHERE name = '\(StoredSetting.transfer)' FOR SHARE
        """)

    package static let endTransfer = PostgresStatement(
        "end_transfer", .none, "DELETE FROM settings WHERE name = '\(StoredSetting.transfer)'")

    /// Numbers of all stripes go on after the greatest that was put in. A profile shows its last number alone, and its
    /// values ascend whatever the stripes, so no stripe gives a number again.
    static let raiseNumbers = PostgresStatement(
        "raise_numbers", .everywhere,
        """
        UPDATE counters SET value = GREATEST(value, (SELECT max(p.sequence & \(Stripe.values)) FROM profiles AS p))
        WHERE name = ANY($1::text[])
        """)

    private static let tables = Dictionary(
        uniqueKeysWithValues: StoredTable.all.map { ($0.name, TableStatements(of: $0)) })
    static var allOfTables: [PostgresStatement] {
        tables.values.flatMap { [$0.firstPage, $0.nextPage, $0.count, $0.put, $0.remove] }
    }

    package static func rows(of table: StoredTable) -> TableStatements<PostgresStatement> {
        tables[table.name] ?? TableStatements(of: table)
    }
}

/// The statements that read and write the rows of one table as they are.
extension TableStatements<PostgresStatement> {
    init(of table: StoredTable) {
        let name = table.name
        let firstPage = PostgresStatement("first_page_of_\(name)", .everywhere, Self.page(of: table, after: ""))
        let marks = table.key.enumerated().map { "$\($0 + 1)::\($1.kind.word)" }.joined(separator: ", ")
        let nextPage = PostgresStatement(
            "next_page_of_\(name)", .everywhere,
            Self.page(of: table, after: "WHERE (\(table.key.named(in: "t"))) > (\(marks))", taken: table.keyLength))
        let count = PostgresStatement("count_of_\(name)", .everywhere, "SELECT count(*) FROM \(name)")
        let isEverywhere = Self.small.contains(name)
        let reach: PostgresStatement.Reach = isEverywhere ? .none : .keys
        let put = PostgresStatement("put_rows_of_\(name)", reach, Self.put(in: table))
        let remove = PostgresStatement(
            "remove_rows_of_\(name)", reach == .keys ? .everywhere : reach,
            """
            DELETE FROM \(name) AS t USING unnest(\(table.key.lists)) AS k (\(table.key.names))
            WHERE \(table.key.map { "t.\($0.name) = k.\($0.name)" }.joined(separator: " AND "))
            """)
        self.init(firstPage: firstPage, nextPage: nextPage, count: count, put: put, remove: remove)
    }

    private static var small: Set<String> {
        [
            "separations", "settings", "api_keys", "erasures", "sessions", "tickets", "search_words", "catalogue",
            "webhook_endpoints", "webhooks",
        ]
    }

    /// The last two parameters are the most rows of a page, and the bytes at which it ends.
    private static func page(of table: StoredTable, after condition: String, taken: Int = 0) -> String {
        let (columns, key) = (table.columns[...], table.key)
        let sizes = columns.compactMap { column in
            [.text, .bytes].contains(column.kind) ? "coalesce(octet_length(t.\(column.name)), 0)" : nil
        }
        let values = columns.map { $0.kind == .small ? "p.\($0.name)::bigint" : "p.\($0.name)" }
        return """
            SELECT \(values.joined(separator: ", ")) FROM (
                SELECT r.*, sum(r.size) OVER (ORDER BY \(key.named(in: "r")) ROWS UNBOUNDED PRECEDING) - r.size
                    AS before
                FROM (
                    SELECT \(columns.named(in: "t")), \((sizes + ["64"]).joined(separator: " + ")) AS size
                    FROM \(table.name) AS t \(condition) ORDER BY \(key.named(in: "t")) LIMIT $\(taken + 1)::bigint
                ) AS r
            ) AS p
            WHERE p.before < $\(taken + 2)::bigint ORDER BY \(key.named(in: "p"))
            """
    }

    private static func put(in table: StoredTable) -> String {
        let changes = table.rest.map { "\($0.name) = excluded.\($0.name)" }.joined(separator: ", ")
        let columns = table.columns[...]
        return """
            INSERT INTO \(table.name) (\(columns.names)) SELECT * FROM unnest(\(columns.lists))
            ON CONFLICT (\(table.key.names)) DO \(changes.isEmpty ? "NOTHING" : "UPDATE SET \(changes)")
            """
    }
}

extension ArraySlice<StoredTable.Column> {
    fileprivate var names: String { map(\.name).joined(separator: ", ") }

    fileprivate func named(in alias: String) -> String { map { "\(alias).\($0.name)" }.joined(separator: ", ") }

    /// A parameter for each that takes a list.
    fileprivate var lists: String {
        enumerated().map { "$\($0 + 1)::\($1.kind.word)[]" }.joined(separator: ", ")
    }
}

extension StoredTable.Kind {
    /// The type of such a column.
    fileprivate var word: String {
        switch self {
        case .integer: "bigint"
        case .small: "smallint"
        case .text: "text"
        case .bytes: "bytea"
        case .id: "uuid"
        }
    }
}
