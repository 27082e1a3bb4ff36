import Dispatch
import GRDB
package import ProfileStore

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

    private func read<Value: Sendable>(
        _ body: @escaping @Sendable (Connection) throws(StoreError) -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            snapshot.asyncRead { continuation.resume(returning: SQLiteStore.result(of: body, $0)) }
        }
        return try result.get()
    }

    private static let opening = DispatchQueue(label: "clientele.store.snapshots")
}

extension SQLiteSnapshot: TransferSource {
    package func identity() async throws(StoreError) -> String {
        try await read { connection throws(StoreError) in try connection.identity() }
    }

    package func page(
        of table: StoredTable, after row: StoredRow?, limit: PageLimit
    ) async throws(StoreError) -> [StoredRow] {
        try await read { connection throws(StoreError) in try connection.page(of: table, after: row, limit: limit) }
    }

    package func count(of table: StoredTable) async throws(StoreError) -> Int {
        try await read { connection throws(StoreError) in try connection.count(of: table) }
    }

    package func lastPosition() async throws(StoreError) -> FeedPosition {
        try await read { connection throws(StoreError) in try connection.lastPosition() }
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
