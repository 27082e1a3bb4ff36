import GRDB
import GRDBSQLite
import Glibc
import Migrations
package import ProfileCore
package import ProfileStore
import SQLStore

extension SQLiteStore {
    /// Opens the store at `path` and brings its schema up to date. Where there is none, it makes one or, with
    /// `makesFile` false, throws `missing`.
    ///
    /// `whenDiskFails` is called when the disk fails, before any caller gets an answer. The process
    /// should end at once; the store refuses everything from then on.
    package static func open(
        path: String, makesFile: Bool = true, clock: @escaping @Sendable () -> Timestamp = Timestamp.systemTime,
        whenDiskFails: @escaping @Sendable (StoreError) -> Void = { _ in }
    ) throws(OpenError) -> SQLiteStore {
        if !makesFile { try requireFile(path) }
        return try open(path: path, migrations: Migrations.sqlite, clock: clock, whenDiskFails: whenDiskFails)
    }

    /// Opens the store at `path`, or makes one, to fill it with what another one holds.
    package static func openTarget(
        path: String, whenDiskFails: @escaping @Sendable (StoreError) -> Void = { _ in }
    ) throws(OpenError) -> SQLiteStore {
        try open(path: path, migrations: Migrations.sqlite, isTarget: true, whenDiskFails: whenDiskFails)
    }

    static func open(
        path: String, migrations: [Migration], isTarget: Bool = false,
        clock: @escaping @Sendable () -> Timestamp = Timestamp.systemTime,
        whenDiskFails: @escaping @Sendable (StoreError) -> Void = { _ in }
    ) throws(OpenError) -> SQLiteStore {
        let lock = try StoreLock(path: path + "-lock")
        try makeFile(path)
        try PageScrubbing.clear(path)
        return try translatingErrors {
            // What the process before wrote and could not sync may be in the system's cache only.
            try DurableFile(path: path + "-wal").rewrite()
            let pool = try DatabasePool(path: path, configuration: configuration())
            try pool.writeWithoutTransaction { try makeDurable(Connection(database: $0)) }
            return try prepared(
                pool, lock: lock, migrations: migrations, isTarget: isTarget, clock: clock,
                whenDiskFails: whenDiskFails)
        }
    }

    /// Begins with an empty log and with a file, a log and a folder that the disk has. SQLite does not look whether it
    /// could make the folder durable when it makes the log.
    private static func makeDurable(_ connection: Connection) throws {
        guard try Migrator(connection: connection, migrations: []).isOurs() else { throw OpenError.notADatabase }
        _ = try connection.checkpoint(.truncate)
        let file = DurableFile(path: connection.path)
        try file.synchronize()
        try file.synchronizeFolder()
    }

    /// Opens the store at `path` to look into it, also while another process writes to it.
    package static func openReadOnly(path: String) throws(OpenError) -> SQLiteStore {
        try translatingErrors {
            SQLiteStore(
                database: try readOnlyPool(path: path), lock: nil,
                clock: ArrivalClock(after: nil, now: Timestamp.systemTime), isReadOnly: true)
        }
    }

    /// The store at `path` as it is at this moment, also while another process writes to it.
    package static func snapshot(path: String) throws(OpenError) -> SQLiteSnapshot {
        try translatingErrors { try SQLiteSnapshot(of: try readOnlyPool(path: path)) }
    }

    static func requireFile(_ path: String) throws(OpenError) {
        guard access(path, F_OK) == 0 || errno != ENOENT else { throw .missing(path: path) }
    }

    private static func readOnlyPool(path: String) throws -> DatabasePool {
        try requireFile(path)
        var configuration = configuration()
        configuration.readonly = true
        let pool = try DatabasePool(path: path, configuration: configuration)
        try pool.read { database in
            let connection = Connection(database: database)
            let migrator = Migrator(connection: connection, migrations: Migrations.sqlite)
            guard try migrator.isOurs() else { throw OpenError.notADatabase }
            try migrator.requireUpToDate()
            try requireFinished(connection)
        }
        return pool
    }

    private static func requireFinished(_ connection: Connection) throws {
        let origin = try connection.answers(to: [Statement.setting.with { $0.add(StoredSetting.transfer) }])[0].bytes()
        if let origin { throw OpenError.unfinishedCopy(of: String(decoding: origin, as: UTF8.self)) }
    }

    /// A store that lasts as long as the value: for tests and for trying things out.
    package static func inMemory(
        clock: @escaping @Sendable () -> Timestamp = Timestamp.systemTime,
        foldsBesideFrom smallestFold: Int = PreparedFold.smallestProfile
    ) throws(OpenError) -> SQLiteStore {
        try translatingErrors {
            try prepared(
                try DatabaseQueue(configuration: configuration()), lock: nil, migrations: Migrations.sqlite,
                clock: clock, foldsBesideFrom: smallestFold)
        }
    }

    /// A copy of the store at `path`, or an empty one when there is none, that vanishes when it is closed: for trying
    /// things out on real data. It lies in SQLite's folder for temporary files (`SQLITE_TMPDIR`, `TMPDIR`, `/var/tmp`).
    package static func openCopy(of path: String) throws(OpenError) -> SQLiteStore {
        try translatingErrors {
            // Without a name SQLite makes a temporary database on disk.
            let copy = try DatabaseQueue(path: "", configuration: configuration())
            if access(path, F_OK) == 0 {
                var reading = configuration()
                reading.readonly = true
                try DatabaseQueue(path: path, configuration: reading).backup(to: copy)
            }
            return try prepared(copy, lock: nil, migrations: Migrations.sqlite)
        }
    }

    private static func prepared(
        _ database: any DatabaseWriter, lock: StoreLock?, migrations: [Migration], isTarget: Bool = false,
        clock: @escaping @Sendable () -> Timestamp = Timestamp.systemTime,
        whenDiskFails: @escaping @Sendable (StoreError) -> Void = { _ in },
        foldsBesideFrom smallestFold: Int = PreparedFold.smallestProfile
    ) throws -> SQLiteStore {
        let log = LogLength()
        let last = try database.writeWithoutTransaction { database in
            let connection = Connection(database: database)
            try requireDurability(connection)
            let migrator = Migrator(connection: connection, migrations: migrations)
            guard try migrator.isOurs() else { throw OpenError.notADatabase }
            try migrator.migrate()
            try connection.endInterruptedLoad()
            try PageScrubbing.note(connection)
            if !isTarget { try requireFinished(connection) }
            log.follow(connection)
            return try ArrivalClock.lastMoment(connection)
        }
        return SQLiteStore(
            database: database, lock: lock, clock: ArrivalClock(after: last, now: clock), log: log,
            whenDiskFails: whenDiskFails, isReadOnly: false, foldsBesideFrom: smallestFold)
    }

    /// The driver lowers this when it opens a file, so it is set afterwards, and believed only when read back.
    private static func requireDurability(_ connection: Connection) throws {
        try connection.run("PRAGMA synchronous = FULL")
        guard try connection.integer("PRAGMA synchronous") == 2 else {
            throw OpenError.cannotOpen(
                detail: "SQLite does not take synchronous = FULL, so commits would not be durable")
        }
    }

    /// How many read at the same time, each on a connection of its own.
    static let readers = 4

    static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "clientele.store"
        _ = PageScrubbing.isOn
        configuration.busyMode = .timeout(Double(Connection.usualPatience) / 1_000)
        configuration.maximumReaderCount = readers
        configuration.foreignKeysEnabled = false
        // Values would show up in error messages.
        configuration.publicStatementArguments = false
        configuration.prepareDatabase { database in
            for pragma in pragmas(isReader: database.configuration.readonly) { try database.execute(sql: pragma) }
        }
        return configuration
    }

    private static func pragmas(isReader: Bool) -> [String] {
        [
            // In KiB when negative.
            "PRAGMA cache_size = \(isReader ? -16_384 : -49_152)",
            // The log file would never shrink again.
            "PRAGMA journal_size_limit = 67108864",
            // It does not tell when it fails: `Checkpoints` does its work.
            "PRAGMA wal_autocheckpoint = 0",
            "PRAGMA mmap_size = 0",
            // What is erased is overwritten, whatever the library's default.
            "PRAGMA secure_delete = ON",
            "PRAGMA temp_store = MEMORY",
        ]
    }

    /// Personal data lies in it: nobody but the owner reads it. SQLite gives the files beside it the same rights.
    private static func makeFile(_ path: String) throws(OpenError) {
        let file = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .cannotOpen(detail: StoreLock.describe(errno)) }
        Glibc.close(file)
    }

    static func translatingErrors<Value>(_ body: () throws -> Value) throws(OpenError) -> Value {
        do {
            return try body()
        } catch let error as OpenError {
            throw error
        } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
            throw .notADatabase
        } catch let error as DatabaseError {
            throw .cannotOpen(detail: StoreError.describe(error.extendedResultCode.rawValue))
        } catch StoreError.unreadable(let detail) {
            throw .schema(detail: detail)
        } catch let error as DurableFile.Failure {
            throw .cannotOpen(detail: "the disk does not keep what is written: \(StoreLock.describe(error.code))")
        } catch StoreError.diskFailed(let detail) {
            throw .cannotOpen(detail: "the disk does not keep what is written: \(detail)")
        } catch let error as StoreError {
            throw .cannotOpen(detail: "\(error)")
        } catch {
            throw .cannotOpen(detail: "unexpected error of type \(type(of: error))")
        }
    }
}
