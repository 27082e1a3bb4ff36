import Foundation
import Migrations
import ProfileStore

extension PostgresStore {
    /// Opens the store that `url` leads to, which libpq reads with all it may hold (TLS modes, several hosts, options),
    /// and brings its schema up to date. While somebody listens to changes, `readURL` leads to a replica that takes
    /// reads off it as far as it has caught up. With `requiresDurability` a server that may lose what it acknowledged
    /// is refused.
    package static func open(
        url: String, readURL: String? = nil, limits: PoolLimits = PoolLimits(), requiresDurability: Bool = false,
        foldsBesideFrom smallestFold: Int = PreparedFold.smallestProfile
    ) async throws(PostgresOpenError) -> PostgresStore {
        let (migrator, address) = (Migrator(Migrations.postgres), ServerAddress(url: url))
        let replica = readURL.map(ServerAddress.init)
        try await onOwnThread { () throws(PostgresOpenError) in
            if requiresDurability { try migrator.requireDurability(address) }
            try migrator.migrate(address)
            try migrator.requireFinished(address)
            if let replica { try migrator.requireReplica(replica, of: address) }
        }
        return PostgresStore(address: address, limits: limits, replica: replica, foldsBesideFrom: smallestFold)
    }

    /// Opens the store that `url` leads to, and brings its schema up to date, to fill it with what another
    /// one holds.
    /// With `alone` nobody else may be connected to it.
    package static func openTarget(
        url: String, alone: Bool = false
    ) async throws(PostgresOpenError) -> PostgresStore {
        let address = ServerAddress(url: url)
        try await onOwnThread { () throws(PostgresOpenError) in
            if alone { try Migrator(Migrations.postgres).requireAlone(address) }
            try Migrator(Migrations.postgres).migrate(address)
        }
        return PostgresStore(address: address, limits: PoolLimits())
    }

    /// The store that `url` leads to as it is at this moment. Nothing is written to it.
    package static func snapshot(url: String) async throws(PostgresOpenError) -> PostgresSnapshot {
        let address = ServerAddress(url: url)
        try await onOwnThread { () throws(PostgresOpenError) in
            try Migrator(Migrations.postgres).requireUpToDate(address)
            try Migrator(Migrations.postgres).requireFinished(address)
        }
        do throws(PostgresFailure) {
            return try await PostgresSnapshot(address)
        } catch {
            throw .cannotConnect
        }
    }

    /// Runs `body`, which waits for the server, where it keeps nobody else waiting.
    static func onOwnThread(
        _ body: @escaping @Sendable () throws(PostgresOpenError) -> Void
    ) async throws(PostgresOpenError) {
        let result: Result<Void, PostgresOpenError> = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: Result(catching: body)) }
        }
        try result.get()
    }
}
