@testable import PostgresStore
import ProfileCore
import ProfileStore
import SQLStore
import Synchronization
import Testing

@Suite("Nodes that listen", .enabled(if: TestServer.shared != nil, TestServer.advice))
struct ListeningTests {
    /// What one node has heard.
    private final class Ear: Sendable {
        private let news = Mutex<[ChangeNews]>([])

        func hear(_ one: ChangeNews) { news.withLock { $0.append(one) } }

        func has(_ isWanted: @Sendable (ChangeNews) -> Bool) -> Bool { news.withLock { $0.contains(where: isWanted) } }

        func wait(for isWanted: @Sendable (ChangeNews) -> Bool) async throws {
            while !has(isWanted) { try await Task.sleep(for: .milliseconds(2)) }
        }
    }

    @Test("A node hears what another one changed, also after its connection was cut", .timeLimit(.minutes(1)))
    func hears() async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            let (one, other) = (try await PostgresStore.open(url: url), try await PostgresStore.open(url: url))
            let ear = Ear()
            let listening = Task { await one.listen(ear.hear) }
            try await ear.wait { $0 == .upTo(.start) }
            for number in 1...3 as ClosedRange<UInt64> {
                let last = try await change(number, in: other)
                try await ear.wait { $0.covers(last) }
            }
            try await server.execute(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """, at: url)
            try await ear.wait { $0 == .lost }
            var last: FeedPosition?
            while last == nil { last = try? await change(9, in: other) }
            let target = try #require(last)
            try await ear.wait { $0.covers(target) }
            listening.cancel()
            await listening.value
            await one.close()
            await other.close()
        }
    }

    @Test("However much is committed, it is told at most every ten milliseconds", .timeLimit(.minutes(1)))
    func relays() async throws {
        let server = try #require(TestServer.shared)
        try await server.withStore { store in
            let start = ContinuousClock.now
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 1...8 as ClosedRange<UInt64> {
                    group.addTask {
                        for turn in 0..<25 as Range<UInt64> { _ = try await change(writer * 100 + turn, in: store) }
                    }
                }
                try await group.waitForAll()
            }
            await store.relay.close()
            let tenths = start.duration(to: .now) / .milliseconds(10)
            let statements = store.reactor.counts.counts.statements
            let (told, committed) = (statements["tell_number"] ?? 0, statements["commit"] ?? 0)
            #expect(told > 0 && Double(told) <= tenths + 1)
            #expect(committed >= 8)
        }
    }

    private func change(_ number: UInt64, in store: PostgresStore) async throws -> FeedPosition {
        let id = ProfileID(high: number, low: 1)
        let committed = try await store.commit(reading: ReadSet()) { _ in
            var decision = Decision(decidedAt: Timestamp(milliseconds: 1))
            decision.profiles[id] = ProfileState(id: id, version: 1, changedAt: Timestamp(milliseconds: 1))
            return (decision, true)
        }
        return committed.changes.reduce(into: .start) { $0.advance(to: $1.number) }
    }
}

extension ChangeNews {
    fileprivate func covers(_ position: FeedPosition) -> Bool {
        if case .upTo(let heard) = self { heard.covers(position) } else { false }
    }
}
