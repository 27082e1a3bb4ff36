import PostgresStore
import ProfileCore
import ProfileStore
import SQLiteStore

extension DatabaseLocation {
    /// The store as it is at this moment.
    func snapshot() async throws -> any TransferSource {
        switch self {
        case .sqlite(let path): try SQLiteStore.snapshot(path: path)
        case .postgres(let url): try await PostgresStore.snapshot(url: url)
        }
    }

    /// The store to copy another one into.
    func target() async throws -> any TransferTarget {
        switch self {
        case .sqlite(let path): try SQLiteStore.openTarget(path: path)
        case .postgres(let url): try await PostgresStore.openTarget(url: url)
        }
    }
}
