import ProfileStore
import SQLiteStore
import SQLStore
import StoreContract
import Testing

@Suite("The store keeps every promise of the port") struct ContractTests {
    @Test("in memory", arguments: StoreContract.clauses)
    func inMemory(_ clause: Clause) async throws {
        try await clause.check { try SQLiteStore.inMemory() }
    }

    @Test("in a file", arguments: StoreContract.clauses)
    func inFile(_ clause: Clause) async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.open(path: folder.file("store.db"))
        try await clause.check { store }
        await store.close()
    }
}
