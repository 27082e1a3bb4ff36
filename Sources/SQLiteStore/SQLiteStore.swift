import Dispatch
import GRDB
import ProfileStore

/// Profiles in one SQLite file, or in memory.
///
/// One process writes at a time, and says so with a lock beside the file. Reads go on while it writes, each on a
/// snapshot of its own.
package final class SQLiteStore: Sendable {
    let database: any DatabaseWriter
    let writes: WriteQueue
    let watches = ReadSetWatches()
    let clock: ArrivalClock
    private let lock: StoreLock?
    let isReadOnly: Bool
    /// Profiles with as many facts are folded beside the writer.
    let smallestFold: Int

    init(
        database: any DatabaseWriter, lock: StoreLock?, clock: ArrivalClock, log: LogLength = LogLength(),
        whenDiskFails: @escaping @Sendable (StoreError) -> Void = { _ in }, isReadOnly: Bool,
        foldsBesideFrom smallestFold: Int = PreparedFold.smallestProfile
    ) {
        self.smallestFold = smallestFold
        self.database = database
        self.clock = clock
        self.lock = lock
        self.isReadOnly = isReadOnly
        writes = WriteQueue(database, checkpoints: Checkpoints(of: log), whenDiskFails: whenDiskFails)
    }

    /// Waits for the writes that were already asked for, moves the write-ahead log into the file, and lets go of both.
    ///
    /// Everything asked for later fails with `unavailable`. Closing twice is harmless.
    package func close() async {
        await withCheckedContinuation { continuation in
            writes.close { continuation.resume() }
        }
        await withCheckedContinuation { continuation in
            Self.closing.async { [self] in
                if isReadOnly || isLogCopied() {
                    try? database.close()
                    lock?.release()
                }
                continuation.resume()
            }
        }
    }

    /// Closing waits for readers, which Swift's cooperative threads must not.
    private static let closing = DispatchQueue(label: "clientele.store.closing")

    /// False when the disk failed.
    private func isLogCopied() -> Bool {
        if case .diskFailed? = writes.refusal { return false }
        let copying = database.writeWithoutTransaction { database in
            Result { () throws(StoreError) in try Connection(database: database).checkpoint(.truncate) }
        }
        guard case .failure(let failure) = copying else { return true }
        writes.stop(after: failure)
        return false
    }

    /// Runs `body` on a connection of its own, off Swift's cooperative threads.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Connection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        if let refusal = writes.refusal { throw refusal }
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            database.asyncRead { database in
                continuation.resume(returning: Self.result(of: body, database))
            }
        }
        return try result.get()
    }

    /// Runs `body` in a transaction, perhaps together with others, and returns when it is durable, or taken back.
    /// `noting` tells the watches what it changed; without it, anything may have changed.
    func write<Value: Sendable>(
        weight: Int = 1, isAwaited: Bool = false, erases: Bool = false,
        keeping isKept: @escaping @Sendable (Value) -> Bool = { _ in true },
        noting note: @escaping @Sendable (ReadSetWatches, Value) -> Void = { watches, _ in watches.noteAnything() },
        _ body: @escaping @Sendable (Connection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        guard !isReadOnly else { throw .cannotWrite }
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            let perform = { @Sendable [watches] (connection: Connection) throws(StoreError) -> WriteCall.Ending in
                let value = try body(connection)
                note(watches, value)
                return WriteCall.Ending(isKept: isKept(value)) {
                    note(watches, value)
                    continuation.resume(returning: .success(value))
                }
            }
            writes.add(
                WriteCall(weight: weight, isAwaited: isAwaited, erases: erases, perform: perform) {
                    continuation.resume(returning: .failure($0))
                })
        }
        return try result.get()
    }

    static func result<Value>(
        of body: (Connection) throws(StoreError) -> Value, _ database: Result<Database, any Error>
    ) -> Result<Value, StoreError> {
        switch database {
        case .failure(let error): return .failure(StoreError(error))
        case .success(let database):
            do throws(StoreError) {
                return .success(try body(Connection(database: database)))
            } catch {
                return .failure(error)
            }
        }
    }
}
