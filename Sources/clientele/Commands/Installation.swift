import ArgumentParser
import ProfileCore
import ProfileHTTP
import ProfileService
import ProfileStore
import ProfileWire
import SQLiteStore

/// The store of a deployment and the service over it.
struct Installation {
    let store: SQLiteStore
    let service: ProfileService

    /// Opens the store to write, and to bring its schema up to date.
    ///
    /// - Throws: `ExitCode` 1 or 64 after saying what is wrong.
    init(_ deployment: Deployment) async throws {
        try await self.init(deployment) { path throws(OpenError) in try SQLiteStore.open(path: path) }
    }

    /// Opens the store to look at it only, which is possible while a server runs.
    init(reading deployment: Deployment) async throws {
        try await self.init(deployment) { path throws(OpenError) in try SQLiteStore.openReadOnly(path: path) }
    }

    /// Opens a copy of the store that vanishes with the process, to see what something would do.
    init(copyOf deployment: Deployment) async throws {
        try await self.init(deployment) { path throws(OpenError) in try SQLiteStore.openCopy(of: path) }
    }

    private init(_ deployment: Deployment, _ open: (String) throws(OpenError) -> SQLiteStore) async throws {
        do {
            store = try open(try Self.path(of: deployment.database))
            service = try await ProfileService(
                store: store, settings: deployment.service, rendering: { ProfileRenderer.render($0) },
                now: { Timestamp.now })
        } catch let error as OpenError {
            Console.complain(error.description)
            throw ExitCode(1)
        } catch let error as StoreError {
            Console.complain("the store cannot be read: \(error)")
            throw ExitCode(1)
        }
    }

    private static func path(of database: String) throws -> String {
        let scheme = "sqlite:"
        guard database.hasPrefix(scheme), database.count > scheme.count else {
            Console.complain("--database (CLIENTELE_DATABASE) must be sqlite:PATH")
            throw ExitCode(64)
        }
        return String(database.dropFirst(scheme.count))
    }
}
