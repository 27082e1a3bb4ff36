import ProfileCore
import ProfileStore

extension StoreContract {
    static let erasure = [
        Clause("erasing leaves nothing of a profile but the number of its last change") { trial in
            let email = Identifier.email("jane@example.com")
            let order = SourceRecord.order("1", by: [email])
            try await trial.save { decision in
                decision.file([order, .customer("2"), .promise("3")], under: .sample(1))
                decision.profiles[.sample(1)]?.aliases = [.sample(2)]
                decision.aliases = [.sample(2): .sample(1)]
                decision.merges = [.sample(.sample(2), into: .sample(1)), .sample(.sample(9), into: .sample(2))]
                decision.conflicts = [
                    .sample("1"), .sample("2", profile: .sample(8), holder: .sample(1)),
                    .sample("3", profile: .sample(8), holder: .sample(2)),
                ]
                decision.conflicts.append(.sample("4", .crm("4"), profile: .sample(1), holder: .sample(8)))
                decision.separations = [Separation(.sample(1), .sample(7)), Separation(.sample(7), .sample(2))]
            }
            let counts = ErasureCounts(
                facts: [.customer: 1, .order: 1, .promise: 1], links: 1, conflicts: 2, merges: 2, separations: 2,
                aliases: 1)
            try promise(try await trial.store.erasable(.identifier(email)), is: counts, "what would go")
            let erased = try await trial.erase(.id(.sample(2)))
            try promise(erased?.erasure.counts, is: counts, "what went")
            try promise(erased?.profile, is: .sample(1), "profile told")
            try promise(erased?.changes.map(\.version), is: [nil], "version told")
            try promise(try await trial.changes(), is: erased?.changes ?? [], "changes")
            try promise(
                try await trial.store.profiles([.id(.sample(1)), .id(.sample(2)), .identifier(email)]), is: [:],
                "profiles")
            try promise(try await trial.facts(of: .sample(1)), is: [], "facts")
            // What others were refused stays theirs, and is judged again.
            try promise(
                try await trial.conflicts(), is: ["2", "3"].map { .sample($0, profile: .sample(8)) }, "conflicts")
            try promise(try await trial.store.queuedClaims(), is: 1, "claims to judge again")
            try promise(try await trial.store.history(of: .sample(1)), is: nil, "history")
            // A profile that takes the same names shows whatever was left under them.
            try await trial.save { decision in
                decision.profiles[.sample(1)] = ProfileState(
                    id: .sample(1), changedAt: .sample(9), aliases: [.sample(2), .sample(9)])
            }
            let left = try await trial.snapshot(
                of: ReadSet(
                    facts: [order.key], identifiers: [email], profiles: [.sample(1), .sample(2)], includesMerges: true))
            try promise(left.facts, is: [:], "facts by key")
            try promise(left.links, is: [:], "links")
            try promise(left.aliases, is: [:], "aliases")
            try promise(left.separations, is: [], "separations")
            try promise(left.merges, is: [], "merges")
            let history = try await trial.store.history(of: .sample(1))
            try promise(history, is: IdentityHistory(links: [], merges: []), "history")
        },
        Clause("erasing one profile leaves all others as they are") { trial in
            let shared = Identifier(type: "household", value: "+4930123")
            let kept = Conflict.sample("9", profile: .sample(3), holder: .sample(4))
            try await trial.save { decision in
                decision.file([.order("1", by: [shared])], under: .sample(1))
                decision.file([.order("2", by: [shared])], under: .sample(2))
                decision.aliases = [.sample(5): .sample(2)]
                decision.conflicts = [kept]
                decision.merges = [.sample(.sample(5), into: .sample(2))]
            }
            _ = try await trial.erase(.id(.sample(1)))
            try promise(try await trial.profiles(.identifier(shared)).map(\.id), is: [.sample(2)], "holders")
            try promise(try await trial.profiles(.id(.sample(5))).map(\.id), is: [.sample(2)], "alias")
            try promise(try await trial.facts(of: .sample(2)).count, is: 1, "facts")
            try promise(try await trial.conflicts(), is: [kept], "conflicts")
        },
        Clause("what only the erased stated does not wait to be judged, and what others state does") { trial in
            let (refused, former) = (Identifier.crm("1"), Identifier.crm("2"))
            let (held, claimed) = (Identifier.email("a@example.com"), Identifier.email("b@example.com"))
            try await trial.save { decision in
                decision.file([.order("1")], under: .sample(1))
                decision.file([.order("2", by: [held])], under: .sample(2))
                decision.conflicts = [
                    .sample("1", refused), .sample("1", held, holder: .sample(2)), .sample("1", claimed),
                    .sample("2", claimed, profile: .sample(2)),
                ]
                // Stated before a correction, and not judged since.
                decision.queued = [refused, former]
            }
            _ = try await trial.erase(.id(.sample(1)))
            let due = try await trial.store.dueClaims(limit: 9)
            try promise(due?.places.map(\.identifier), is: [held, claimed], "identifiers that wait")
        },
        Clause("merges that name a profile of which nothing is left go with it, and who was taken apart stays so") {
            trial in
            try await trial.save { decision in
                decision.file([.order("1")], under: .sample(1))
                decision.file([.order("2")], under: .sample(3))
                decision.merges = [
                    .sample(.sample(2), into: .sample(1)), .sample(.sample(4), into: .sample(2)),
                    .sample(.sample(5), into: .sample(3)),
                ]
                decision.separations = [
                    Separation(.sample(1), .sample(3)), Separation(.sample(3), .sample(2)),
                    Separation(.sample(3), .sample(6)),
                ]
            }
            try await trial.save { decision in
                decision.removedProfiles = [.sample(1)]
                decision.ended = [.sample(1), .sample(2)]
            }
            try await trial.save { decision in
                decision.profiles[.sample(1)] = ProfileState(
                    id: .sample(1), changedAt: .sample(9), aliases: [.sample(2), .sample(4)])
            }
            let left = try await trial.snapshot(of: ReadSet(profiles: [.sample(1), .sample(3)], includesMerges: true))
            try promise(left.merges, is: [.sample(.sample(5), into: .sample(3))], "merges")
            let parted = [
                Separation(.sample(1), .sample(3)), Separation(.sample(2), .sample(3)),
                Separation(.sample(3), .sample(6)),
            ]
            try promise(left.separations, is: parted, "separations")
        },
        Clause("what is remembered of withdrawn facts is erased by the id of their profile") { trial in
            let key = SourceRecord.order("1").key
            try await trial.save { $0.file([.order("1")], under: .sample(1)) }
            try await trial.save { decision in
                decision.withdrawnFacts = [key: .sample(0)]
                decision.removedProfiles = [.sample(1)]
            }
            let remembered = try await trial.snapshot(of: ReadSet(facts: [key])).withdrawn[key]
            try promise(remembered?.updatedAt, is: .sample(0), "withdrawn")
            try promise(try await trial.store.erasable(.id(.sample(1)))?.facts, is: [:], "what would go")
            try promise(try await trial.erase(.id(.sample(1)))?.erasure.tombstones, is: 1, "tombstones")
            let left = try await trial.snapshot(of: ReadSet(facts: [key])).withdrawn
            try promise(left, is: [:], "withdrawn, once erased")
            try promise(try await trial.store.erasable(.id(.sample(1))), is: nil, "what would go again")
        },
        Clause("what is remembered of facts that never came is read like the rest, and goes with whom it names") {
            trial in
            let keys = ["1", "2"].map { FactKey(kind: .customer, source: "crm", id: $0) }
            let ends = keys.map {
                Withdrawal(
                    key: $0, updatedAt: .sample(5), receivedAt: .sample(6), profile: .sample(9), home: .sample(9))
            }
            try await trial.save { decision in
                for end in ends { decision.foreseenWithdrawals[end.key] = end }
                decision.file([.order("1", by: [.crm("1")])], under: .sample(1))
            }
            let snapshot = try await trial.snapshot(of: ReadSet(facts: Set(keys)))
            try promise(snapshot.withdrawn, is: [keys[0]: ends[0], keys[1]: ends[1]], "withdrawn")
            try promise(snapshot.facts, is: [:], "facts")
            try promise(snapshot.profiles, is: [:], "profiles")
            _ = try await trial.erase(.id(.sample(1)))
            let left = try await trial.store.withdrawals(of: .customer, after: nil, limit: 9)
            try promise(left, is: [ends[1]], "withdrawn, once erased")
        },
        Clause("of single records that are erased nothing is remembered, nor of what only they stated") { trial in
            let (own, shared) = (Identifier.crm("1"), Identifier.email("a@example.com"))
            let (gone, left) = (SourceRecord.order("1", by: [own]), SourceRecord.order("2", by: [shared]))
            try await trial.save { decision in
                decision.file([gone, left], under: .sample(1))
                decision.conflicts = [.sample("9", shared, profile: .sample(8), holder: .sample(1))]
            }
            let erased = try await trial.store.erase(reading: ReadSet()) { _ in
                var decision = Decision(decidedAt: .sample(1_000_001))
                decision.erases = true
                decision.withdrawnFacts = [gone.key: gone.updatedAt]
                decision.removedLinks = [Link.sample(own, to: .sample(1)).key]
                decision.queued = [own, shared]
                return (decision, 7)
            }
            try promise(erased.answer, is: 7, "answer")
            let snapshot = try await trial.snapshot(of: ReadSet(facts: [gone.key, left.key], identifiers: [own]))
            try promise(snapshot.withdrawn, is: [:], "withdrawn")
            try promise(snapshot.links, is: [shared: [.sample(shared, to: .sample(1))]], "links")
            try promise(Array(snapshot.facts.keys), is: [left.key], "facts")
            let due = try await trial.store.dueClaims(limit: 9)
            try promise(due?.places.map(\.identifier), is: [shared], "identifiers that wait")
        },
        Clause("nothing is erased unless the name leads to one profile") { trial in
            let shared = Identifier(type: "household", value: "+4930123")
            try await trial.save { decision in
                decision.file([.order("1", by: [shared])], under: .sample(1))
                decision.file([.order("2", by: [shared])], under: .sample(2))
            }
            for reference in [ProfileReference.identifier(shared), .id(.sample(7)), .identifier(.crm("7"))] {
                try promise(try await trial.erase(reference)?.profile, is: nil, "erased")
                try promise(try await trial.store.erasable(reference), is: nil, "what would go")
            }
            try promise(try await trial.store.scan(after: nil, limit: 9).count, is: 2, "profiles")
            try promise(try await trial.store.erasures(after: nil, limit: 9), is: [], "erasures")
            // The store still takes writes.
            try await trial.save { $0.file([.order("3")], under: .sample(3)) }
        },
    ]
}

extension Trial {
    func erase(_ reference: ProfileReference, as id: String = "ers_1", at seconds: Int = 0) async throws -> Erased? {
        try await store.erase(
            reference, ErasureWarrant(id: id, at: .sample(seconds), by: "desk"), hash: Tombstone.sample)
    }
}

extension Tombstone {
    /// FNV-1a; any function of the name does.
    static func sample(_ name: ErasableName) -> Tombstone {
        let hash = name.form.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return Tombstone(high: hash, low: ~hash)
    }
}
