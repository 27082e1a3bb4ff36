import GRDB
import Migrations
import ProfileStore

/// Brings the schema up to date, or says why it cannot.
struct Migrator {
    /// Marks the file as one of ours: "Clnt" in ASCII.
    static let applicationID: Int64 = 0x436C_6E74

    let connection: Connection
    let migrations: [Migration]

    private struct Applied {
        let number: Int
        let checksum: String
    }

    /// Applies what is missing, each migration in a transaction of its own together with the note that it was applied.
    func migrate() throws(StoreError) {
        if try connection.integer("SELECT 1 FROM sqlite_master LIMIT 1") == nil { try begin() }
        let applied = try check()
        for migration in migrations.dropFirst(applied) { try apply(migration) }
    }

    /// Throws unless every migration was applied as it is known here.
    func requireUpToDate() throws(StoreError) {
        let applied = try check()
        guard applied == migrations.count else {
            throw .unreadable(detail: "its schema has number \(applied), but \(migrations.count) is needed: migrate it")
        }
    }

    /// Whether the file is empty, or was made by this program.
    func isOurs() throws(StoreError) -> Bool {
        let mark = try connection.integer("PRAGMA application_id")
        if mark == Self.applicationID { return true }
        return try connection.integer("SELECT 1 FROM sqlite_master LIMIT 1") == nil
    }

    private func begin() throws(StoreError) {
        try transaction { () throws(StoreError) in
            try connection.run("PRAGMA application_id = \(Self.applicationID)")
            try connection.run(
                """
                CREATE TABLE schema_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL,
                    applied_at INTEGER NOT NULL) STRICT
                """)
        }
    }

    /// How many migrations were applied.
    private func check() throws(StoreError) -> Int {
        let query = try connection.prepare("SELECT number, checksum FROM schema_migrations ORDER BY number")
        let applied = try query.all { columns throws(StoreError) in
            Applied(number: Int(columns.integer()), checksum: try columns.text())
        }
        guard applied.count <= migrations.count else {
            throw .unreadable(
                detail: """
                    its schema has number \(applied.last?.number ?? 0), newer than \(migrations.count), the newest \
                    this version knows
                    """)
        }
        for (one, known) in zip(applied, migrations) {
            guard (one.number, one.checksum) != (known.number, known.checksum) else { continue }
            throw .unreadable(detail: "migration \(one.number) was applied in another form than this version knows")
        }
        return applied.count
    }

    private func apply(_ migration: Migration) throws(StoreError) {
        try transaction { () throws(StoreError) in
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
        }
    }

    private func execute(_ script: String) throws(StoreError) {
        do {
            try connection.database.execute(sql: script)
        } catch {
            throw StoreError(error)
        }
    }

    private func transaction(_ body: () throws(StoreError) -> Void) throws(StoreError) {
        try connection.run("BEGIN IMMEDIATE")
        do throws(StoreError) {
            try body()
            try connection.run("COMMIT")
        } catch {
            if connection.database.isInsideTransaction { try? connection.run("ROLLBACK") }
            throw error
        }
    }
}
