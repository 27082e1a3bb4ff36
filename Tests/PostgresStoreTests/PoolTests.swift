@testable import PostgresStore
import ProfileCore
import ProfileStore
import Testing

@Suite("Connections that are shared", .enabled(if: TestServer.shared != nil, TestServer.advice))
struct PoolTests {
    private static let sleep = Statement("sleep", .none, "SELECT pg_sleep(0.3)")

    @Test("No more connections are open than allowed, however many ask")
    func bound() async throws {
        let server = try #require(TestServer.shared)
        var limits = PoolLimits()
        limits.size = 3
        try await server.withStore(limits) { store in
            let most = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<60 {
                    group.addTask {
                        _ = try await store.scan(after: nil, limit: 1)
                        return store.counts.open
                    }
                }
                return try await group.reduce(0, max)
            }
            #expect((1...3).contains(most))
            #expect(store.counts.waiting == 0)
            #expect(store.counts.idle == store.counts.open)
        }
    }

    @Test("Whoever waits for too long is told that the store is unavailable")
    func patience() async throws {
        let server = try #require(TestServer.shared)
        var limits = PoolLimits()
        (limits.size, limits.patience) = (1, .milliseconds(50))
        try await server.withStore(limits) { store in
            async let holding: Void = hold(store)
            while store.counts.open == 0 || store.counts.idle > 0 { await Task.yield() }
            await #expect(throws: StoreError.unavailable) { try await store.scan(after: nil, limit: 1) }
            try await holding
            #expect(store.counts.timeouts == 1)
            _ = try await store.scan(after: nil, limit: 1)
        }
    }

    @Test("A line that is full turns callers away")
    func fullLine() async throws {
        let server = try #require(TestServer.shared)
        var limits = PoolLimits()
        (limits.size, limits.greatestWait) = (1, 1)
        try await server.withStore(limits) { store in
            async let holding: Void = hold(store)
            while store.counts.open == 0 || store.counts.idle > 0 { await Task.yield() }
            async let waiting = store.scan(after: nil, limit: 1)
            while store.counts.waiting == 0 { await Task.yield() }
            await #expect(throws: StoreError.unavailable) { try await store.scan(after: nil, limit: 1) }
            try await holding
            _ = try await waiting
        }
    }

    @Test("An answer that does not come in time costs the connection, not the store")
    func lateAnswer() async throws {
        let server = try #require(TestServer.shared)
        var limits = PoolLimits()
        limits.answerPatience = .milliseconds(100)
        try await server.withStore(limits) { store in
            await #expect(throws: StoreError.unavailable) { try await hold(store) }
            _ = try await store.scan(after: nil, limit: 1)
        }
    }

    @Test("A connection that rested for long is checked, and replaced when it is gone")
    func check() async throws {
        let server = try #require(TestServer.shared)
        var limits = PoolLimits()
        limits.idleBeforeCheck = .zero
        try await server.withStore(limits) { store in
            for _ in 0..<3 { _ = try await store.scan(after: nil, limit: 1) }
            #expect(store.counts.open == 1)
        }
    }

    @Test("A statement the server refuses leaves the connection usable")
    func refusal() async throws {
        let server = try #require(TestServer.shared)
        try await server.withStore { store in
            let wrong = Statement("wrong", .none, "SELECT 1 / $1::bigint")
            for _ in 0..<2 {
                await #expect(throws: StoreError.failed(detail: "PostgreSQL error 22012")) {
                    try await store.read([Statement.signOfLife(), wrong { $0.add(0) }, Statement.signOfLife()]) {
                        _ throws(StoreError) in
                    }
                }
            }
            _ = try await store.read([wrong { $0.add(1) }]) { rows throws(StoreError) in rows[0].count }
            #expect(store.counts.open == 1 && store.counts.losses == 0)
        }
    }

    @Test("A closed store is unavailable, but keeps what was asked for before")
    func closed() async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            let store = try await PostgresStore.open(url: url)
            let moment = Timestamp(milliseconds: 1)
            async let waiting = store.commit(touching: Touch()) { _ in
                var decision = Decision(decidedAt: moment)
                let id = ProfileID(high: 1, low: 1)
                decision.profiles[id] = ProfileState(id: id, version: 1, changedAt: moment)
                return (decision, true)
            }
            #expect(try await waiting.changes.count == 1)
            await store.close()
            await store.close()
            await #expect(throws: StoreError.unavailable) { try await store.probe() }
            await #expect(throws: StoreError.unavailable) {
                try await store.commit(touching: Touch()) { _ in (Decision(decidedAt: moment), true) }
            }
            let again = try await PostgresStore.open(url: url)
            #expect(try await again.scan(after: nil, limit: 10).count == 1)
            await again.close()
        }
    }

    private func hold(_ store: PostgresStore) async throws {
        try await store.read([Self.sleep()]) { _ throws(StoreError) in }
    }
}
