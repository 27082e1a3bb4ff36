import Foundation
import GRDB
import Migrations
package import ProfileStore

extension SQLiteStore: WatchedStore {
    package var engine: StoreState.Engine { .sqlite }

    package var measures: [Measure] {
        writes.measures + [
            Measure("store_file_bytes", .level(Self.size(of: database.path)), help: "Size of the database file."),
            Measure(
                "store_log_bytes", .level(Self.size(of: database.path + "-wal")),
                help: "Size of the write-ahead log beside the database file."),
        ]
    }

    package func state() async throws(StoreError) -> StoreState {
        let applied = try await read { connection throws(StoreError) in
            try connection.integer("SELECT max(number) FROM schema_migrations")
        }
        return StoreState(
            engine: engine, schema: Int(applied ?? 0), knownSchema: Migrations.sqlite.last?.number ?? 0)
    }

    /// Zero when there is no such file, as for a store in memory.
    private static func size(of path: String) -> Int {
        let size = try? FileManager.default.attributesOfItem(atPath: path)[.size]
        return (size as? NSNumber)?.intValue ?? 0
    }
}
