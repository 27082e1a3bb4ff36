import ProfileStore
import Synchronization

/// Copies the write-ahead log into the file, on the writing connection between two transactions.
///
/// SQLite would do so by itself and keep quiet about a sync that failed; the log would be begun anew though the file
/// lacks what was in it. And before 3.51.3 it can damage a database when one connection copies while another writes.
final class Checkpoints: Sendable {
    private struct State {
        var plan = CheckpointPlan()
        /// Whether something that was erased is still in the log.
        var owesEmptyLog = false
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
        state.withLock { $0.owesEmptyLog = !isEmpty }
    }
}
