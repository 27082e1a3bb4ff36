import ProfileStore

/// Why a store could not be opened, in words for the operator.
package enum PostgresOpenError: Error, Hashable, Sendable {
    /// The server cannot be reached, or does not let us in.
    case cannotConnect
    /// The database keeps texts in another encoding than UTF-8.
    case notUnicode
    /// With its settings a power cut takes what was acknowledged, or damages what is there; those that are off.
    case losesWrites(settings: [String])
    /// What is to be read is another database than what is written to.
    case notAReplica
    /// The schema has to be changed in a way for which nobody else may be connected; how many are.
    case nodesRunning(connections: Int)
    /// A copy into it was begun and is not finished; where it comes from.
    case unfinishedCopy(of: String)
    /// Others are connected to the database, which has to be this program's alone.
    case inUse
    case cannotOpen(detail: String)
    /// The schema is newer than this version, was altered, or has not been brought up to date.
    case schema(detail: String)
}

extension PostgresOpenError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .cannotConnect: "the database server cannot be reached, or refuses the connection; its log says why"
        case .notUnicode: "the database must be created with ENCODING 'UTF8'"
        case .losesWrites(let settings):
            """
            the database server runs with \(settings.map { "\($0)=off" }.joined(separator: " and ")): a power cut \
            would take what was acknowledged, or damage the database
            """
        case .notAReplica: "the read database is not a replica of the database"
        case .nodesRunning(let connections):
            """
            the database has to be brought up to date once with all nodes stopped, and \(connections) other \
            \(connections == 1 ? "connection is" : "connections are") open: stop the nodes of the version before
            """
        case .unfinishedCopy(let origin): StoredSetting.unfinished(origin)
        case .inUse: "other nodes or commands are connected to the database: stop them, so that nobody else uses it"
        case .cannotOpen(let detail): "the database cannot be opened: \(detail)"
        case .schema(let detail): "the database does not fit this version: \(detail)"
        }
    }
}
