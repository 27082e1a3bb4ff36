import class GRDB.Row
import struct GRDB.StatementArguments
import ProfileCore
@testable import ProfileStore
@testable import SQLiteStore
import SQLStore
import Synchronization
import Testing

/// Large profiles are folded beside the writer.
@Suite("Folding beside the writer") struct FoldingTests {
    private static let rebuild = { @Sendable (snapshot: consuming Snapshot) in
        (Decision(rebuilding: snapshot.profiles, at: snapshot.moment), true)
    }

    @Test(
        "Profiles of an earlier derivation are found by an index that holds no others",
        arguments: [SQLiteStatement.profilesToFold, .countProfilesToFold])
    func index(_ statement: SQLiteStatement) async throws {
        let store = try SQLiteStore.inMemory()
        let plan = try await store.database.read { database in
            try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN \(statement.sql)", arguments: statement.sampleValues)
                .map { $0["detail"] as String }
        }
        #expect(plan.count == 1 && plan[0].contains("INDEX profiles_to_fold"), "\(plan)")
    }

    @Test func theWriterTakesOthersBetweenThePages() async throws {
        let store = try await Self.store(orders: 1_200)
        let others = Mutex<[ProfileChange]>([])
        let source = Interrupted(store: store) { _ async throws(StoreError) in
            let changes = try await Self.save(Samples.order("other"), under: ProfileID(high: 9, low: 9), in: store)
            others.withLock { $0 += changes }
        }
        let committed = try await source.commit(foldingFrom: 1_000) { trial throws(StoreError) in
            try await store.attempt(
                trial, Foresight(reading: ReadSet(profiles: [Samples.profile]), decide: Self.rebuild), erases: false)
        }
        let sequence = try #require(committed.changes.first?.number.value)
        let earlier = others.withLock { $0.map(\.number.value) }
        #expect(earlier.count == 3, "500, 500 and 200 orders")
        #expect(earlier.allSatisfy { $0 < sequence })
        #expect(committed.decision.profiles[Samples.profile]?.summary.facts == 1_200)
    }

    @Test("A profile that is corrected all the time is folded within the commit in the end", arguments: 1...4)
    func changes(times: Int) async throws {
        let store = try await Self.store(orders: 1_200)
        let pages = Atomic(0)
        let source = Interrupted(store: store) { fold async throws(StoreError) in
            guard fold < times else { return }
            let channel = "\(pages.add(1, ordering: .relaxed).newValue)"
            _ = try await Self.save(Samples.order("0", channel: channel), under: Samples.profile, in: store)
            _ = try await Self.save(Samples.order("late\(fold)"), under: Samples.profile, in: store)
        }
        try await Self.commit(in: store, from: source)
        #expect(source.folds.load(ordering: .relaxed) == min(times, 3))
        let facts = try await store.facts(of: Samples.profile, after: nil, limit: 10_000)
        #expect(facts.count == 1_200 + min(times - 1, 3))
    }

    @Test("A profile that gets facts all the time is folded once, and what came is in it")
    func arrivals() async throws {
        let store = try await Self.store(orders: 1_200)
        let pages = Atomic(0)
        let source = Interrupted(store: store) { _ async throws(StoreError) in
            let page = pages.add(1, ordering: .relaxed).newValue
            _ = try await Self.save(Samples.order("!\(page)"), under: Samples.profile, in: store)
        }
        try await Self.commit(in: store, from: source)
        #expect(source.folds.load(ordering: .relaxed) == 1)
        #expect(try await store.facts(of: Samples.profile, after: nil, limit: 10_000).count == 1_203)
    }

    @Test("A fold of two profiles goes on with what came to both, and begins again when it was corrected meanwhile")
    func versions() {
        let (one, two) = (ProfileID(high: 1, low: 1), ProfileID(high: 1, low: 2))
        let journal = FoldJournal(of: [one, two])
        journal.note(Self.decision(Samples.order("1"), making: [one: 6, two: 4]))
        journal.note(Self.decision(Samples.order("1", channel: "shop"), making: [one: 7]))
        let bases = [[one: 5, two: 3], [one: 6, two: 4], [one: 7, two: 4]].map { versions in
            FoldBasis(
                Decision(decidedAt: Samples.moment), versions: versions, links: [], merges: [], separations: [])
        }
        #expect(journal.arrivals(from: bases[0], to: bases[1])?.facts.values.map(\.key.id) == ["1"])
        #expect(journal.arrivals(from: bases[0], to: bases[2]) == nil)
    }

    private static func decision(_ fact: Fact, making versions: [ProfileID: Int]) -> Decision {
        var decision = Decision(decidedAt: Samples.moment)
        decision.facts[fact.key] = fact
        for (id, version) in versions {
            decision.profiles[id] = ProfileState(id: id, version: version, changedAt: Samples.moment)
        }
        return decision
    }

    /// Expects that the profile is what its facts say.
    private static func commit(in store: SQLiteStore, from source: Interrupted) async throws {
        let committed = try await source.commit(foldingFrom: 1_000) { trial throws(StoreError) in
            try await store.attempt(
                trial, Foresight(reading: ReadSet(profiles: [Samples.profile]), decide: rebuild), erases: false)
        }
        var fold = SummaryRebuild(held: [], at: committed.decision.decidedAt)
        for fact in try await store.facts(of: Samples.profile, after: nil, limit: 10_000) { fold.add(fact) }
        #expect(committed.decision.profiles[Samples.profile]?.summary == fold.summary)
        #expect(try await store.profiles([.id(Samples.profile)])[.id(Samples.profile)]?.first?.summary == fold.summary)
    }

    private static func store(orders: Int) async throws -> SQLiteStore {
        let store = try SQLiteStore.inMemory()
        _ = try await store.commit(reading: ReadSet()) { _ in
            var decision = Samples.decision(orders: orders)
            var fold = SummaryRebuild(held: [], at: Samples.moment)
            for fact in decision.facts.values { fold.add(fact) }
            decision.profiles[Samples.profile]?.summary.sources = fold.summary.sources
            return (decision, true)
        }
        return store
    }

    private static func save(
        _ fact: Fact, under profile: ProfileID, in store: SQLiteStore
    ) async throws(StoreError) -> [ProfileChange] {
        try await store.commit(reading: ReadSet(profiles: [profile])) { snapshot in
            var decision = Decision(decidedAt: snapshot.moment)
            let filing = Filing(profile: profile, home: profile, basis: nil)
            decision.facts[fact.key] = Fact(record: fact.record, receivedAt: fact.receivedAt, filing: filing)
            var state = snapshot.profiles[profile] ?? ProfileState(id: profile, changedAt: snapshot.moment)
            state.version += 1
            decision.profiles[profile] = state
            return (decision, true)
        }.changes
    }
}

/// Lets something happen before each page that is read; it hears how many folds began before.
private final class Interrupted: FoldSource {
    private let store: SQLiteStore
    let folds = Atomic(0)
    private let happening: @Sendable (Int) async throws(StoreError) -> Void

    init(store: SQLiteStore, _ happening: @escaping @Sendable (Int) async throws(StoreError) -> Void) {
        self.store = store
        self.happening = happening
    }

    func factsToFold(
        of profile: ProfileID, after place: TimelineCursor?, limit: Int
    ) async throws(StoreError) -> [Fact] {
        if place == nil { folds.add(1, ordering: .relaxed) }
        try await happening(folds.load(ordering: .relaxed))
        return try await store.factsToFold(of: profile, after: place, limit: limit)
    }

    func talliesToFold(
        of profile: ProfileID, after key: TallyKey?, limit: Int
    ) async throws(StoreError) -> [TallyRow] {
        try await store.talliesToFold(of: profile, after: key, limit: limit)
    }

    func journal(of profiles: Set<ProfileID>) -> FoldJournal { store.journal(of: profiles) }
}

extension SQLiteStatement {
    /// One number for each parameter.
    fileprivate var sampleValues: StatementArguments {
        StatementArguments((1...2).filter { sql.contains("?\($0)") })
    }
}
