import ProfileStore

/// Why a store could not be opened, in words for the operator.
package enum OpenError: Error, Hashable, Sendable {
    /// Another process writes to it; its number, where it could be told.
    case inUse(pid: Int32?)
    /// The file is no SQLite database, or one of another program.
    case notADatabase
    /// A copy into it was begun and is not finished; where it comes from.
    case unfinishedCopy(of: String)
    case cannotOpen(detail: String)
    /// The schema is newer than this version, was altered, or has not been brought up to date.
    case schema(detail: String)
}

extension OpenError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .inUse(let pid):
            """
            the database is in use by another process\(pid.map { " (\($0))" } ?? ""): one process writes to a SQLite \
            store at a time
            """
        case .notADatabase: "the file is not a Clientele database"
        case .unfinishedCopy(let origin): StoredSetting.unfinished(origin)
        case .cannotOpen(let detail): "the database cannot be opened: \(detail)"
        case .schema(let detail): "the database does not fit this version: \(detail)"
        }
    }
}
