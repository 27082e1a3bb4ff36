import ProfileStore
import PostgresStore
import SQLStore
import StoreContract
import Testing

@Suite("PostgreSQL keeps every promise of the port", .enabled(if: TestServer.shared != nil, TestServer.advice))
struct ContractTests {
    @Test("in a new database", arguments: StoreContract.clauses)
    func keeps(_ clause: Clause) async throws {
        let server = try #require(TestServer.shared)
        try await server.withStore { store in try await clause.check { store } }
    }

    @Test("with the statements for tables that are spread", arguments: StoreContract.clauses)
    func keepsSpread(_ clause: Clause) async throws {
        let server = try #require(TestServer.shared)
        try await server.withStore(layout: .spread) { store in try await clause.check { store } }
    }
}
