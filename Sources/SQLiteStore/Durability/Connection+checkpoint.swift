import GRDB
import GRDBSQLite
import ProfileStore

extension Connection {
    enum Checkpoint: String {
        /// Copies what it can without waiting for anybody.
        case passive = "PASSIVE"
        /// Waits for readers, copies everything and leaves the log empty.
        case truncate = "TRUNCATE"
    }

    /// In milliseconds.
    static let usualPatience: Int32 = 5_000

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
            let query = try prepare("PRAGMA wal_checkpoint(\(kind.rawValue))")
            return try query.first { columns throws(StoreError) in
                let (isHeldUp, pages, copied) = (columns.integer() != 0, columns.integer(), columns.integer())
                return !isHeldUp && pages == copied
            } ?? false
        } catch {
            if case .diskFailed = error { throw error }
            return false
        }
    }
}
