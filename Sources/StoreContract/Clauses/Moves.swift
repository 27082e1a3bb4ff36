import ProfileCore
import ProfileStore

extension StoreContract {
    static let moves = [
        Clause("a move takes every fact and link along and leaves their homes") { trial in
            let (email, phone) = (Identifier.email("a@example.com"), Identifier(type: "phone", value: "+49301"))
            try await trial.save { decision in
                decision.file([.order("1", by: [email])], under: .sample(1))
                decision.file([.order("2", by: [phone]), .customer("3")], under: .sample(2))
            }
            try await trial.save { $0.moves = [Decision.Move(from: .sample(2), to: .sample(1))] }
            let facts = try await trial.facts(of: .sample(1))
            try promise(facts.map(\.key.id), is: ["3", "1", "2"], "facts")
            try promise(facts.map(\.filing.home), is: [.sample(2), .sample(1), .sample(2)], "homes")
            try promise(try await trial.facts(of: .sample(2)), is: [], "facts left behind")
            let links = try await trial.snapshot(of: ReadSet(identifiers: [phone])).links
            try promise(links, is: [phone: [.sample(phone, to: .sample(1), home: .sample(2))]], "links")
        },
        Clause("a move of certain homes takes those and no others") { trial in
            let identifiers = (1...3).map { Identifier.crm("\($0)") }
            try await trial.save { decision in
                for (number, identifier) in identifiers.enumerated() {
                    let (home, record) = (ProfileID.sample(UInt64(number + 1)), SourceRecord.order("\(number + 1)"))
                    decision.facts[record.key] = record.filed(under: .sample(1), home: home)
                    decision.link(.sample(identifier, to: .sample(1), home: home))
                }
            }
            try await trial.save {
                $0.moves = [
                    Decision.Move(from: .sample(1), to: .sample(2), homes: [.sample(2), .sample(3), .sample(9)])
                ]
            }
            try promise(try await trial.facts(of: .sample(1)).map(\.key.id), is: ["1"], "facts that stay")
            try promise(try await trial.facts(of: .sample(2)).map(\.key.id), is: ["2", "3"], "facts that go")
            let links = try await trial.snapshot(of: ReadSet(identifiers: Set(identifiers))).links
            let profiles = identifiers.map { links[$0]?.map(\.profile) }
            try promise(profiles, is: [[.sample(1)], [.sample(2)], [.sample(2)]], "profiles of the links")
            try await trial.save { $0.moves = [Decision.Move(from: .sample(1), to: .sample(2), homes: [])] }
            try promise(try await trial.facts(of: .sample(1)).count, is: 1, "facts after a move of no home")
        },
        Clause("a merge undone restores both sides, a shared weak identifier included") { trial in
            let phone = Identifier(type: "household", value: "+4930123")
            try await trial.save { decision in
                decision.file([.order("1", by: [phone, .crm("1")])], under: .sample(1))
                decision.file([.order("2", by: [phone, .crm("2")])], under: .sample(2))
            }
            let readSet = ReadSet(identifiers: [phone, .crm("1"), .crm("2")])
            let before = try await trial.snapshot(of: readSet)
            try await trial.save { $0.moves = [Decision.Move(from: .sample(2), to: .sample(1))] }
            let merged = try await trial.profiles(.identifier(phone)).map(\.id)
            try promise(merged, is: [.sample(1)], "the one profile the shared identifier leads to")
            try await trial.save {
                $0.moves = [Decision.Move(from: .sample(1), to: .sample(2), homes: [.sample(2)])]
            }
            let after = try await trial.snapshot(of: readSet)
            try promise(after.links.mapValues(Set.init), is: before.links.mapValues(Set.init), "links")
            try promise(after.profiles, is: before.profiles, "profiles")
            try promise(try await trial.facts(of: .sample(2)).map(\.key.id), is: ["2"], "facts")
        },
        Clause("claims go with the facts that make them, settled ones too") { trial in
            let claims = ["1", "2", "3"].map { Conflict.sample($0, resolvedAt: $0 == "3" ? nil : 5) }
            try await trial.save { decision in
                for (number, id) in ["1", "2", "3"].enumerated() {
                    let (home, record) = (ProfileID.sample(number == 0 ? 1 : 2), SourceRecord.customer(id))
                    decision.facts[record.key] = record.filed(under: .sample(1), home: home)
                }
                decision.conflicts = claims
            }
            try await trial.save {
                $0.moves = [Decision.Move(from: .sample(1), to: .sample(2), homes: [.sample(2)])]
            }
            let moved = try await trial.conflicts().sorted { $0.key < $1.key }
            try promise(moved.map(\.profile), is: [.sample(1), .sample(2), .sample(2)], "profiles of the claims")
        },
        Clause("withdrawn facts go with those of their home when a profile comes apart") { trial in
            let records = [("1", "a"), ("2", "b"), ("3", "b")].map { SourceRecord.order($0, by: [.crm($1)]) }
            try await trial.save { decision in
                decision.file(records, under: .sample(1))
                for record in records[1...] {
                    decision.facts[record.key] = record.filed(under: .sample(1), home: .sample(2))
                }
                decision.profiles[.sample(1)]?.aliases = [.sample(2)]
                decision.aliases = [.sample(2): .sample(1)]
                decision.withdrawnFacts = [records[2].key: .sample(0)]
            }
            _ = try await trial.store.commit(reading: ReadSet(profiles: [.sample(1)])) { snapshot in
                (Decision(rebuilding: snapshot.profiles, spareID: .sample(9), at: .sample(1_000_001)), true)
            }
            try promise(try await trial.facts(of: .sample(2)).map(\.key.id), is: ["2"], "facts")
            // Both records and the identifier.
            try promise(try await trial.erase(.id(.sample(2)))?.erasure.tombstones, is: 3, "tombstones")
        },
        Clause("moves come before facts and links are saved, in their order") { trial in
            try await trial.save { $0.file([.order("1")], under: .sample(1)) }
            try await trial.save { decision in
                decision.moves = [
                    Decision.Move(from: .sample(1), to: .sample(2)), Decision.Move(from: .sample(2), to: .sample(3)),
                ]
                decision.file([.order("2")], under: .sample(1))
            }
            try promise(try await trial.facts(of: .sample(3)).map(\.key.id), is: ["1"], "facts moved twice")
            try promise(try await trial.facts(of: .sample(1)).map(\.key.id), is: ["2"], "facts saved after")
        },
    ]
}
