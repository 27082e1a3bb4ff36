import Foundation
import Migrations
import ProfileStore

extension PostgresStore {
    /// Opens the store that `url` leads to, which libpq reads with all it may hold (TLS modes, several hosts, options),
    /// and brings its schema up to date. While somebody listens to changes, `readURL` leads to a replica that takes
    /// reads off it as far as it has caught up. With `requiresDurability` a server that may lose what it acknowledged
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
