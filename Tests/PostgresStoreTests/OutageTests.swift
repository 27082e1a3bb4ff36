@testable import PostgresStore
import ProfileCore
import ProfileStore
import SQLStore
import Testing

@Suite("Connections that are lost", .enabled(if: TestServer.shared != nil, TestServer.advice))
struct OutageTests {
    private static let endOthers = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        """

    @Test("A lost connection is unavailable at most, and soon there is another")
    func recovers() async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            let store = try await PostgresStore.open(url: url)
            for _ in 0..<5 {
                try await store.probe()
                try await server.execute(Self.endOthers, at: url)
                try await untilAvailable { try await store.probe() }
                _ = try await untilAvailable { try await store.scan(after: nil, limit: 1) }
            }
            #expect(store.counts.open <= 16)
            await store.close()
        }
    }

    @Test("Whatever was acknowledged while connections were cut is there")
    func losesNothing() async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            let store = try await PostgresStore.open(url: url)
            let crowd = Crowd(people: 40)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        for turn in 0..<60 {
                            try await untilAvailable { try await crowd.act(on: store, as: "w\(writer)", turn: turn) }
                        }
                    }
                }
                group.addTask {
                    for _ in 0..<6 {
                        try await Task.sleep(for: .milliseconds(80))
                        try await server.execute(Self.endOthers, at: url)
                    }
                }
                try await group.waitForAll()
            }
            let stored = try await store.facts(kind: .order, after: nil, limit: 100_000).map(\.key)
            #expect(Set(stored).isSuperset(of: crowd.facts.keys))
            await store.close()
        }
    }

    @Test("A server that is not there is unavailable at once")
    func nobodyThere() async throws {
        await #expect(throws: PostgresOpenError.cannotConnect) {
            try await PostgresStore.open(url: "postgres://nobody@127.0.0.1:1/nothing")
        }
        let store = PostgresStore(address: ServerAddress(url: "postgres://nobody@127.0.0.1:1/x"), limits: PoolLimits())
        for _ in 0..<3 { await #expect(throws: StoreError.unavailable) { try await store.probe() } }
        await #expect(throws: StoreError.unavailable) {
            try await store.commit(reading: ReadSet()) { _ in (Decision(decidedAt: Timestamp(milliseconds: 0)), true) }
        }
        #expect(store.counts.open == 0)
        await store.close()
    }
}

/// Tries again for as long as the store is unavailable, as clients do.
private func untilAvailable<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
    for _ in 0..<200 {
        do {
            return try await body()
        } catch StoreError.unavailable {
            try await Task.sleep(for: .milliseconds(20))
        }
    }
    return try await body()
}
