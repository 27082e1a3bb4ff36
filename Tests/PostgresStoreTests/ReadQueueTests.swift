import CPostgres
import Foundation
import Glibc
@testable import PostgresStore
import ProfileCore
import ProfileStore
import SQLStore
import Testing

@Suite("Readers that share round trips", .enabled(if: TestServer.shared != nil, TestServer.advice))
struct ReadQueueTests {
    private static let echo = Statement("echo", .none, "SELECT $1::bigint")
    private static let inverse = Statement("inverse", .none, "SELECT 1000 / $1::bigint")
    private static let sleep = Statement("sleep", .none, "SELECT pg_sleep(3600)::text::bigint")

    @Test("Each gets its own answer, in fewer round trips than there are readers", .timeLimit(.minutes(1)))
    func own() async throws {
        try await withStore { store in
            let wanted = (0..<500).map(Int64.init)
            #expect(await answers(of: store, wanted) { number in Self.echo { $0.add(number) } } == wanted)
            let counts = store.reactor.counts.counts
            #expect(counts.statements["echo"] == wanted.count)
            let roundTrips = try #require(counts.roundTrips["echo"])
            #expect(roundTrips.count < wanted.count / 2)
            // Those that nobody waited for any more may still be opening.
            while store.counts.idle != store.counts.open { try await Task.sleep(for: .milliseconds(1)) }
        }
    }

    @Test("One that the server refuses does not take the others with it", .timeLimit(.minutes(1)))
    func refused() async throws {
        try await withStore { store in
            let numbers = (0..<100).map { Int64($0 % 5) }
            let answers = await answers(of: store, numbers) { number in Self.inverse { $0.add(number) } }
            #expect(answers == numbers.map { $0 == 0 ? nil : 1000 / $0 })
            await #expect(throws: PostgresFailure.refused(sqlState: "22012")) {
                try await store.reads.read(Self.inverse { $0.add(0 as Int64) })
            }
        }
    }

    @Test("One that is cancelled waits no longer, and the others go on", .timeLimit(.minutes(1)))
    func cancelled() async throws {
        try await withStore { store in
            let sleeping = Task { try await store.reads.read(Self.sleep()) }
            while store.counts.open == store.counts.idle { try await Task.sleep(for: .milliseconds(1)) }
            sleeping.cancel()
            await #expect(throws: PostgresFailure.lost) { try await sleeping.value }
            #expect(await answers(of: store, [7]) { number in Self.echo { $0.add(number) } } == [7])
        }
    }

    @Test("Nobody waits long for a server that does not answer, sent or not", .timeLimit(.minutes(1)))
    func patience() async throws {
        var limits = PoolLimits()
        (limits.size, limits.readPatience) = (2, .milliseconds(300))
        try await #require(TestServer.shared).withStore(limits) { store in
            let start = ContinuousClock.now
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<200 {
                    group.addTask {
                        await #expect(throws: PostgresFailure.lost) { try await store.reads.read(Self.sleep()) }
                        #expect(start.duration(to: .now) < .seconds(12))
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    /// In a process of its own: there the other tests neither keep the first reader from coming in time, nor suffer.
    @Test(
        "While all threads are busy, a read gets the only connection in time: once it is given back, or opened again",
        .timeLimit(.minutes(1)), arguments: [false, true])
    func busyThreads(isLost: Bool) async throws {
        await #expect(processExitsWith: .success) { [isLost] in
            try await Self.readWhileThreadsAreBusy(isLost: isLost)
        }
    }

    private static func readWhileThreadsAreBusy(isLost: Bool) async throws {
        var limits = PoolLimits()
        (limits.size, limits.readPatience) = (1, .seconds(3))
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            let store = try await PostgresStore.open(url: url, limits: limits)
            let holder = try await ServerAddress(url: url).connect()
            defer { PQfinish(holder.pointer) }
            try Script(holder.pointer).run("BEGIN; LOCK TABLE links, profiles, facts IN ACCESS EXCLUSIVE MODE")
            let read = { @Sendable in
                await error { _ = try await store.timeline(of: .id(somebody), after: nil, limit: 10) }
            }
            let first = Task { await read() }
            while try Script(holder.pointer).text(waits) == "0" { try await Task.sleep(for: .milliseconds(1)) }
            let second = Task { await read() }
            while store.counts.waiting == 0 { try await Task.sleep(for: .milliseconds(1)) }
            let isReleased = Latch()
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<ProcessInfo.processInfo.activeProcessorCount {
                    group.addTask { usleep(3_500_000) }
                }
                Thread.detachNewThread {
                    try? Script(holder.pointer).run((isLost ? end : "") + "COMMIT")
                    isReleased.open()
                }
            }
            await isReleased.wait()
            #expect(await first.value == (isLost ? .unavailable : nil))
            #expect(await second.value == nil)
            await store.close()
        }
    }

    private static let somebody = ProfileID(high: 1, low: 1)
    private static let waiting = """
        FROM pg_locks WHERE NOT granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """
    private static let waits = "SELECT count(*)::text \(waiting)"
    private static let end = "SELECT pg_terminate_backend(pid) \(waiting); "

    @Test("A read that others keep from its table is given up before anybody loses patience", .timeLimit(.minutes(1)))
    func locked() async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            let store = try await PostgresStore.open(url: url)
            let holder = try ServerAddress(url: url).open()
            try Script(holder).run("BEGIN; LOCK TABLE links, profiles, facts IN ACCESS EXCLUSIVE MODE")
            let start = ContinuousClock.now
            let mail = ProfileReference.identifier(Identifier(type: "email", value: "a"))
            async let one = Self.error { _ = try await store.profiles([mail]) }
            async let several = Self.error { _ = try await store.profiles([mail, .id(ProfileID(high: 1, low: 1))]) }
            async let page = Self.error {
                _ = try await store.timeline(of: .id(ProfileID(high: 1, low: 1)), after: nil, limit: 10)
            }
            let errors = await [one, several, page]
            #expect(errors == [.unavailable, .unavailable, .unavailable])
            // Without patience of their own they would wait for as long as a lock may take: 20 seconds.
            #expect(start.duration(to: .now) < .seconds(12))
            PQfinish(holder)
            #expect(try await store.profiles([mail]).isEmpty)
            await store.close()
        }
    }

    private static func error(of body: () async throws -> Void) async -> StoreError? {
        do { try await body() } catch { return error as? StoreError }
        return nil
    }

    @Test("All are told when the store is closed", .timeLimit(.minutes(1)))
    func closed() async throws {
        try await withStore { store in
            let sleeping = (0..<3).map { _ in Task { try await store.reads.read(Self.sleep()) } }
            while store.counts.open == store.counts.idle { try await Task.sleep(for: .milliseconds(1)) }
            await store.close()
            for reader in sleeping { await #expect(throws: PostgresFailure.lost) { try await reader.value } }
            await #expect(throws: PostgresFailure.lost) { try await store.reads.read(Self.sleep()) }
        }
    }

    /// What concurrent readers get; nil for those who get nothing.
    private func answers(
        of store: PostgresStore, _ numbers: [Int64], _ call: @escaping @Sendable (Int64) -> Call
    ) async -> [Int64?] {
        await withTaskGroup(of: (Int, Int64?).self) { group in
            for (place, number) in numbers.enumerated() {
                group.addTask {
                    let rows = try? await store.reads.read(call(number))
                    return (place, try? rows?.first { columns throws(StoreError) in try columns.integer() })
                }
            }
            return await group.reduce(into: Array(repeating: nil, count: numbers.count)) { $0[$1.0] = $1.1 }
        }
    }

    private func withStore(_ body: @Sendable (PostgresStore) async throws -> Void) async throws {
        try await #require(TestServer.shared).withStore(PoolLimits(), body)
    }
}
