@testable import PostgresStore
import ProfileCore
import ProfileStore
import SQLStore
import StoreContract
import Testing

@Suite("Connections that are shared", .enabled(if: TestServer.shared != nil, TestServer.advice))
struct PoolTests {
    private static let sleep = Statement("sleep", .none, "SELECT pg_sleep(10)")

    @Test("No more connections are open than allowed, however many ask", .timeLimit(.minutes(1)))
    func bound() async throws {
        let server = try #require(TestServer.shared)
        var limits = PoolLimits()
        (limits.size, limits.patience) = (3, .seconds(60))
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
            // The last connection may still be on its way back when its answer is here.
            while store.counts.idle < store.counts.open { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    @Test("A caller that waits too long gets the error that the store is unavailable")
    func patience() async throws {
        let server = try #require(TestServer.shared)
        var limits = PoolLimits()
        (limits.size, limits.patience) = (1, .milliseconds(50))
        try await server.withStore(limits) { store in
            _ = try await whileHoldingOne(of: store) {
                await #expect(throws: StoreError.unavailable) { try await store.scan(after: nil, limit: 1) }
            }
            #expect(store.counts.timeouts == 1)
            _ = try await store.scan(after: nil, limit: 1)
        }
    }

    @Test("A line that is full turns callers away")
    func fullLine() async throws {
        let server = try #require(TestServer.shared)
        var limits = PoolLimits()
        (limits.size, limits.greatestWait, limits.patience) = (1, 1, .seconds(60))
        try await server.withStore(limits) { store in
            let waiting = try await whileHoldingOne(of: store) {
                let waiting = Task { try await store.scan(after: nil, limit: 1) }
                while store.counts.waiting == 0 { try await Task.sleep(for: .milliseconds(1)) }
                await #expect(throws: StoreError.unavailable) { try await store.scan(after: nil, limit: 1) }
                return waiting
            }
            _ = try await waiting.value
        }
    }

    @Test("An answer that does not come in time costs the connection, not the store")
    func lateAnswer() async throws {
        let server = try #require(TestServer.shared)
        var limits = PoolLimits()
        limits.answerPatience = .milliseconds(100)
        try await server.withStore(limits) { store in
            await #expect(throws: StoreError.unavailable) {
                try await store.read([Self.sleep()]) { _ throws(StoreError) in }
            }
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

    @Test("A refused statement leaves no transaction open for the next caller")
    func refusalInTransaction() async throws {
        let server = try #require(TestServer.shared)
        var limits = PoolLimits()
        limits.size = 1
        try await server.withDatabase { url in
            let store = try await PostgresStore.open(url: url, limits: limits)
            let wrong = Statement("wrong", .none, "SELECT 1 / $1::bigint")
            await #expect(throws: StoreError.failed(detail: "PostgreSQL error 22012")) {
                try await store.read([wrong { $0.add(0) }, wrong { $0.add(1) }]) { _ throws(StoreError) in }
            }
            try await store.put(VIPPolicy(tiers: [], vipFrom: "kept"))
            // One that is left open by mistake is ended too.
            try await store.read([Statement.begin()]) { _ throws(StoreError) in }
            try await store.put(VIPPolicy(tiers: [], vipFrom: "changed"))
            #expect(store.counts.open == 1 && store.counts.losses == 0)
            let other = try await PostgresStore.open(url: url)
            #expect(try await other.policy()?.vipFrom == "changed")
            for one in [store, other] { await one.close() }
        }
    }

    @Test("A sign of life that is refused costs the connection and not its place")
    func refusedSignOfLife() async throws {
        let server = try #require(TestServer.shared)
        var limits = PoolLimits()
        (limits.size, limits.idleBeforeCheck, limits.patience) = (1, .zero, .seconds(1))
        try await server.withStore(limits) { store in
            for _ in 0..<2 { _ = try await store.scan(after: nil, limit: 1) }
            // The server knows the statement no more that asks for it.
            let forget = Statement("forget", .none, "DEALLOCATE ALL")
            _ = try? await store.read([forget()]) { _ throws(StoreError) in }
            for _ in 0..<3 { _ = try await store.scan(after: nil, limit: 1) }
            #expect(store.counts.open == 1)
        }
    }

    @Test("A closed store is unavailable, but keeps what was asked for before")
    func closed() async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            let store = try await PostgresStore.open(url: url)
            let moment = Timestamp(milliseconds: 1)
            async let waiting = store.commit(reading: ReadSet()) { _ in
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
                try await store.commit(reading: ReadSet()) { _ in (Decision(decidedAt: moment), true) }
            }
            let again = try await PostgresStore.open(url: url)
            #expect(try await again.scan(after: nil, limit: 10).count == 1)
            await again.close()
        }
    }

    @Test("A reader who is cancelled does not keep the server busy", .timeLimit(.minutes(1)))
    func cancelled() async throws {
        let server = try #require(TestServer.shared)
        try await server.withStore { store in
            let endless = Statement("endless", .none, "SELECT pg_sleep(3600)")
            let reading = Task { try await store.read([endless()]) { _ throws(StoreError) in } }
            while try await countBusy(in: store) == 0 { try await Task.sleep(for: .milliseconds(5)) }
            reading.cancel()
            await #expect(throws: StoreError.unavailable) { try await reading.value }
            while try await countBusy(in: store) > 0 { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    /// How many connections of this database run the statement with `pg_sleep(3600)` now.
    private func countBusy(in store: PostgresStore) async throws -> Int64 {
        let busy = Statement(
            "busy", .none,
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid() AND query LIKE '%3600%'
            """)
        return try await store.read([busy()]) { rows throws(StoreError) in
            try rows[0].first { columns throws(StoreError) in try columns.integer() } ?? 0
        }
    }

    /// Runs `body` while one connection is lent to nobody in particular.
    private func whileHoldingOne<Value: Sendable>(
        of store: PostgresStore, _ body: () async throws -> Value
    ) async throws -> Value {
        let (isTaken, isDone) = (Latch(), Latch())
        let holding = Task {
            try await store.pool.withConnection { _ async throws(PostgresFailure) in
                isTaken.open()
                await isDone.wait()
            }
        }
        await isTaken.wait()
        return try await ending(body) {
            isDone.open()
            try await holding.value
        }
    }
}
