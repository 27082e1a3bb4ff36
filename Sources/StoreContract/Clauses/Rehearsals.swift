import ProfileCore
import ProfileStore

extension StoreContract {
    static let rehearsals = [
        Clause("a rehearsal tells what would be saved, and leaves no trace") { trial in
            try await trial.save { decision in
                decision.file([.order("1", by: [.crm("1")]), .activity("2", by: [.crm("2")])], under: .sample(1))
            }
            let before = try await Trace(of: trial)
            let rehearsed = try await trial.save { decision in
                partIntoTwo(&decision)
                decision.rehearses = true
            }
            try promise(rehearsed.changes, is: [], "changes told")
            try promise(try await Trace(of: trial), is: before, "what is stored")
            let saved = try await trial.save { partIntoTwo(&$0) }
            try promise(rehearsed.decision.profiles, is: saved.decision.profiles, "profiles told")
            try promise(saved.decision.profiles.values.map(\.summary.facts).sorted(), is: [1, 1], "facts folded")
            let numbers = Set((before.changes + saved.changes).map(\.number))
            try promise(numbers.count, is: before.changes.count + saved.changes.count, "numbers of the changes")
        },
        Clause("rehearsals and commits at the same time do not disturb each other") { trial in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...60 {
                    group.addTask {
                        try await trial.save { decision in
                            decision.file([.order("\(number)")], under: .sample(UInt64(number)))
                            decision.rehearses = number.isMultiple(of: 3)
                        }
                    }
                }
                try await group.waitForAll()
            }
            let expected = (1...60).filter { !$0.isMultiple(of: 3) }.map { ProfileID.sample(UInt64($0)) }
            let saved = try await trial.store.scan(after: nil, limit: 100)
            try promise(saved.map(\.id), is: expected, "profiles saved")
            try promise(try await trial.changes().count, is: expected.count, "changes")
        },
    ]

    /// Takes what states the second identifier out of the first profile.
    private static func partIntoTwo(_ decision: inout Decision) {
        let activity = SourceRecord.activity("2", by: [.crm("2")])
        decision.facts[activity.key] = activity.filed(under: .sample(2))
        decision.removedLinks = [LinkKey(identifier: .crm("2"), home: .sample(1))]
        decision.link(.sample(.crm("2"), to: .sample(2)))
        for id in [.sample(1), .sample(2)] as [ProfileID] {
            decision.profiles[id] = ProfileState(id: id, version: 2, changedAt: .sample(5))
            decision.rebuilds.insert(id)
        }
        decision.aliases = [.sample(3): .sample(2)]
        decision.merges = [.sample(.sample(3), into: .sample(2))]
        decision.separations = [Separation(.sample(1), .sample(2))]
        decision.conflicts = [.sample("1")]
        decision.queued = [.crm("1")]
    }

    /// All that a commit could have left.
    private struct Trace: Equatable {
        let profiles: [ProfileState]
        let facts: [[Fact]]
        let links: [Identifier: [Link]]
        let separations: [Separation]
        let merges: [Merge]
        let conflicts: [Conflict]
        let queuedClaims: Int
        let changes: [ProfileChange]

        init(of trial: Trial) async throws {
            let ids = (1...3).map { ProfileID.sample($0) }
            let snapshot = try await trial.snapshot(
                of: ReadSet(identifiers: [.crm("1"), .crm("2")], profiles: Set(ids), includesMerges: true))
            profiles = try await trial.store.scan(after: nil, limit: 100)
            var facts: [[Fact]] = []
            for id in ids { facts.append(try await trial.facts(of: id)) }
            self.facts = facts
            (links, separations, merges) = (snapshot.links, snapshot.separations, snapshot.merges)
            conflicts = try await trial.conflicts()
            queuedClaims = try await trial.store.queuedClaims()
            changes = try await trial.changes()
        }
    }
}
