import ProfileStore
import PostgresStore
import SQLStore
import StoreContract
import Testing

@Suite(
    "PostgreSQL keeps every promise of the port", .enabled(if: TestServer.shared != nil, TestServer.advice),
    .sharesDatabases)
struct ContractTests {
    @Test("in a database", arguments: StoreContract.clauses)
    func keeps(_ clause: Clause) async throws {
        let databases = try #require(DatabasePool.shared)
        try await databases.withStore { store in try await clause.check { store } }
    }

    @Test("with the statements for tables that are spread", arguments: StoreContract.clauses)
    func keepsSpread(_ clause: Clause) async throws {
        let databases = try #require(DatabasePool.shared)
        try await databases.withStore(layout: .spread) { store in try await clause.check { store } }
    }
}
