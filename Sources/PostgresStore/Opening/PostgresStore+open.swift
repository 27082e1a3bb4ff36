import Foundation
import Migrations
import ProfileStore

extension PostgresStore {
    /// Opens the store that `url` leads to, which libpq reads with all it may hold (TLS modes, several hosts, options),
    /// and brings its schema up to date. While somebody listens to changes, `readURL` leads to a replica that takes
    /// reads off it once it has caught up. With `requiresDurability` a server that may lose what it acknowledged
    /// is refused. Where the tables are is found out, unless `layout` says it.
    package static func open(
        url: String, readURL: String? = nil, limits: PoolLimits = PoolLimits(), requiresDurability: Bool = false,
        foldsBesideFrom smallestFold: Int = PreparedFold.smallestProfile, layout: Layout? = nil
    ) async throws(PostgresOpenError) -> PostgresStore {
        let (migrator, address) = (Migrator(Migrations.postgres), ServerAddress(url: url))
        let replica = readURL.map { ServerAddress(url: $0) }
        let found = try await onOwnThread { () throws(PostgresOpenError) in
            if requiresDurability { try migrator.requireDurability(address) }
            try migrator.migrate(address)
            try migrator.requireFinished(address)
            if let replica { try migrator.requireReplica(replica, of: address) }
            if let layout { return layout }
            return try migrator.layout(of: address)
        }
        return PostgresStore(
            address: ServerAddress(url: url, layout: found), limits: limits,
            replica: replica.map { ServerAddress(url: $0.url, layout: found) }, foldsBesideFrom: smallestFold)
    }

    /// Opens the store that `url` leads to, and brings its schema up to date, to fill it with what another
    /// one holds.
    /// With `alone` nobody else may be connected to it.
    package static func openTarget(
        url: String, alone: Bool = false
    ) async throws(PostgresOpenError) -> PostgresStore {
        let (migrator, address) = (Migrator(Migrations.postgres), ServerAddress(url: url))
        let layout = try await onOwnThread { () throws(PostgresOpenError) in
            if alone { try migrator.requireAlone(address) }
            try migrator.migrate(address)
            return try migrator.layout(of: address)
        }
        return PostgresStore(address: ServerAddress(url: url, layout: layout), limits: PoolLimits())
    }

    /// The store that `url` leads to as it is at this moment. Nothing is written to it.
    package static func snapshot(url: String) async throws(PostgresOpenError) -> PostgresSnapshot {
        let (migrator, address) = (Migrator(Migrations.postgres), ServerAddress(url: url))
        let layout = try await onOwnThread { () throws(PostgresOpenError) in
            try migrator.requireUpToDate(address)
            try migrator.requireFinished(address)
            return try migrator.layout(of: address)
        }
        do throws(PostgresFailure) {
            return try await PostgresSnapshot(ServerAddress(url: url, layout: layout))
        } catch {
            throw .cannotConnect
        }
    }

    /// Runs `body`, which waits for the server, where it keeps nobody else waiting.
    static func onOwnThread<Value: Sendable>(
        _ body: @escaping @Sendable () throws(PostgresOpenError) -> Value
    ) async throws(PostgresOpenError) -> Value {
        let result: Result<Value, PostgresOpenError> = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: Result(catching: body)) }
        }
        return try result.get()
    }
}

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
