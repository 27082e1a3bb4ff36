import ProfileCore
import ProfileStore

extension StoreContract {
    private static let wanderer = Identifier.crm("wanderer")

    /// One answer shows a profile as of one moment.
    static let answers = [
        Clause("a timeline and an identity page follow ids, aliases and identifiers, and tell nobody from several") {
            trial in
            let shared = Identifier(type: "household", value: "+4930123")
            try await trial.save { decision in
                decision.file([.order("1", by: [.crm("1"), shared], at: 1), .order("2", at: 2)], under: .sample(1))
                decision.profiles[.sample(1)]?.aliases = [.sample(2)]
                decision.aliases = [.sample(2): .sample(1)]
                decision.file([.order("3", by: [shared])], under: .sample(3))
            }
            for reference in [ProfileReference.id(.sample(1)), .id(.sample(2)), .identifier(.crm("1"))] {
                let timeline = try await trial.store.timeline(of: reference, after: nil, limit: 10)
                try promise(timeline.value?.facts.map(\.key.id), is: ["2", "1"], "timeline")
                let identity = try await trial.store.identity(of: reference, factsAfter: nil, limit: 1)
                try promise(identity.value?.profile.aliases, is: [.sample(2)], "aliases")
                try promise(identity.value?.facts.map(\.key.id), is: ["1"], "facts")
                try promise(identity.value?.history.links.map(\.identifier), is: [.crm("1"), shared], "links")
            }
            let several = try await trial.store.timeline(of: .identifier(shared), after: nil, limit: 10)
            try promise(several.isSeveral, is: true, "shared by two")
            let alsoSeveral = try await trial.store.identity(of: .identifier(shared), factsAfter: nil, limit: 10)
            try promise(alsoSeveral.isSeveral, is: true, "shared by two")
            for nobody in [ProfileReference.id(.sample(9)), .identifier(.crm("9"))] {
                let timeline = try await trial.store.timeline(of: nobody, after: nil, limit: 10)
                try promise(timeline.isNobody, is: true, "timeline of nobody")
                let identity = try await trial.store.identity(of: nobody, factsAfter: nil, limit: 10)
                try promise(identity.isNobody, is: true, "identity of nobody")
            }
        },
        Clause("a timeline and an identity page are whole while their facts go from profile to profile") { trial in
            let records = (0..<20).map { SourceRecord.order("\($0)", by: [wanderer], at: $0) }
            try await trial.save { decision in
                decision.file(records, under: .sample(1))
                decision.aliases = [.sample(2): .sample(1)]
            }
            async let wandering: Void = {
                for round in 0..<60 { try await wander(round, in: trial) }
            }()
            for _ in 0..<120 {
                for reference in [ProfileReference.id(.sample(1)), .id(.sample(2)), .identifier(wanderer)] {
                    try await check(reference, in: trial)
                }
            }
            try await wandering
        },
    ]

    /// Everything goes from one of two profiles to the other, which takes the first as an alias.
    private static func wander(_ round: Int, in trial: Trial) async throws {
        let (from, to) = round.isMultiple(of: 2) ? (1, 2) as (UInt64, UInt64) : (2, 1)
        try await trial.save { decision in
            decision.moves = [Decision.Move(from: .sample(from), to: .sample(to))]
            decision.removedProfiles = [.sample(from)]
            decision.removedAliases = [.sample(to)]
            decision.aliases = [.sample(from): .sample(to)]
            decision.profiles[.sample(to)] = ProfileState(
                id: .sample(to), version: round + 2, changedAt: .sample(round), aliases: [.sample(from)])
        }
    }

    private static func check(_ reference: ProfileReference, in trial: Trial) async throws {
        let timeline = try await trial.store.timeline(of: reference, after: nil, limit: 100)
        let holders = Set((timeline.value?.facts ?? []).map(\.filing.profile))
        try promise(timeline.value?.facts.count, is: 20, "facts of a timeline")
        try promise(holders, is: Set([timeline.value?.profile.id].compactMap(\.self)), "whose facts they are")
        let identity = try await trial.store.identity(of: reference, factsAfter: nil, limit: 100)
        try promise(identity.value?.facts.count, is: 20, "facts of an identity page")
        try promise(identity.value?.history.links.map(\.identifier), is: [wanderer], "links of an identity page")
        try promise(identity.value?.history.links.map(\.profile), is: identity.value.map { [$0.profile.id] }, "holder")
    }
}

extension Reached {
    fileprivate var isNobody: Bool {
        if case .nobody = self { true } else { false }
    }

    fileprivate var isSeveral: Bool {
        if case .several = self { true } else { false }
    }
}

extension StoreContract {
    static let moments = [
        Clause("a decision is handed the store's moment, which never goes back") { trial in
            var last = Timestamp(milliseconds: 1_600_000_000_000)
            for _ in 0..<20 {
                let moment = try await trial.snapshot(of: ReadSet(profiles: [.sample(1)])).moment
                try promise(moment >= last, "a commit at \(moment) after one at \(last)")
                last = moment
            }
        },
        Clause("no commit is before the last change of what it touches, even where a clock was set back") { trial in
            let ahead = try await trial.snapshot(of: ReadSet()).moment.advanced(bySeconds: 60)
            try await trial.save(at: ahead) { $0.file([.order("1", by: [.crm("1")])], under: .sample(1)) }
            for readSet in [ReadSet(profiles: [.sample(1)]), ReadSet(identifiers: [.crm("1")])] {
                let moment = try await trial.snapshot(of: readSet).moment
                try promise(moment >= ahead, "a change at \(moment) after one at \(ahead)")
            }
        },
        Clause("a change that lies far ahead is a clock's mistake, which is not gone on from") { trial in
            let moment = try await trial.snapshot(of: ReadSet()).moment
            let mistake = moment.advanced(bySeconds: 30 * 86_400)
            try await trial.save(at: mistake) { $0.file([.order("1", by: [.crm("1")])], under: .sample(1)) }
            let next = try await trial.snapshot(of: ReadSet(profiles: [.sample(1)])).moment
            try promise(next >= moment && next < mistake, "a change at \(next)")
        },
    ]
}
