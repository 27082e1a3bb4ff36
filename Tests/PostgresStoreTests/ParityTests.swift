import PostgresStore
import ProfileCore
import ProfileStore
import SQLiteStore
import SQLStore
import Testing

@Suite("Two stores, one behaviour", .enabled(if: TestServer.shared != nil, TestServer.advice))
struct ParityTests {
    @Test("The same history leaves the same bytes", arguments: 1...3)
    func sameBytes(seed: Int) async throws {
        let server = try #require(TestServer.shared)
        try await server.withStore { postgres in
            let sqlite = try SQLiteStore.inMemory()
            var history = History(seed: UInt64(seed))
            for _ in 0..<150 {
                let step = history.step()
                try await sqlite.tell(step)
                try await postgres.tell(step)
            }
            let (expected, found) = (try await Contents(of: sqlite), try await Contents(of: postgres))
            #expect(!expected.states.isEmpty && !expected.conflicts.isEmpty)
            #expect(found.differences(from: expected, numbered: false) == [])
            let export = try await entries(of: sqlite)
            #expect(!export.isEmpty)
            #expect(try await entries(of: postgres) == export)
        }
    }

    @Test("Folding beside the writers leaves the same bytes as folding within commits", arguments: 1...3)
    func foldedBeside(seed: Int) async throws {
        let server = try #require(TestServer.shared)
        try await server.withStore(foldsBesideFrom: 0) { postgres in
            let within = try SQLiteStore.inMemory(foldsBesideFrom: .max)
            let beside = try SQLiteStore.inMemory(foldsBesideFrom: 0)
            var history = History(seed: UInt64(100 + seed))
            for _ in 0..<150 {
                let step = history.step()
                try await within.tell(step)
                try await beside.tell(step)
                try await postgres.tell(step)
            }
            let expected = try await Contents(of: within)
            #expect(try await Contents(of: beside).differences(from: expected) == [])
            #expect(try await Contents(of: postgres).differences(from: expected, numbered: false) == [])
            let export = try await entries(of: within)
            #expect(try await entries(of: beside) == export)
        }
    }

    /// What an export of the store holds.
    private func entries(of store: any RowReading) async throws -> [ExportEntry] {
        var export = StoreExport(of: store)
        var entries: [ExportEntry] = []
        while let page = try await export.next() { entries += page }
        return entries
    }
}
