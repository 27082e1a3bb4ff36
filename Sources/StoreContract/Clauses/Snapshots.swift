import ProfileCore
import ProfileStore

extension StoreContract {
    static let snapshots = [
        Clause("a snapshot holds what was touched and every profile it leads to, and nothing else") { trial in
            let (email, order) = (Identifier.email("jane@example.com"), SourceRecord.order("1"))
            try await trial.save { decision in
                decision.file([order], under: .sample(1))
                decision.file([.order("2", by: [email])], under: .sample(2))
                decision.file([.order("3")], under: .sample(3))
                decision.file([.order("4", by: [.crm("4")])], under: .sample(4))
                decision.file([.order("5")], under: .sample(6))
                decision.aliases = [.sample(5): .sample(6), .sample(7): .sample(4)]
            }
            let unknown = FactKey(kind: .order, source: "shop", id: "unknown")
            let snapshot = try await trial.snapshot(
                of: ReadSet(
                    facts: [order.key, unknown], identifiers: [email, .email("unknown@example.com")],
                    profiles: [.sample(3), .sample(5), .sample(99)]))
            try promise(snapshot.facts, is: [order.key: order.filed(under: .sample(1))], "facts")
            try promise(snapshot.links, is: [email: [.sample(email, to: .sample(2))]], "links")
            try promise(snapshot.aliases, is: [.sample(5): .sample(6)], "aliases")
            let expected: Set<ProfileID> = [.sample(1), .sample(2), .sample(3), .sample(6)]
            try promise(Set(snapshot.profiles.keys), is: expected, "profiles")
        },
        Clause("a snapshot holds the links of what touched facts named, and the profiles these lead to") { trial in
            let email = Identifier.email("jane@example.com")
            let order = SourceRecord.order("1", by: [email])
            try await trial.save { decision in
                decision.facts[order.key] = order.filed(under: .sample(1))
                decision.file([.order("2", by: [email])], under: .sample(2))
            }
            let snapshot = try await trial.snapshot(of: ReadSet(facts: [order.key]))
            try promise(snapshot.links, is: [email: [.sample(email, to: .sample(2))]], "links")
            try promise(Set(snapshot.profiles.keys), is: [.sample(2)], "profiles")
        },
        Clause("separations come by either side and by an alias") { trial in
            let known = Separation(.sample(1), .sample(8))
            let byAlias = Separation(
                Separation.Side(.sample(9)), Separation.Side(.sample(2), SourceRecord.order("1").key))
            try await trial.save { decision in
                decision.file([.order("1")], under: .sample(1))
                decision.profiles[.sample(1)]?.aliases = [.sample(2)]
                decision.aliases = [.sample(2): .sample(1)]
                decision.separations = [byAlias, known, Separation(.sample(8), .sample(9))]
            }
            let readSet = ReadSet(profiles: [.sample(1)])
            try promise(try await trial.snapshot(of: readSet).separations, is: [known, byAlias], "separations")
            try await trial.save { $0.removedSeparations = [known.pair] }
            try promise(try await trial.snapshot(of: readSet).separations, is: [byAlias], "separations left")
        },
        Clause("a separation keeps the fact of a side for which none is named, and takes another") { trial in
            let (one, two, three) = (
                SourceRecord.order("1").key, SourceRecord.order("2").key, SourceRecord.order("3").key
            )
            let side = { @Sendable (number: UInt64, fact: FactKey?) in Separation.Side(.sample(number), fact) }
            try await trial.save { decision in
                decision.file([.order("1")], under: .sample(1))
                decision.separations = [Separation(side(1, one), side(2, two))]
            }
            try await trial.save { decision in
                decision.separations = [
                    Separation(side(2, nil), side(1, three)), Separation(side(3, one), side(1, nil)),
                ]
            }
            try await trial.save { $0.separations = [Separation(side(1, two), side(3, nil))] }
            try promise(
                try await trial.snapshot(of: ReadSet(profiles: [.sample(1)])).separations,
                is: [Separation(side(1, three), side(2, two)), Separation(side(1, two), side(3, one))], "separations")
        },
        Clause("a withdrawn fact brings the profile it was of, and the separations of that") { trial in
            let (gone, left) = (SourceRecord.order("1"), SourceRecord.order("2"))
            let parted = [Separation(.sample(1), .sample(8)), Separation(.sample(2), .sample(9))]
            try await trial.save { decision in
                decision.file([gone], under: .sample(1))
                decision.file([left, .order("3")], under: .sample(3))
                decision.profiles[.sample(3)]?.aliases = [.sample(2)]
                decision.aliases = [.sample(2): .sample(3)]
                decision.separations = parted
            }
            try await trial.save { decision in
                decision.withdrawnFacts = [gone.key: gone.updatedAt, left.key: left.updatedAt]
                decision.removedProfiles = [.sample(1)]
                decision.ended = [.sample(1)]
            }
            let snapshot = try await trial.snapshot(of: ReadSet(facts: [gone.key, left.key]))
            try promise(
                snapshot.withdrawn.mapValues(\.profile), is: [gone.key: .sample(1), left.key: .sample(3)], "whose")
            try promise(Array(snapshot.profiles.keys), is: [.sample(3)], "profiles")
            try promise(snapshot.separations, is: parted, "separations")
        },
        Clause("merges come when asked for, oldest first, by either side and by an alias, undone ones too") { trial in
            var undone = Merge.sample(.sample(3), into: .sample(2), at: 1)
            undone.undone = Merge.Undoing(at: .sample(5), name: "desk", reason: "two people")
            let record = Merge(
                absorbed: .sample(2), survivor: .sample(1), at: .sample(3),
                cause: .record(SourceRecord.order("1").key, identifiers: [.crm("1"), .email("a@example.com")]))
            let merges = [undone, record, .sample(.sample(1), into: .sample(9), at: 4)]
            try await trial.save { decision in
                decision.file([.order("1")], under: .sample(1))
                decision.profiles[.sample(1)]?.aliases = [.sample(2)]
                decision.aliases = [.sample(2): .sample(1)]
                decision.merges = merges.reversed() + [.sample(.sample(6), into: .sample(7), at: 2)]
            }
            let asked = ReadSet(profiles: [.sample(2)], includesMerges: true)
            try promise(try await trial.snapshot(of: asked).merges, is: merges, "merges")
            let unasked = ReadSet(profiles: [.sample(2)])
            try promise(try await trial.snapshot(of: unasked).merges, is: [], "merges nobody asked for")
        },
        Clause("a merge is replaced by absorbed profile and time, and the history shows it") { trial in
            var merge = Merge.sample(.sample(2), into: .sample(1), at: 1)
            let again = Merge.sample(.sample(2), into: .sample(1), at: 2)
            let first = merge
            try await trial.save { decision in
                decision.file([.order("1", by: [.crm("b"), .crm("a")])], under: .sample(1))
                decision.merges = [first, again, .sample(.sample(1), into: .sample(7))]
            }
            merge.undone = Merge.Undoing(at: .sample(9), name: "desk", reason: "two people")
            let second = merge
            try await trial.save { $0.merges = [second] }
            let history = try await trial.store.history(of: .sample(1))
            try promise(history?.merges, is: [second, again], "merges")
            try promise(history?.links.map(\.identifier), is: [.crm("a"), .crm("b")], "links")
        },
    ]
}
