import Dispatch
import Foundation
import GRDB
import Migrations
package import ProfileCore
package import ProfileStore
package import SQLStore

/// Profiles in one SQLite file, or in memory.
///
/// One process writes at a time, and says so with a lock beside the file. Reads go on while it writes, each on a
/// snapshot of its own.
package final class SQLiteStore: Sendable {
    let database: any DatabaseWriter
    let writes: WriteQueue
    private let quickReads: QuickReads
    let watches = ReadSetWatches()
    package let traces = WorkTraces()
    let clock: ArrivalClock
    private let lock: StoreLock?
    let isReadOnly: Bool
    /// Profiles with as many facts are folded beside the writer.
    package let smallestFold: Int

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
        quickReads = QuickReads(database)
        writes = WriteQueue(
            database, checkpoints: Checkpoints(of: log), traces: traces, whenDiskFails: whenDiskFails)
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
        return try await database.run(body)
    }

    /// The same for a body that runs one statement.
    private func readQuickly<Value: Sendable>(
        _ body: @escaping @Sendable (Connection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        if let refusal = writes.refusal { throw refusal }
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            quickReads.add { connection in
                continuation.resume(
                    returning: connection.flatMap { connection in
                        Result { () throws(StoreError) in try body(connection) }
                    })
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
        let place = traces.place
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            let perform: WriteCall.Perform = { [watches] connection throws(StoreError) in
                let value = try body(connection)
                // Before the commit and after it: see `ReadSetWatches`.
                note(watches, value)
                let complete = { @Sendable in
                    note(watches, value)
                    continuation.resume(returning: .success(value))
                }
                return (complete, isKept(value))
            }
            writes.add(
                WriteCall(
                    weight: weight, isAwaited: isAwaited, erases: erases, place: place, perform: perform
                ) {
                    continuation.resume(returning: .failure($0))
                })
        }
        return try result.get()
    }
}

extension DatabaseReader {
    /// Runs `body` on a connection that reads.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable (Connection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            asyncRead { database in
                switch database {
                case .failure(let error): continuation.resume(returning: .failure(StoreError(error)))
                case .success(let database):
                    continuation.resume(
                        returning: Result { () throws(StoreError) in try body(Connection(database: database)) })
                }
            }
        }
        return try result.get()
    }
}

// MARK: What is SQLite's own of the port

extension SQLiteStore: SQLProfileStore, TracedStore {
    package typealias Statement = SQLiteStatement

    package static var knownSchema: Int { Migrations.sqlite.last?.number ?? 0 }
    package var engine: StoreState.Engine { .sqlite }
    package var hasSingleWrites: Bool { writes.hasSingleWrites }
    package var finishingTransfer: [SQLiteCall] { [] }

    package static func number(stored: Int64) -> ChangeNumber { ChangeNumber(stripe: 0, value: stored) }

    package func read<Value: Sendable>(
        _ calls: [SQLiteCall], _ manner: ReadManner,
        _ body: @escaping @Sendable ([SQLiteRows]) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let answering = { @Sendable (connection: Connection) throws(StoreError) in
            try body(try connection.answers(to: calls))
        }
        return manner == .brief && calls.count == 1 ? try await readQuickly(answering) : try await read(answering)
    }

    /// There is one writer, so that nobody else has to be kept out.
    package func write<Value: Sendable>(
        excluding exclusion: Exclusion, weight: Int, asking calls: [SQLiteCall],
        _ body: @escaping @Sendable ([SQLiteRows]) throws(StoreError) -> (calls: [SQLiteCall], value: Value)
    ) async throws(StoreError) -> Value {
        // What waits for an endpoint is nothing that a decision reads.
        let isWatched = if case .webhook = exclusion { false } else { true }
        return try await write(
            weight: weight, noting: { watches, _ in if isWatched { watches.noteAnything() } }
        ) { connection throws(StoreError) in
            let (writes, value) = try body(try connection.answers(to: calls))
            try connection.run(writes)
            return value
        }
    }

    package func attempt<Answer: Sendable>(
        _ trial: CommitTrial, _ foresight: Foresight<Answer>, erases: Bool
    ) async throws(StoreError) -> CommitTrial.Ending<Answer> {
        let readSet = foresight.readSet
        return try await write(
            weight: trial.weight(reading: readSet.count), isAwaited: readSet.isAwaited, erases: erases,
            keeping: { $0.isKept }, noting: { $0.note($1) }
        ) { [clock] connection throws(StoreError) in
            try connection.commit(foresight, at: clock.next(), trial)
        }
    }

    package func journal(of profiles: Set<ProfileID>) -> FoldJournal { watches.beginJournal(of: profiles) }

    package func foresee<Answer: Sendable>(
        reading readSet: ReadSet, decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Foresight<Answer> {
        guard readSet.count > WriteQueue.greatestSmallWeight else { return Foresight(reading: readSet, decide: decide) }
        let watch = watches.begin()
        let decided = try await read { [clock] connection throws(StoreError) in
            let snapshot = try connection.load(readSet, at: clock.next())
            watch.know(snapshot, of: readSet)
            return DecidedBeside(decide(consume snapshot), watch)
        }
        return Foresight(reading: readSet, decide: decide, decided: decided)
    }

    package func erase(
        _ reference: ProfileReference, _ warrant: ErasureWarrant,
        hash: @escaping @Sendable (ErasableName) -> Tombstone
    ) async throws(StoreError) -> Erased? {
        try await write(erases: true) { connection throws(StoreError) in
            try connection.erase(reference, warrant, hash: hash)
        }
    }

    package func profiles(
        _ references: Set<ProfileReference>
    ) async throws(StoreError) -> [ProfileReference: [ProfileState]] {
        let look = { @Sendable (connection: Connection) throws(StoreError) in try connection.profiles(references) }
        return try await references.count > 1 ? read(look) : readQuickly(look)
    }

    /// One writer numbers all changes, so that they are one stripe.
    package func changes(after position: FeedPosition, limit: Int) async throws(StoreError) -> ChangePage {
        let call = Statement.changes.with {
            $0.add(position[0])
            $0.add(max(limit, 0))
        }
        let changes = try await read([call], .shownEverywhere) { rows throws(StoreError) in
            try rows[0].all { row throws(StoreError) in
                ProfileChange(
                    ChangeNumber(stripe: 0, value: try row.integer()), profile: try row.id(),
                    version: row.optionalInteger().map(Int.init))
            }
        }
        return ChangePage(changes, after: position, isLast: changes.count < limit)
    }

    package func feed(
        after position: FeedPosition, since known: FeedPosition, limit: Int
    ) async throws(StoreError) -> FeedPage {
        let share = max(limit, 1)
        let call = Statement.feed.with {
            $0.add(position[0])
            $0.add(share)
        }
        let rows = try await read([call], .shownEverywhere) { answers throws(StoreError) in
            try answers[0].all { row throws(StoreError) in try row.feedRow(Self.number) }
        }
        return FeedPage(rows, after: position, since: known, share: share)
    }

    package func lastPosition() async throws(StoreError) -> FeedPosition {
        try await read([Statement.lastNumber.with()], .shownEverywhere) { rows throws(StoreError) in
            FeedPosition([try rows[0].integer() ?? 0])
        }
    }

    package func probe() async throws(StoreError) {
        guard isReadOnly || !writes.isKnownToWork else { return }
        try await put([], note: StoredSetting.probe)
    }

    package var metrics: [Metric] {
        writes.metrics + [
            Metric("store_file_bytes", .gauge(Self.size(of: database.path)), help: "Size of the database file."),
            Metric(
                "store_log_bytes", .gauge(Self.size(of: database.path + "-wal")),
                help: "Size of the write-ahead log beside the database file."),
        ]
    }

    /// Zero when there is no such file, as for a store in memory.
    private static func size(of path: String) -> Int {
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size]
        return (size as? NSNumber)?.intValue ?? 0
    }
}
