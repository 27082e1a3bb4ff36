@testable import PostgresStore
import ProfileCore
import ProfileStore
import SQLStore
import Testing

@Suite("What a store tells about its own doings", .enabled(if: TestServer.shared != nil, TestServer.advice))
struct MetricTests {
    @Test("Statements, waits, refusals and lost connections are counted", .timeLimit(.minutes(1)))
    func counts() async throws {
        let server = try #require(TestServer.shared)
        var limits = PoolLimits()
        limits.size = 1
        // What is counted here, not how quickly the machine answers.
        limits.patience = .seconds(60)
        try await server.withStore(limits) { store in
            async let reads: Void = withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 { group.addTask { _ = try await store.scan(after: nil, limit: 1) } }
                try await group.waitForAll()
            }
            try await store.probe()
            try await reads
            #expect(value("store_statements", "scan_from_start", in: store) == .counter(20))
            #expect(value("store_statements", "save_setting", in: store) == .counter(1))
            #expect(value("store_pool_size", "primary", in: store) == .gauge(1))
            #expect(value("store_pool_in_use", "primary", in: store) == .gauge(0))
            guard case .histogram(let waits) = value("store_pool_wait_seconds", "primary", in: store) else {
                Issue.record("no waits")
                return
            }
            #expect(waits.count >= 1 && waits.count <= 21)
            #expect(value("store_round_trips_lost", in: store) == .counter(0))
        }
    }

    @Test("A deadlock that PostgreSQL ends is tried again, and counted", .timeLimit(.minutes(1)))
    func retries() async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            let store = try await PostgresStore.open(url: url)
            try await server.execute(
                """
                CREATE SEQUENCE tries;
                CREATE FUNCTION fail_first() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    IF nextval('tries') = 1 THEN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER fail_first BEFORE UPDATE ON counters FOR EACH ROW EXECUTE FUNCTION fail_first();
                """, at: url)
            let id = ProfileID(high: 1, low: 1)
            _ = try await store.commit(reading: ReadSet()) { _ in
                var decision = Decision(decidedAt: Timestamp(milliseconds: 1))
                decision.profiles[id] = ProfileState(id: id, version: 1, changedAt: Timestamp(milliseconds: 1))
                return (decision, true)
            }
            #expect(value("store_retries", "deadlock", in: store) == .counter(1))
            #expect(value("store_refusals", "40P01", in: store) == .counter(1))
            #expect(value("store_writes", in: store) == .counter(1))
            await store.close()
        }
    }

    @Test("The lag of what other nodes tell is measured by the server's clock")
    func notices() throws {
        let notice = try #require(ChangeNotice("17 1795341600000000"))
        #expect(notice.position == FeedPosition("17") && notice.toldAt == 1_795_341_600_000_000)
        #expect(ChangeNotice("17")?.toldAt == nil)
        #expect(ChangeNotice("17 1 more")?.toldAt == 1)
        #expect(ChangeNotice("") == nil && ChangeNotice("? 1") == nil)
        let clock = ServerClock()
        #expect(clock.age(of: 5) == nil)
        clock.set(1_000_000, askedAt: .now)
        let age = try #require(clock.age(of: 0))
        #expect(age >= .seconds(1))
    }

    @Test("Every metric has a name of its own, in words and with its unit")
    func names() async throws {
        let server = try #require(TestServer.shared)
        try await server.withStore { store in
            let names = store.metrics.map(\.name)
            #expect(Set(names).count == names.count)
            #expect(names.allSatisfy { $0.wholeMatch(of: #/[a-z]+(_[a-z]+)*/#) != nil })
            for metric in store.metrics {
                let isTimed = metric.values.values.contains { if case .histogram = $0 { true } else { false } }
                #expect(!isTimed || metric.name.hasSuffix("_seconds"), "\(metric.name)")
            }
        }
    }

    private func value(_ name: String, _ label: String = "", in store: PostgresStore) -> Metric.Value? {
        store.metrics.first { $0.name == name }?.values[label]
    }
}
