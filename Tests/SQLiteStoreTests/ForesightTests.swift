import ProfileCore
import ProfileStore
import SQLStore
import SQLiteStore
import Synchronization
import Testing

/// A load decides its next batch while the one before is written.
@Suite("Deciding beside the writer") struct ForesightTests {
    @Test func whatOthersDidElsewhereLeavesItAsItIs() async throws {
        let store = try SQLiteStore.inMemory()
        let count = Mutex(0)
        let foresight = try await Self.foresight(of: "first", in: store) { count.withLock { $0 += 1 } }
        let other = try await Self.foresight(of: "second", in: store) {}
        _ = try await store.commit(other)
        let committed = try await store.commit(foresight)
        #expect(committed.answer == 0)
        #expect(count.withLock(\.self) == 1)
    }

    @Test func whatOthersDidToTheSameHasItDecidedAnew() async throws {
        let store = try SQLiteStore.inMemory()
        let count = Mutex(0)
        let foresight = try await Self.foresight(of: "first", in: store) { count.withLock { $0 += 1 } }
        let other = try await Self.foresight(of: "first", in: store) {}
        _ = try await store.commit(other)
        let committed = try await store.commit(foresight)
        #expect(committed.answer == 100)
        #expect(count.withLock(\.self) == 2)
    }

    @Test func aDecisionOfFewThingsIsLeftToTheCommit() async throws {
        let store = try SQLiteStore.inMemory()
        let count = Mutex(0)
        let foresight = try await Self.foresight(of: "only", records: 10, in: store) { count.withLock { $0 += 1 } }
        #expect(count.withLock(\.self) == 0)
        _ = try await store.commit(foresight)
        #expect(count.withLock(\.self) == 1)
    }

    /// Files records, and answers how many of them were there.
    private static func foresight(
        of name: String, records: Int = 100, in store: SQLiteStore, _ decided: @escaping @Sendable () -> Void
    ) async throws -> Foresight<Int> {
        let facts = (0..<records).map { Samples.order("\(name)\($0)") }
        return try await store.foresee(reading: ReadSet(facts: Set(facts.map(\.key)))) { snapshot in
            decided()
            var decision = Decision(decidedAt: snapshot.moment)
            for fact in facts { decision.facts[fact.key] = fact }
            return (decision, snapshot.facts.count)
        }
    }
}
