import CPostgres
import Foundation
@testable import PostgresStore
import ProfileService
import ProfileStore
import SQLStore
import Synchronization
import Testing

/// A PostgreSQL server on which histories are lived: the one that the environment names.
struct HistoryServer: Sendable {
    /// Nil when the environment names none.
    static let shared = ProcessInfo.processInfo.environment["CLIENTELE_TEST_POSTGRES"].flatMap(HistoryServer.init)
    static let advice: Comment = "set CLIENTELE_TEST_POSTGRES to the URL of a server to make databases on"

    private static let lastNumber = Mutex(0)
    private let url: URLComponents

    private init?(_ text: String) {
        guard let url = URLComponents(string: text) else { return nil }
        self.url = url
    }

    /// Runs `body` with a store on a new database, which goes away after it, and with what empties it.
    func withStore(
        _ body: (any ProfileService.Store, _ clear: () async throws -> Void) async throws -> Void
    ) async throws {
        let number = Self.lastNumber.withLock { last in
            last += 1
            return last
        }
        let name = "clientele_history_\(ProcessInfo.processInfo.processIdentifier)_\(number)"
        try await run("CREATE DATABASE \(name) ENCODING 'UTF8' TEMPLATE template0", at: url)
        var address = url
        address.path = "/\(name)"
        let result: Result<Void, any Error>
        do {
            let store = try await PostgresStore.open(url: address.string ?? "")
            let tables = StoredTable.all.map(\.name).joined(separator: ", ")
            do {
                try await body(store) { try await run("TRUNCATE \(tables)", at: address) }
                result = .success(())
            } catch { result = .failure(error) }
            await store.close()
        } catch { result = .failure(error) }
        try await run("DROP DATABASE \(name) WITH (FORCE)", at: url)
        try result.get()
    }

    private func run(_ sql: String, at url: URLComponents) async throws {
        let handover = try await ServerAddress(url: url.string ?? "").connect()
        defer { PQfinish(handover.pointer) }
        try Script(handover.pointer).run(sql)
    }
}
