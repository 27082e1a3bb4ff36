import CPageScrub
import GRDB
import GRDBSQLite
import ProfileStore

/// Keeps pages free of what is no more in them; see CPageScrub.
enum PageScrubbing {
    /// Kept in the file as `user_version` once it has no page that was written otherwise.
    private static let mark = 1

    /// Whether all that this process writes from now on is written so.
    static let isOn = clientele_scrub_begin() == SQLITE_OK

    /// Clears a file that an earlier version wrote, once. Nobody in this process may have it open.
    static func clear(_ path: String) throws(OpenError) {
        guard isOn else { throw .cannotOpen(detail: "SQLite does not let its pages be kept clean") }
        guard clientele_scrub_user_version(path) == 0 else { return }
        let error = clientele_scrub_file(path)
        guard error == 0 else { throw .cannotOpen(detail: StoreLock.describe(error)) }
    }

    /// Clears free pages of what a savepoint took back; false when that has to wait.
    ///
    /// - Throws: that the disk failed, and nothing else.
    static func clearFreePages(of connection: Connection) throws(StoreError) -> Bool {
        do throws(StoreError) {
            let code = try connection.transaction { () throws(StoreError) in
                (clientele_scrub_free_pages(connection.database.sqliteConnection), isKept: false)
            }
            guard code == SQLITE_OK else { throw StoreError(resultCode: code) }
            return true
        } catch {
            if case .diskFailed = error { throw error }
            return false
        }
    }

    /// Notes that the file is clean.
    static func note(_ connection: Connection) throws {
        guard try connection.integer("PRAGMA user_version") == 0 else { return }
        try connection.run("PRAGMA user_version = \(mark)")
    }
}
