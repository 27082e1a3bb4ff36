/// Why no backup was made, in words for the operator.
package enum BackupError: Error, Hashable, Sendable {
    case source(OpenError)
    /// Backups are never written over.
    case exists
    /// Another backup of that name is being made, or was cut off.
    case begun
    case target(detail: String)
    /// What was copied is not whole: the store itself is damaged.
    case damaged
    case stopped
}

extension BackupError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .source(let error): error.description
        case .exists: "there is a file of that name already"
        case .begun:
            """
            there is a file of that name that ends in .part: another backup is being made, or one was cut off; if so, \
            remove it
            """
        case .target(let detail): "the backup cannot be written: \(detail)"
        case .damaged: "the database is damaged; nothing was kept of the backup"
        case .stopped: "stopped; nothing was kept of the backup"
        }
    }
}
