import Dispatch
import Foundation
import GRDB
import ProfileCore
import ProfileStore
@testable import SQLStore
@testable import SQLiteStore
import StoreContract
import Synchronization
import Testing

@Suite("Writing to a store") struct WritingTests {
    @Test func aCallThatFailsLeavesNoTraceAndDisturbsNobody() async throws {
        let store = try SQLiteStore.inMemory()
        let gate = Gate(store)
        let failing = Task {
            try await store.write { connection throws(StoreError) in
                try connection.save(VIPPolicy(tiers: [], vipFrom: nil))
                throw StoreError.failed(detail: "on purpose")
            }
        }
        async let working = store.commit(reading: ReadSet()) { _ in (Samples.decision(orders: 3), true) }
        await gate.open(whenWaiting: 2)
        await #expect(throws: StoreError.failed(detail: "on purpose")) { try await failing.value }
        _ = try await working
        #expect(try await store.policy() == nil)
        #expect(try await store.facts(of: Samples.profile, after: nil, limit: 10).count == 3)
    }

    @Test func callsThatWaitShareATransaction() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.open(path: folder.file("store.db"))
        let gate = Gate(store)
        let marks = try await withThrowingTaskGroup(of: Int64?.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    try await store.write { connection throws(StoreError) in
                        // Anybody else sees only what was committed.
                        try connection.save(VIPPolicy(tiers: [], vipFrom: nil))
                        return try Self.committedChanges(seenBeside: folder.file("store.db"))
                    }
                }
            }
            await gate.open(whenWaiting: 40)
            return try await group.reduce(into: Set<Int64?>()) { $0.insert($1) }
        }
        #expect(marks == [0], "no call saw another one's write committed while it ran itself")
        #expect(try await store.policy() != nil)
        await store.close()
    }

    @Test func aSingleWriteWaitsForOneStepOfALoad() async throws {
        let store = try SQLiteStore.inMemory()
        let gate = Gate(store)
        let order = Order()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try await store.write(weight: 3_000) { _ throws(StoreError) in order.note(3_000) }
                }
            }
            while store.writes.waiting < 20 { await Task.yield() }
            group.addTask { try await store.write(isAwaited: true) { _ throws(StoreError) in order.note(1) } }
            await gate.open(whenWaiting: 21)
            try await group.waitForAll()
        }
        #expect(try #require(order.weights.firstIndex(of: 1)) <= 1)
        #expect(store.hasSingleWrites)
    }

    @Test func whatNobodyWaitsForKeepsNoLoadFromLargeSteps() async throws {
        let store = try SQLiteStore.inMemory()
        try await store.put([1], note: "a setting")
        #expect(!store.hasSingleWrites)
        var readSet = ReadSet()
        readSet.isAwaited = false
        _ = try await store.commit(reading: readSet) { (Decision(decidedAt: $0.moment), ()) }
        #expect(!store.hasSingleWrites)
        readSet.isAwaited = true
        _ = try await store.commit(reading: readSet) { (Decision(decidedAt: $0.moment), ()) }
        #expect(store.hasSingleWrites)
        await store.close()
    }

    @Test func aWriteThatWentWellLatelyTellsThatWritingWorks() {
        var last = LastWrite()
        let start = ContinuousClock.now
        #expect(!last.isGood(at: start))
        last.note(nil, at: start)
        last.note(.failed(detail: "of its own"), at: start)
        #expect(last.isGood(at: start + .seconds(4)) && !last.isGood(at: start + .seconds(6)))
        last.note(.cannotWrite, at: start)
        #expect(!last.isGood(at: start))
    }

    @Test func aCancelledCallerStillGetsItsAnswer() async throws {
        let store = try SQLiteStore.inMemory()
        let gate = Gate(store)
        let task = Task { try await store.commit(reading: ReadSet()) { _ in (Samples.decision(orders: 1), true) } }
        task.cancel()
        await gate.open(whenWaiting: 1)
        #expect(try await task.value.changes.count == 1)
        #expect(try await store.facts(of: Samples.profile, after: nil, limit: 10).count == 1)
    }

    @Test func aQueueThatIsFullTurnsCallersAway() async throws {
        let store = try SQLiteStore.inMemory()
        let gate = Gate(store)
        let refused = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<(WriteQueue.greatestWait + 50) {
                group.addTask {
                    do throws(StoreError) { try await store.probe() } catch { return error == .unavailable }
                    return false
                }
            }
            await gate.open(whenWaiting: WriteQueue.greatestWait)
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(refused >= 1 && refused <= 50)
        try await store.probe()
    }

    @Test func aClosedStoreIsUnavailableButKeepsWhatWasAskedForBefore() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("store.db")
        let store = try SQLiteStore.open(path: path)
        let gate = Gate(store)
        async let waiting = store.commit(reading: ReadSet()) { _ in (Samples.decision(orders: 2), true) }
        await gate.open(whenWaiting: 1)
        await store.close()
        #expect(try await waiting.changes.count == 1)
        await #expect(throws: StoreError.unavailable) { try await store.probe() }
        await #expect(throws: StoreError.unavailable) { try await store.keys() }
        let log = try FileManager.default.attributesOfItem(atPath: path)
        #expect(log[.size] as? Int ?? 0 > 0)
        #expect(!FileManager.default.fileExists(atPath: path + "-wal"), "the log went into the file")
        let again = try SQLiteStore.open(path: path)
        #expect(try await again.facts(of: Samples.profile, after: nil, limit: 10).count == 2)
        await again.close()
    }

    @Test func aFullDiskFailsWholeCommitsAndIsOvercome() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.open(path: folder.file("store.db"))
        try await store.put(VIPPolicy(tiers: [], vipFrom: "kept"))
        try Self.limitPages(of: store, to: 60)
        await #expect(throws: StoreError.cannotWrite) {
            _ = try await store.commit(reading: ReadSet()) { _ in
                (Samples.decision(orders: 5_000, channel: "a rather long name of a channel"), true)
            }
        }
        #expect(try await store.policy()?.vipFrom == "kept")
        #expect(try await store.facts(of: Samples.profile, after: nil, limit: 10).isEmpty)
        try Self.limitPages(of: store, to: 1_000_000)
        _ = try await store.commit(reading: ReadSet()) { _ in (Samples.decision(orders: 5_000), true) }
        #expect(try await store.facts(of: Samples.profile, after: nil, limit: 10_000).count == 5_000)
        await store.close()
    }

    @Test func damagedStatesAreToldNotTrappedOn() async throws {
        let store = try SQLiteStore.inMemory()
        _ = try await store.commit(reading: ReadSet()) { _ in (Samples.decision(orders: 1), true) }
        try await store.database.write { try $0.execute(sql: "UPDATE profiles SET state = x'01ff'") }
        await #expect(throws: StoreError.unreadable(detail: "stored bytes end too early")) {
            try await store.profiles([.id(Samples.profile)])
        }
        await #expect(throws: StoreError.unreadable(detail: "stored bytes end too early")) {
            try await store.commit(reading: ReadSet(profiles: [Samples.profile])) { _ in
                (Decision(decidedAt: Samples.moment), true)
            }
        }
        try await store.probe()
    }

    @Test func whatWasErasedIsInNoFile() async throws {
        let folder = try TemporaryFolder()
        let store = try SQLiteStore.open(path: folder.file("store.db"))
        let canary = "canary-0815-of-a-customer"
        let committed = try await store.commit(reading: ReadSet()) { _ in
            (Samples.decision(orders: 200, channel: canary), true)
        }
        #expect(try folder.contains(canary))
        let state = try #require(committed.decision.profiles[Samples.profile])
        let erased = try await store.erase(.id(state.id), Samples.warrant) { _ in Tombstone(high: 1, low: 1) }
        #expect(erased?.profile == state.id)
        #expect(try !folder.contains(canary))
        await store.close()
    }

    private static func limitPages(of store: SQLiteStore, to count: Int) throws {
        try store.database.writeWithoutTransaction { _ = try Int.fetchOne($0, sql: "PRAGMA max_page_count = \(count)") }
    }

    private static func committedChanges(seenBeside path: String) throws(StoreError) -> Int64? {
        do {
            return try DatabaseQueue(path: path).read { try Int64.fetchOne($0, sql: "SELECT count(*) FROM settings") }
        } catch {
            throw StoreError(error)
        }
    }
}

/// In which order calls were carried out.
private final class Order: Sendable {
    private let noted = Mutex<[Int]>([])

    var weights: [Int] { noted.withLock { $0 } }

    func note(_ weight: Int) {
        noted.withLock { $0.append(weight) }
    }
}

extension TemporaryFolder {
    func contains(_ text: String) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: path).contains { name in
            try Data(contentsOf: URL(fileURLWithPath: file(name))).range(of: Data(text.utf8)) != nil
        }
    }
}

extension Connection {
    fileprivate func save(_ policy: VIPPolicy) throws(StoreError) {
        let call = Statement.saveSetting.with {
            $0.add(StoredSetting.policy)
            $0.add(Stored.bytes(of: policy))
        }
        try run([call])
    }
}
