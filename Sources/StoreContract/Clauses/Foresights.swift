import ProfileCore
import ProfileStore

extension StoreContract {
    static let foresights = [
        Clause("what was foreseen is carried out") { trial in
            let foresight = try await trial.foresee { snapshot in
                var decision = Decision(decidedAt: snapshot.moment)
                decision.file([.order("1", by: [.crm("1")])], under: .sample(1))
                return decision
            }
            try promise(try await trial.facts(of: .sample(1)), is: [], "facts before the commit")
            let committed = try await trial.store.commit(foresight)
            try promise(try await trial.facts(of: .sample(1)).count, is: 1, "facts")
            let saved = try await trial.profiles(.identifier(.crm("1")))
            try promise(saved, is: Array(committed.decision.profiles.values), "profile")
        },
        Clause("a commit decides as of itself, whatever changed since it was foreseen") { trial in
            try await trial.save { $0.file([.order("1", by: [.crm("1")])], under: .sample(1)) }
            for (change, edit) in changes(since: .sample(1)) {
                let foresight = try await trial.foresee { Decision(decidedAt: $0.moment) }
                try await trial.save(edit)
                let seen = try await trial.store.commit(foresight).answer
                let now = try await trial.snapshot(of: .wide)
                try promise(seen.facts, is: now.facts, "facts seen after \(change)")
                try promise(seen.withdrawn.count, is: now.withdrawn.count, "withdrawn facts seen after \(change)")
                try promise(seen.links, is: now.links, "links seen after \(change)")
                try promise(seen.profiles, is: now.profiles, "profiles seen after \(change)")
                try promise(seen.aliases, is: now.aliases, "aliases seen after \(change)")
                try promise(seen.separations, is: now.separations, "separations seen after \(change)")
            }
        },
        Clause("a commit knows of erasures since it was foreseen") { trial in
            try await trial.save { $0.file([.order("1", by: [.crm("1")])], under: .sample(1)) }
            let tombstone = Tombstone.sample(.identifier(.crm("9")))
            let erasures: [(String, @Sendable () async throws -> Void)] = [
                ("an erasure", { @Sendable in _ = try await trial.erase(.id(.sample(1))) }),
                (
                    "one entered",
                    { @Sendable in try await trial.store.enter(.sample("ers_2", tombstones: 1), [tombstone]) }
                ),
            ]
            for (change, erase) in erasures {
                let foresight = try await trial.foresee { Decision(decidedAt: $0.moment) }
                try await erase()
                let seen = try await trial.store.commit(foresight).answer
                let now = try await trial.snapshot(of: .wide)
                try promise(seen.facts, is: now.facts, "facts seen after \(change)")
                try promise(seen.profiles, is: now.profiles, "profiles seen after \(change)")
                try promise(seen.burials, is: now.burials, "burials seen after \(change)")
            }
        },
        Clause("of two that foresaw the same, the second sees what the first decided") { trial in
            let raise = { @Sendable (snapshot: Snapshot) -> Decision in
                var decision = Decision(decidedAt: snapshot.moment)
                let version = (snapshot.profiles[.sample(1)]?.version ?? 0) + 1
                decision.file([.order("1", by: [.crm("1")])], under: .sample(1), version: version)
                return decision
            }
            let (first, second) = (try await trial.foresee(raise), try await trial.foresee(raise))
            for foresight in [first, second] { _ = try await trial.store.commit(foresight) }
            try promise(try await trial.profiles(.id(.sample(1))).map(\.version), is: [2], "version")
        },
    ]

    /// What others may do meanwhile to somebody whom a decision concerns.
    private static func changes(
        since profile: ProfileID
    ) -> [(String, @Sendable (inout Decision) -> Void)] {
        [
            ("a new fact", { $0.file([.order("2", by: [.crm("2")])], under: .sample(2)) }),
            ("a new link", { $0.file([.activity("of nobody", by: [.crm("3")])], under: .sample(3)) }),
            ("another version", { $0.file([.order("1", by: [.crm("1")])], under: profile, version: 2) }),
            ("a removed link", { $0.removedLinks = [LinkKey(identifier: .crm("1"), home: profile)] }),
            ("a separation", { $0.separations = [Separation(profile, .sample(2))] }),
            (
                "a merge",
                { decision in
                    decision.moves = [Decision.Move(from: .sample(2), to: profile)]
                    decision.removedProfiles = [.sample(2)]
                    decision.aliases = [.sample(2): profile]
                    decision.profiles[profile] = ProfileState(
                        id: profile, version: 3, changedAt: .sample(9), aliases: [.sample(2)])
                }
            ),
            ("a withdrawal", { $0.withdrawnFacts = [SourceRecord.order("2").key: .sample(0)] }),
        ]
    }
}

extension ReadSet {
    /// Enough for a store to find it worth while.
    fileprivate static let wide = ReadSet(
        facts: Set((0..<100).map { SourceRecord.order("\($0)").key }),
        identifiers: Set((0..<100).map { Identifier.crm("\($0)") }), profiles: [.sample(1), .sample(2)],
        tombstones: [.sample(.identifier(.crm("9")))])
}

extension Trial {
    fileprivate func foresee(
        _ decide: @escaping @Sendable (Snapshot) -> Decision
    ) async throws -> Foresight<Snapshot> {
        try await store.foresee(reading: .wide) { (decide($0), $0) }
    }
}
