import GRDB
import Migrations
import ProfileStore
import SQLStore

/// Brings the schema up to date, or says why it cannot.
struct Migrator {
    /// Marks the file as one of ours: "Clnt" in ASCII.
    static let applicationID: Int64 = 0x436C_6E74

    let connection: Connection
    let migrations: [Migration]

    /// Applies what is missing, each migration in a transaction of its own together with the note that it was applied.
    func migrate() throws(StoreError) {
        if try connection.integer("SELECT 1 FROM sqlite_master LIMIT 1") == nil { try begin() }
        let known = try check { applied throws(SchemaMismatch) in try migrations.count(of: applied) }
        for migration in migrations.dropFirst(known) { try apply(migration) }
    }

    /// Throws unless every migration was applied as it is known here.
    func requireUpToDate() throws(StoreError) {
        try check { applied throws(SchemaMismatch) in try migrations.requireAll(applied) }
    }

    /// Whether the file is empty, or was made by this program.
    func isOurs() throws(StoreError) -> Bool {
        let mark = try connection.integer("PRAGMA application_id")
        if mark == Self.applicationID { return true }
        return try connection.integer("SELECT 1 FROM sqlite_master LIMIT 1") == nil
    }

    private func begin() throws(StoreError) {
        try connection.transaction { () throws(StoreError) in
            try connection.run("PRAGMA application_id = \(Self.applicationID)")
            try connection.run(
                """
                CREATE TABLE schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL,
                    applied_at INTEGER NOT NULL) STRICT
                """)
            return ((), true)
        }
    }

    private func check<Value>(
        _ body: ([(number: Int, checksum: String)]) throws(SchemaMismatch) -> Value
    ) throws(StoreError) -> Value {
        let applied = Statement("SELECT number, checksum FROM schema_migrations ORDER BY number")
        let rows = try connection.answers(to: [applied.with()])[0].all { columns throws(StoreError) in
            (number: Int(try columns.integer()), checksum: try columns.text())
        }
        do throws(SchemaMismatch) { return try body(rows) } catch { throw .unreadable(detail: error.detail) }
    }

    private func apply(_ migration: Migration) throws(StoreError) {
        try connection.transaction { () throws(StoreError) in
            try execute(migration.sql)
            try connection.run(
                """
                INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (?, ?, ?, unixepoch() * 1000)
                """
            ) {
                $0.add(migration.number)
                $0.add(migration.name)
                $0.add(migration.checksum)
            }
            return ((), true)
        }
    }

    private func execute(_ script: String) throws(StoreError) {
        do {
            try connection.database.execute(sql: script)
        } catch {
            throw StoreError(error)
        }
    }
}
