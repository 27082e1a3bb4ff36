import ProfileCore
import ProfileStore
import Synchronization

/// Profiles that are too large to be folded within a commit.
extension StoreContract {
    static let largeFolds = [
        Clause("a large profile is folded while others write, and is what its facts say") { trial in
            try await trial.file(2_500, under: .sample(1))
            let others = Mutex<Task<Committed<Bool>, any Error>?>(nil)
            let rounds = Atomic(0)
            let folded = try await trial.rebuild { snapshot in
                if rounds.add(1, ordering: .relaxed).newValue == 1 {
                    let writing = Task { try await trial.save { $0.file([.order("other")], under: .sample(5)) } }
                    others.withLock { $0 = writing }
                }
                return Decision(rebuilding: snapshot.profiles, spareID: .sample(9), at: snapshot.moment)
            }
            _ = try await others.withLock { $0 }?.value
            try promise(rounds.load(ordering: .relaxed), is: 2, "decisions asked for")
            try promise(folded.changes.map(\.version), is: [2], "versions")
            try await trial.promiseFolded(.sample(1), facts: 2_500)
        },
        Clause("what changed while a large profile was folded is in it") { trial in
            try await trial.file(2_500, under: .sample(1))
            let rounds = Atomic(0)
            // Each time it is decided, somebody else goes on to write to the profile.
            let writing = Mutex<[Task<Void, any Error>]>([])
            try await trial.rebuild { snapshot in
                let round = rounds.add(1, ordering: .relaxed).newValue
                let late = Task { try await trial.addToFirst("late\(round)", version: 100 + round) }
                writing.withLock { $0.append(late) }
                return Decision(rebuilding: snapshot.profiles, spareID: .sample(9), at: snapshot.moment)
            }
            for task in writing.withLock({ $0 }) { try await task.value }
            try await trial.rebuild {
                Decision(rebuilding: $0.profiles, spareID: .sample(9), at: $0.moment)
            }
            try await trial.promiseFolded(.sample(1), facts: 2_500 + rounds.load(ordering: .relaxed))
        },
        Clause("a large profile that only gets more facts is not folded again for each") { trial in
            try await trial.file(2_500, under: .sample(1))
            let rounds = Atomic(0)
            let writing = Mutex<[Task<Void, any Error>]>([])
            try await trial.rebuild { snapshot in
                let round = rounds.add(1, ordering: .relaxed).newValue
                let late = Task { try await trial.addToFirst("late\(round)", version: 0) }
                writing.withLock { $0.append(late) }
                return Decision(rebuilding: snapshot.profiles, spareID: .sample(9), at: snapshot.moment)
            }
            for task in writing.withLock({ $0 }) { try await task.value }
            let count = rounds.load(ordering: .relaxed)
            try promise(count < 4, is: true, "within the commit")
            let late = SourceRecord.order("late1", by: [.crm("1")], at: 5_000)
            let orders = try await trial.profiles(.id(.sample(1))).first?.summary.purchases.recent.list.items
            try promise(orders?.contains { $0.id == late.key.id }, is: true, "the late order is listed")
            try await trial.rebuild { Decision(rebuilding: $0.profiles, spareID: .sample(9), at: $0.moment) }
            try await trial.promiseFolded(.sample(1), facts: 2_500 + count)
        },
        Clause("facts that a decision moves, corrects or withdraws are folded as it leaves them") { trial in
            try await trial.file(2_500, under: .sample(1), home: { $0 < 1_000 ? .sample(2) : .sample(1) })
            let (gone, changed) = (SourceRecord.order("0").key, SourceRecord.order("2000").key)
            try await trial.rebuild { snapshot in
                var decision = Decision(rebuilding: snapshot.profiles, spareID: .sample(9), at: snapshot.moment)
                decision.moves = [Decision.Move(from: .sample(1), to: .sample(2), homes: [.sample(2)])]
                decision.profiles[.sample(2)] = ProfileState(id: .sample(2), version: 2, changedAt: snapshot.moment)
                decision.rebuilds.insert(.sample(2))
                decision.withdrawnFacts = [gone: .sample(0)]
                let corrected = SourceRecord.order("2000", by: [.crm("1")], at: 90_000)
                decision.facts[changed] = corrected.filed(under: .sample(1))
                return decision
            }
            try await trial.promiseFolded(.sample(1), facts: 1_500)
            try await trial.promiseFolded(.sample(2), facts: 999, held: [])
        },
        Clause("a rehearsal folds a large profile and leaves no trace") { trial in
            try await trial.file(2_500, under: .sample(1))
            let before = try await trial.profiles(.id(.sample(1)))
            let rehearsed = try await trial.rebuild { snapshot in
                var decision = Decision(rebuilding: snapshot.profiles, spareID: .sample(9), at: snapshot.moment)
                decision.rehearses = true
                return decision
            }
            try promise(rehearsed.decision.profiles[.sample(1)]?.summary.facts, is: 2_500, "facts told")
            try promise(try await trial.profiles(.id(.sample(1))), is: before, "what is stored")
            try promise(try await trial.changes().count, is: 1, "changes")
        },
    ]
}

extension Trial {
    /// So many orders, and a state that says no more than how many they are.
    fileprivate func file(
        _ count: Int, under profile: ProfileID, home: @escaping @Sendable (Int) -> ProfileID = { _ in .sample(1) }
    ) async throws {
        try await save { decision in
            var rebuild = SummaryRebuild(held: [.crm("1")], at: .sample(1_000_000))
            for number in 0..<count {
                let record = SourceRecord.order("\(number)", by: [.crm("1")], at: number / 3)
                let fact = record.filed(under: profile, home: home(number))
                decision.facts[record.key] = fact
                rebuild.add(fact)
            }
            var state = ProfileState(id: profile, version: 1, changedAt: .sample(1_000_000))
            state.summary.sources = rebuild.summary.sources
            decision.profiles[profile] = state
            decision.link(
                Link(
                    identifier: .crm("1"), profile: profile, home: profile,
                    statedBy: SourceRecord.order("1999").key, linkedAt: .sample(0)))
        }
    }

    fileprivate func addToFirst(_ order: String, version: Int) async throws {
        _ = try await store.commit(reading: ReadSet(profiles: [.sample(1)])) { snapshot in
            var decision = Decision(decidedAt: snapshot.moment)
            let record = SourceRecord.order(order, by: [.crm("1")], at: 5_000)
            decision.facts[record.key] = record.filed(under: .sample(1))
            decision.profiles = snapshot.profiles
            decision.profiles[.sample(1)]?.version = max(version, snapshot.profiles[.sample(1)]?.version ?? 0) + 1
            return (decision, true)
        }
    }

    @discardableResult
    fileprivate func rebuild(
        _ decide: @escaping @Sendable (Snapshot) -> Decision
    ) async throws -> Committed<Bool> {
        try await store.commit(reading: ReadSet(profiles: [.sample(1)])) { snapshot in (decide(snapshot), true) }
    }

    fileprivate func promiseFolded(
        _ profile: ProfileID, facts count: Int, held: Set<Identifier> = [.crm("1")]
    ) async throws {
        let facts = try await facts(of: profile)
        try promise(facts.count, is: count, "facts")
        var fold = SummaryRebuild(held: held, at: .sample(1_000_000))
        for fact in facts { fold.add(fact) }
        try promise(try await profiles(.id(profile)).first?.summary, is: fold.summary, "summary")
    }
}
