import GRDB
import GRDBSQLite
import ProfileStore
import SQLStore
import Synchronization

/// When what is in the write-ahead log is copied into the file.
///
/// Several large transactions share one copy, which then writes each page once. While single writes come too, copies
/// are small, since a write may have to wait for one.
struct CheckpointPlan {
    /// In pages of 4 KiB: 192 MiB.
    static let longLog = 49_152
    /// 16 MiB.
    static let shortLog = 4_096

    /// How long the log has to be for another try after one that a reader held up.
    private var nextTry = 0
    private var lastLength = 0

    mutating func isDue(length: Int, singleWritesCome: Bool) -> Bool {
        // A log that got shorter began again.
        if length < lastLength { nextTry = 0 }
        lastLength = length
        return length >= max(singleWritesCome ? Self.shortLog : Self.longLog, nextTry)
    }

    /// Everything was copied, or only what no reader needs any more: then a further try is worth it once more has come.
    mutating func note(isComplete: Bool) {
        nextTry = isComplete ? 0 : lastLength + Self.shortLog
    }
}

/// Copies the write-ahead log into the file, on the writing connection between two transactions.
///
/// SQLite would do so by itself, but it hides a failed sync, and restarts the log though the file lacks what was in it.
/// And before 3.51.3 it can damage a database when one connection copies while another writes.
final class Checkpoints: Sendable {
    private struct State {
        var plan = CheckpointPlan()
        /// Whether something that was erased is still in the log.
        var owesEmptyLog = false
        /// Whether free pages may hold remains of a call that was taken back, in this process or an earlier one.
        var owesFreePages = true
    }

    /// How long an erasure lets other writers wait for readers of what was erased, in milliseconds.
    private static let patience: Int32 = 200

    private let log: LogLength
    private let state = Mutex(State())

    init(of log: LogLength) {
        self.log = log
    }

    /// Throws when the disk failed.
    func runIfDue(on connection: Connection, singleWritesCome: Bool) throws(StoreError) {
        let (isDue, owesEmptyLog) = state.withLock { state in
            (state.plan.isDue(length: log.count, singleWritesCome: singleWritesCome), state.owesEmptyLog)
        }
        guard isDue || owesEmptyLog else { return }
        let isComplete = try connection.checkpoint(.passive)
        state.withLock { $0.plan.note(isComplete: isComplete) }
        if owesEmptyLog, isComplete { try emptyLog(on: connection, waiting: 0) }
    }

    /// Leaves nothing in the log: what was erased is still in it. When a reader keeps it, it is emptied once it can be.
    func emptyLog(on connection: Connection) throws(StoreError) {
        try emptyLog(on: connection, waiting: Self.patience)
    }

    /// Whether something that was erased is still in the log, since a reader needs it.
    var owesEmptyLog: Bool { state.withLock { $0.owesEmptyLog } }

    private func emptyLog(on connection: Connection, waiting patience: Int32) throws(StoreError) {
        connection.waitForOthers(atMost: patience)
        defer { connection.waitForOthers(atMost: Connection.usualPatience) }
        let isEmpty = try connection.checkpoint(.truncate)
        let owesFreePages = state.withLock { state in
            state.owesEmptyLog = !isEmpty
            return state.owesFreePages
        }
        guard isEmpty else { return }
        connection.dropCachedPages()
        guard owesFreePages, try PageScrubbing.clearFreePages(of: connection) else { return }
        state.withLock { $0.owesFreePages = false }
    }

    /// Notes that a savepoint with writes was taken back.
    func noteTakenBack() {
        state.withLock { $0.owesFreePages = true }
    }
}

extension Connection {
    enum Checkpoint: String {
        /// Copies what it can without waiting for anybody.
        case passive = "PASSIVE"
        /// Waits for readers, copies everything and leaves the log empty.
        case truncate = "TRUNCATE"
    }

    /// In milliseconds.
    static let usualPatience: Int32 = 5_000

    /// Cached pages keep the remains that `CPageScrub` clears on the way to the file. The next commit that changes such
    /// a page would write them to the log.
    func dropCachedPages() {
        sqlite3_db_release_memory(database.sqliteConnection)
    }

    /// How long a statement waits for other connections before it gives up, in milliseconds.
    func waitForOthers(atMost patience: Int32) {
        sqlite3_busy_timeout(database.sqliteConnection, patience)
    }

    /// Copies the write-ahead log into the file; false when some of it stays in the log for now, where it is as safe,
    /// since a reader needs it or the disk has no room.
    ///
    /// - Throws: that the disk failed, and nothing else.
    func checkpoint(_ kind: Checkpoint) throws(StoreError) -> Bool {
        do throws(StoreError) {
            let checkpoint = Statement("PRAGMA wal_checkpoint(\(kind.rawValue))")
            return try answers(to: [checkpoint.with()])[0].first { columns throws(StoreError) in
                let (isHeldUp, pages, copied) = (columns.flag(), try columns.integer(), try columns.integer())
                return !isHeldUp && pages == copied
            } ?? false
        } catch {
            if case .diskFailed = error { throw error }
            return false
        }
    }
}

/// How many pages the write-ahead log holds since it last began, by the last report of the writing connection.
final class LogLength: Sendable {
    private let pages = Atomic(0)

    var count: Int { pages.load(ordering: .relaxed) }

    /// Hears of every commit of the connection. The caller keeps this value for as long as the connection commits.
    func follow(_ connection: Connection) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_wal_hook(
            connection.database.sqliteConnection,
            { context, _, _, pages in
                guard let context else { return SQLITE_OK }
                Unmanaged<LogLength>.fromOpaque(context).takeUnretainedValue().note(Int(pages))
                return SQLITE_OK
            }, context)
    }

    private func note(_ count: Int) {
        pages.store(count, ordering: .relaxed)
    }
}
