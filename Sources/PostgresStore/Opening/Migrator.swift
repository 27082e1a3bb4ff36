import CPostgres
import Glibc
import Migrations
import ProfileStore
import SQLStore

/// Brings the schema up to date, or says why it cannot. One node at a time does so; the others wait for it.
struct Migrator {
    private let migrations: [Migration]

    /// How often a table may be in use by somebody else, such as `pg_dump`, for a second or longer.
    private static let patience = 60
    private static let lockRefused = Script.error("55P03")
    /// How many seconds nodes may take that are stopping, or are about to wait for this one.
    private static let patienceWithNodes = 10

    init(_ migrations: [Migration]) {
        self.migrations = migrations
    }

    /// Waits for the server on the calling thread.
    func migrate(_ address: ServerAddress) throws(PostgresOpenError) {
        guard let pointer = try? address.open() else { throw .cannotConnect }
        defer { PQfinish(pointer) }
        let script = Script(pointer)
        guard try script.text("SELECT current_setting('server_encoding')") == "UTF8" else { throw .notUnicode }
        try script.run("SET lock_timeout = '120s'; SET statement_timeout = 0")
        var refusals = 0
        while true {
            do throws(PostgresOpenError) {
                guard try isOneStepNearer(script) else { return }
            } catch {
                guard refusals < patience(after: error) else { throw error }
                refusals += 1
                try script.run("ROLLBACK")
                sleep(1)
            }
        }
    }

    private func patience(after error: PostgresOpenError) -> Int {
        switch error {
        case Self.lockRefused: Self.patience
        case .nodesRunning: Self.patienceWithNodes
        default: 0
        }
    }

    /// Waits for the server on the calling thread, and writes nothing.
    func requireUpToDate(_ address: ServerAddress) throws(PostgresOpenError) {
        guard let pointer = try? address.open() else { throw .cannotConnect }
        defer { PQfinish(pointer) }
        let script = Script(pointer)
        guard try script.text("SELECT to_regclass('schema_migrations')::text") == "schema_migrations" else {
            throw .schema(detail: "it holds no Clientele store")
        }
        try check(script) { applied throws(SchemaMismatch) in try migrations.requireAll(applied) }
    }

    /// Waits for the server on the calling thread. Throws when it does not keep what it acknowledges through a power
    /// cut; that it waits for its disk at each commit is seen to by every session.
    func requireDurability(_ address: ServerAddress) throws(PostgresOpenError) {
        guard let pointer = try? address.open() else { throw .cannotConnect }
        defer { PQfinish(pointer) }
        let off = try Script(pointer).rows(
            "SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off' ORDER BY name"
        )
        guard off.isEmpty else { throw .losesWrites(settings: off.compactMap(\.first)) }
    }

    /// Waits for the server on the calling thread. Throws while a copy into the store goes on.
    func requireFinished(_ address: ServerAddress) throws(PostgresOpenError) {
        guard let pointer = try? address.open() else { throw .cannotConnect }
        defer { PQfinish(pointer) }
        let origin = try Script(pointer).text(
            "SELECT convert_from(value, 'UTF8') FROM settings WHERE name = '\(StoredSetting.transfer)'")
        if let origin { throw .unfinishedCopy(of: origin) }
    }

    /// Waits for the server on the calling thread, and a while for those who leave. Throws while anybody else is
    /// connected to the database.
    func requireAlone(_ address: ServerAddress) throws(PostgresOpenError) {
        guard let pointer = try? address.open() else { throw .cannotConnect }
        defer { PQfinish(pointer) }
        let script = Script(pointer)
        for _ in 0..<Self.patienceWithNodes {
            if try otherConnections(script) == 0 { return }
            sleep(1)
        }
        throw .inUse
    }

    /// Waits for the server on the calling thread.
    func layout(of address: ServerAddress) throws(PostgresOpenError) -> Layout {
        guard let pointer = try? address.open() else { throw .cannotConnect }
        defer { PQfinish(pointer) }
        let isSpread = try Script(pointer).text("SELECT 1::text FROM pg_extension WHERE extname = 'citus'") != nil
        return isSpread ? .spread : .together
    }

    /// Waits for both servers on the calling thread. Throws when `replica` answers and has another database than
    /// `address`; one that does not answer, or has nothing yet, may still come.
    func requireReplica(_ replica: ServerAddress, of address: ServerAddress) throws(PostgresOpenError) {
        let madeAt = { (address: ServerAddress) throws(PostgresOpenError) -> String? in
            guard let pointer = try? address.open() else { return nil }
            defer { PQfinish(pointer) }
            let script = Script(pointer)
            guard try script.text("SELECT to_regclass('schema_migrations')::text") != "" else { return nil }
            return try script.text("SELECT applied_at::text FROM schema_migrations WHERE number = 1")
        }
        guard let other = try madeAt(replica), let own = try madeAt(address) else { return }
        guard other == own else { throw .notAReplica }
    }

    /// Applies the next migration in a transaction of its own together with the note that it was applied. False when
    /// there is none left.
    private func isOneStepNearer(_ script: Script) throws(PostgresOpenError) -> Bool {
        try script.run("BEGIN")
        try script.run("SELECT pg_advisory_xact_lock(\(AdvisoryLock.migrating))")
        try script.run(
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (number bigint PRIMARY KEY, name text NOT NULL,
                checksum text NOT NULL, applied_at bigint NOT NULL)
            """)
        let applied = try check(script) { applied throws(SchemaMismatch) in try migrations.count(of: applied) }
        guard applied < migrations.count else {
            try script.run("COMMIT")
            return false
        }
        let migration = migrations[applied]
        if migration.stopsNodes { try requireNobodyElse(script) }
        // A migration that waits for a table keeps everybody else off it, running nodes too.
        try script.run("SET LOCAL lock_timeout = '1s'")
        try script.run(migration.sql)
        try script.run(
            """
            INSERT INTO schema_migrations (number, name, checksum, applied_at)
            VALUES ($1::text::bigint, $2, $3, (extract(epoch FROM now()) * 1000)::bigint)
            """, ["\(migration.number)", migration.name, migration.checksum])
        try script.run("COMMIT")
        return true
    }

    /// Throws when somebody else is connected to a store that holds something. Those who wait to bring it up to date
    /// are not meant.
    private func requireNobodyElse(_ script: Script) throws(PostgresOpenError) {
        guard try script.text("SELECT 1::text FROM facts LIMIT 1") != nil else { return }
        let connections = try otherConnections(script)
        guard connections == 0 else { throw .nodesRunning(connections: connections) }
    }

    private func otherConnections(_ script: Script) throws(PostgresOpenError) -> Int {
        let others = try script.text(
            """
            SELECT count(*)::text FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
                AND wait_event IS DISTINCT FROM 'advisory'
            """)
        return others.flatMap { Int($0) } ?? 0
    }

    private func check<Value>(
        _ script: Script, _ body: ([(number: Int, checksum: String)]) throws(SchemaMismatch) -> Value
    ) throws(PostgresOpenError) -> Value {
        let rows = try script.rows("SELECT m.number::text, m.checksum FROM schema_migrations AS m ORDER BY m.number")
        let applied = rows.map { (number: Int($0[0]) ?? 0, checksum: $0[1]) }
        do throws(SchemaMismatch) { return try body(applied) } catch { throw .schema(detail: error.detail) }
    }
}

/// Runs statements one by one while the calling thread waits: for opening a store, before there are readers.
struct Script {
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    /// Runs any number of statements that take no values.
    func run(_ sql: String) throws(PostgresOpenError) {
        let result = PQexec(pointer, sql)
        defer { PQclear(result) }
        try check(result)
    }

    func run(_ sql: String, _ values: [String]) throws(PostgresOpenError) {
        let result = execute(sql, values)
        defer { PQclear(result) }
        try check(result)
    }

    func rows(_ sql: String) throws(PostgresOpenError) -> [[String]] {
        let result = execute(sql, [])
        defer { PQclear(result) }
        try check(result)
        return (0..<PQntuples(result)).map { row in
            (0..<PQnfields(result)).map { PQgetvalue(result, row, $0).map { String(cString: $0) } ?? "" }
        }
    }

    func text(_ sql: String) throws(PostgresOpenError) -> String? {
        try rows(sql).first?.first
    }

    private func execute(_ sql: String, _ values: [String]) -> OpaquePointer? {
        var parameters = Parameters()
        for value in values { parameters.add(value) }
        return parameters.withPointers { pointers, lengths in
            let binary = [Int32](repeating: 1, count: pointers.count)
            let types = [Oid](repeating: 25, count: pointers.count)
            return PQexecParams(pointer, sql, Int32(clamping: pointers.count), types, pointers, lengths, binary, 0)
        }
    }

    private func check(_ result: OpaquePointer?) throws(PostgresOpenError) {
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: return
        default:
            guard let state = PQresultErrorField(result, clientele_field_of_sql_state) else { throw .cannotConnect }
            throw Self.error(String(cString: state))
        }
    }

    /// What a statement fails with for that SQLSTATE.
    static func error(_ state: String) -> PostgresOpenError {
        .cannotOpen(detail: "PostgreSQL error \(state)")
    }
}
