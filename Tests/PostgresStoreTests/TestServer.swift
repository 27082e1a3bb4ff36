import CPostgres
import Foundation
@testable import PostgresStore
import ProfileStore
import SQLStore
import StoreContract
import Synchronization
import Testing

/// A server that tests may make databases on: the one that the environment names.
struct TestServer: Sendable {
    /// Nil when the environment names none.
    static let shared = ProcessInfo.processInfo.environment["CLIENTELE_TEST_POSTGRES"].flatMap(TestServer.init)
    /// A server that follows it; nil when the environment names none.
    static let replica = ProcessInfo.processInfo.environment["CLIENTELE_TEST_POSTGRES_REPLICA"]
        .flatMap(TestServer.init)
    static let replicaAdvice: Comment = "set CLIENTELE_TEST_POSTGRES_REPLICA to the URL of a replica of that server"
    static let advice: Comment = "set CLIENTELE_TEST_POSTGRES to the URL of a server to make databases on"

    private let url: URLComponents
    private static let lastNumber = Mutex(0)

    private init?(_ text: String) {
        guard let url = URLComponents(string: text) else { return nil }
        self.url = url
    }

    /// Runs `body` with the URL of a new, empty database, which goes away after it.
    func withDatabase<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        let url = try await makeDatabase()
        return try await ending({ try await body(url) }, by: { try await drop(url) })
    }

    /// The URL of a new, empty database, which the caller drops.
    func makeDatabase() async throws -> String {
        let number = Self.lastNumber.withLock { last in
            last += 1
            return last
        }
        let name = "clientele_test_\(ProcessInfo.processInfo.processIdentifier)_\(number)"
        try await administer("CREATE DATABASE \(name) ENCODING 'UTF8' TEMPLATE template0")
        return address(of: name)
    }

    func drop(_ url: String) async throws {
        let name = (URLComponents(string: url)?.path ?? "").dropFirst()
        try await administer("DROP DATABASE \(name) WITH (FORCE)")
    }

    /// Runs `body` with a store on a new database.
    func withStore<Value>(
        _ limits: PoolLimits = PoolLimits(), foldsBesideFrom smallestFold: Int = PreparedFold.smallestProfile,
        layout: Layout? = nil, _ body: (PostgresStore) async throws -> Value
    ) async throws -> Value {
        try await withDatabase { url in
            let store = try await PostgresStore.open(
                url: url, limits: limits, foldsBesideFrom: smallestFold, layout: layout)
            return try await ending({ try await body(store) }, by: { await store.close() })
        }
    }

    /// Runs one statement on the server's own database.
    func administer(_ sql: String) async throws {
        try await execute(sql, at: url.string ?? "")
    }

    /// Runs a statement beside the store, on a connection of its own.
    func execute(_ sql: String, at url: String) async throws {
        let handover = try await ServerAddress(url: url).connect()
        defer { PQfinish(handover.pointer) }
        try Script(handover.pointer).run(sql)
    }

    private func address(of database: String) -> String {
        var url = url
        url.path = "/\(database)"
        return url.string ?? ""
    }

    /// Where the database at that address is on this server.
    func counterpart(of address: String) -> String {
        var url = url
        url.path = URLComponents(string: address)?.path ?? ""
        return url.string ?? ""
    }
}
