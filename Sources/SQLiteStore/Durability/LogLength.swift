import GRDB
import GRDBSQLite
import Synchronization

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
