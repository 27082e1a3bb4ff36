import GRDB
import GRDBSQLite
import ProfileStore

extension StoreError {
    /// Result codes decide, never a message: messages change, and may quote stored values.
    init(resultCode code: Int32) {
        switch code & 0xFF {
        case SQLITE_FULL, SQLITE_IOERR, SQLITE_READONLY, SQLITE_PERM: self = .cannotWrite
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_MISUSE, SQLITE_NOMEM, SQLITE_CANTOPEN, SQLITE_INTERRUPT:
            self = .unavailable
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .unreadable(detail: Self.describe(code))
        default: self = .failed(detail: Self.describe(code))
        }
    }

    init(_ error: any Error) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError: self.init(resultCode: error.extendedResultCode.rawValue)
        default: self = .failed(detail: "unexpected error of type \(type(of: error))")
        }
    }

    /// SQLite's own fixed words for a result code.
    static func describe(_ code: Int32) -> String {
        let words = sqlite3_errstr(code).map { String(cString: $0) } ?? "unknown"
        return "SQLite result \(code): \(words)"
    }
}
