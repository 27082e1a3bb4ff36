import Dispatch
import GRDB
package import ProfileStore
package import SQLStore

/// A store in a file as it is at one moment, also while another process writes to it.
///
/// As long as it is open, the writer's log cannot be cut: it grows by what is written meanwhile.
package final class SQLiteSnapshot: Sendable {
    private let pool: DatabasePool
    private let snapshot: DatabaseSnapshot

    /// Waits for the file on the calling thread.
    init(of pool: DatabasePool) throws {
        self.pool = pool
        snapshot = try pool.makeSnapshot()
    }

    private static let opening = DispatchQueue(label: "clientele.store.snapshots")
}

extension SQLiteSnapshot: TransferSource, StatementReader {
    package typealias Statement = SQLiteStatement

    package func read<Value: Sendable>(
        _ calls: [SQLiteCall], _ manner: ReadManner,
        _ body: @escaping @Sendable ([SQLiteRows]) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        try await snapshot.run { connection throws(StoreError) in try body(try connection.answers(to: calls)) }
    }

    package func lastPosition() async throws(StoreError) -> FeedPosition {
        try await read([Statement.lastNumber.with()], .primary) { rows throws(StoreError) in
            FeedPosition([try rows[0].integer() ?? 0])
        }
    }

    package func renewed() async throws(StoreError) -> any TransferSource {
        let result: Result<SQLiteSnapshot, StoreError> = await withCheckedContinuation { continuation in
            Self.opening.async { [pool] in
                continuation.resume(
                    returning: Result { try SQLiteSnapshot(of: pool) }.mapError { StoreError($0) })
            }
        }
        return try result.get()
    }

    package func close() async {
        await withCheckedContinuation { continuation in
            Self.opening.async { [self] in
                try? snapshot.close()
                continuation.resume()
            }
        }
    }
}
