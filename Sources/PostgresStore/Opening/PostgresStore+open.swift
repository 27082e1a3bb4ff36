import Foundation
import Migrations

extension PostgresStore {
    /// Opens the store that `url` leads to, which libpq reads with all it may hold (TLS modes, several hosts, options),
    /// and brings its schema up to date.
    package static func open(
        url: String, limits: PoolLimits = PoolLimits()
    ) async throws(PostgresOpenError) -> PostgresStore {
        try await open(url: url, limits: limits, migrations: Migrations.postgres)
    }

    static func open(
        url: String, limits: PoolLimits, migrations: [Migration]
    ) async throws(PostgresOpenError) -> PostgresStore {
        let address = ServerAddress(url: url)
        let result: Result<Void, PostgresOpenError> = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    returning: Result { () throws(PostgresOpenError) in try Migrator(migrations).migrate(address) })
            }
        }
        try result.get()
        return PostgresStore(address: address, limits: limits)
    }
}
