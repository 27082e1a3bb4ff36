import GRDB
import Glibc
import ProfileStore

/// Why no backup was made, in words for the operator.
package enum BackupError: Error, Hashable, Sendable {
    case source(OpenError)
    /// Backups are never written over.
    case exists
    /// Another backup of that name is being made, or was cut off.
    case begun
    case target(detail: String)
    /// What was copied is not whole: the store itself is damaged.
    case damaged
    case stopped
}

extension BackupError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .source(let error): error.description
        case .exists: "there is a file of that name already"
        case .begun:
            """
            there is a file of that name that ends in .part: another backup is being made, or one was cut off; if so, \
            remove it
            """
        case .target(let detail): "the backup cannot be written: \(detail)"
        case .damaged: "the database is damaged; nothing was kept of the backup"
        case .stopped: "stopped; nothing was kept of the backup"
        }
    }
}

/// A file that has its name only once it is whole and on disk. Nobody but the owner reads it.
struct BackupFile {
    private let target: String
    var part: String { target + ".part" }

    init(_ target: String) throws(BackupError) {
        self.target = target
        guard access(target, F_OK) != 0 else { throw .exists }
        let file = open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw errno == EEXIST ? .begun : .target(detail: StoreLock.describe(errno)) }
        close(file)
    }

    func keep() throws(BackupError) {
        do throws(DurableFile.Failure) {
            try DurableFile(path: part).synchronize()
            guard rename(part, target) == 0 else { throw DurableFile.Failure(code: errno) }
            try DurableFile(path: target).synchronizeFolder()
        } catch {
            throw .target(detail: StoreLock.describe(error.code))
        }
    }

    func drop() {
        for ending in ["", "-journal", "-wal", "-shm"] { unlink(part + ending) }
    }
}

extension SQLiteStore {
    /// In pages of 4 KiB: often enough to tell how far it is.
    private static let step: CInt = 2048

    /// Copies the store at `path`, as it is when this begins, to a new file at `target`, also while another process
    /// writes to it. The file has its name only once it is whole, checked and on disk.
    ///
    /// `progress` gets the number of pages done, and of all; false stops the backup.
    package static func backUp(
        path: String, to target: String, progress: @escaping (_ done: Int, _ total: Int) -> Bool
    ) throws(BackupError) {
        let file = try BackupFile(target)
        do {
            try copy(try source(at: path), to: file.part, progress)
            try file.keep()
        } catch {
            file.drop()
            throw backupError(error)
        }
    }

    private static func source(at path: String) throws(BackupError) -> DatabaseQueue {
        do throws(OpenError) {
            return try translatingErrors {
                try requireFile(path)
                var configuration = configuration()
                configuration.readonly = true
                let source = try DatabaseQueue(path: path, configuration: configuration)
                guard try source.read(isOurs) else { throw OpenError.notADatabase }
                return source
            }
        } catch {
            throw .source(error)
        }
    }

    /// Also of another version of this program: a backup is what is made before an upgrade, and before going back.
    private static func isOurs(_ database: Database) throws -> Bool {
        try Migrator(connection: Connection(database: database), migrations: []).isOurs()
    }

    private static func copy(
        _ source: DatabaseQueue, to part: String, _ progress: @escaping (Int, Int) -> Bool
    ) throws {
        let copy = try DatabaseQueue(path: part)
        try source.read { from in
            // From this first read on, all steps see one state. Without it each step would see its own, and all would
            // have to begin again after every write.
            _ = try isOurs(from)
            try copy.writeWithoutTransaction { to in
                try from.backup(to: to, pagesPerStep: step) {
                    guard progress($0.completedPageCount, $0.totalPageCount) else { throw BackupError.stopped }
                }
            }
        }
        try copy.writeWithoutTransaction { database in
            // One file, with no log beside it.
            try database.execute(sql: "PRAGMA journal_mode = DELETE")
            guard try String.fetchOne(database, sql: "PRAGMA integrity_check(1)") == "ok" else {
                throw BackupError.damaged
            }
        }
        try copy.close()
    }

    private static func backupError(_ error: any Error) -> BackupError {
        switch error {
        case let error as BackupError: error
        case let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT: .damaged
        case let error as DatabaseError: .target(detail: StoreError.describe(error.extendedResultCode.rawValue))
        default: .target(detail: "unexpected error of type \(type(of: error))")
        }
    }
}
