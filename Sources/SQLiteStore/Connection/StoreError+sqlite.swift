import GRDB
import GRDBSQLite
import Glibc
import ProfileStore

extension StoreError {
    /// Codes decide, never a message: messages change, and may quote stored values.
    ///
    /// `systemError` is the error number of the system call that failed, if one did.
    init(resultCode code: Int32, systemError: Int32 = 0) {
        switch code & 0xFF {
        case SQLITE_IOERR: self.init(inputOutputError: code, systemError)
        case SQLITE_FULL, SQLITE_READONLY, SQLITE_PERM: self = .cannotWrite
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

    private init(inputOutputError code: Int32, _ systemError: Int32) {
        let detail = Self.describe(code)
        switch code >> 8 {
        // Syncs, of a file and of its folder: what the disk has is unknown, and the next sync would succeed.
        case 4, 5: self = .diskFailed(detail: detail)
        // Writing, and cutting a file off. Want of room is reported and harms nothing.
        case 3, 6: self = systemError == EIO ? .diskFailed(detail: detail) : .cannotWrite
        // Reading, in all its ways to fail.
        case 1, 2, 32, 33: self = .unreadable(detail: detail)
        default: self = .cannotWrite
        }
    }

    /// SQLite's own fixed words for a result code.
    static func describe(_ code: Int32) -> String {
        let words = sqlite3_errstr(code).map { String(cString: $0) } ?? "unknown"
        return "SQLite result \(code): \(words)"
    }
}
