import ProfileCore
import ProfileStore

extension StoreContract {
    static let commits = [
        Clause("a commit saves what was decided, and tells it") { trial in
            let record = SourceRecord.order("1", by: [.email("jane@example.com")])
            let committed = try await trial.save { $0.file([record], under: .sample(1)) }
            try promise(committed.answer, is: true, "answer")
            let saved = try await trial.profiles(.id(.sample(1)))
            try promise(saved, is: Array(committed.decision.profiles.values), "profile")
            try promise(try await trial.facts(of: .sample(1)), is: [record.filed(under: .sample(1))], "facts")
            try promise(committed.changes.map(\.version), is: [1], "changes")
        },
        Clause("a decision of nothing changes nothing") { trial in
            let committed = try await trial.save { _ in }
            try promise(committed.changes, is: [], "changes")
            try promise(try await trial.changes(), is: [], "change feed")
        },
        Clause("a stored profile reads back equal, whatever its facts") { trial in
            let who: [Identifier] = [.email("zoë@example.com"), .crm("4711")]
            let records: [SourceRecord] = [
                .customer("4711", by: who, at: 1), .order("1", by: who, at: 2), .interaction("2", by: who, at: 3),
                .activity("3", by: who, at: 4), .promise("4", by: who, at: 5),
            ]
            let committed = try await trial.save { decision in
                decision.file(records, under: .sample(1))
                decision.profiles[.sample(1)]?.aliases = [.sample(2), .sample(3)]
                decision.profiles[.sample(1)]?.overrides = [
                    VIPOverride(
                        tier: "gold", reason: "press", until: .sample(9), setAt: .sample(4), setBy: "desk",
                        home: .sample(2))
                ]
            }
            let saved = try await trial.profiles(.identifier(.crm("4711")))
            try promise(saved, is: Array(committed.decision.profiles.values), "profile")
            let facts = try await trial.facts(of: .sample(1))
            try promise(Set(facts), is: Set(records.map { $0.filed(under: .sample(1)) }), "facts")
        },
        Clause("the same commit twice leaves what it left the first time") { trial in
            let edit = { @Sendable (decision: inout Decision) in
                decision.file([.order("1", by: [.email("jane@example.com")]), .activity("2")], under: .sample(1))
                decision.conflicts = [.sample("1")]
                decision.merges = [.sample(.sample(2), into: .sample(1))]
                decision.separations = [Separation(.sample(1), .sample(3))]
                decision.aliases = [.sample(2): .sample(1)]
            }
            try await trial.save(edit)
            let readSet = ReadSet(identifiers: [.email("jane@example.com")], includesMerges: true)
            let (first, facts) = (try await trial.snapshot(of: readSet), try await trial.facts(of: .sample(1)))
            try await trial.save(edit)
            let second = try await trial.snapshot(of: readSet)
            try promise(second.links, is: first.links, "links")
            try promise(second.profiles, is: first.profiles, "profiles")
            try promise(second.merges, is: first.merges, "merges")
            try promise(second.separations, is: first.separations, "separations")
            try promise(try await trial.facts(of: .sample(1)), is: facts, "facts")
            try promise(try await trial.conflicts().count, is: 1, "conflicts")
        },
        Clause("a fact put again replaces the earlier one, wherever it was filed") { trial in
            try await trial.save { $0.file([.order("1", at: 1)], under: .sample(1)) }
            try await trial.save { $0.file([.order("1", at: 9)], under: .sample(2)) }
            try promise(try await trial.facts(of: .sample(1)), is: [], "facts of the first profile")
            let page = try await trial.timeline(of: .sample(2), limit: 10)
            try promise(page.map(\.record.happenedAt), is: [.sample(9)], "timeline of the second profile")
        },
        Clause("withdrawn facts and removed links are gone") { trial in
            let (order, email) = (SourceRecord.order("1"), Identifier.email("jane@example.com"))
            try await trial.save { $0.file([order, .activity("2", by: [email])], under: .sample(1)) }
            try await trial.save { decision in
                decision.withdrawnFacts = [order.key: .sample(0)]
                decision.removedLinks = [LinkKey(identifier: email, home: .sample(1))]
            }
            try promise(try await trial.facts(of: .sample(1)).map(\.key.id), is: ["2"], "facts")
            try promise(try await trial.profiles(.identifier(email)), is: [], "profiles by the removed link")
        },
        Clause("a rebuilt summary is the fold of the facts and links that hold after the commit") { trial in
            let (email, phone) = (Identifier.email("jane@example.com"), Identifier(type: "phone", value: "+4930123"))
            let first: [SourceRecord] = [
                .order("1", by: [email], at: 1), .interaction("2", by: [email, phone], at: 2),
            ]
            try await trial.save { $0.file(first, under: .sample(1)) }
            let committed = try await trial.save { decision in
                let record = SourceRecord.activity("3", by: [phone], at: 3)
                decision.facts[record.key] = record.filed(under: .sample(1))
                decision.withdrawnFacts = [first[0].key: .sample(0)]
                decision.removedLinks = [LinkKey(identifier: phone, home: .sample(1))]
                decision.profiles[.sample(1)] = ProfileState(id: .sample(1), version: 2, changedAt: .sample(5))
                decision.rebuilds = [.sample(1)]
            }
            var rebuild = SummaryRebuild(held: [email], at: committed.decision.decidedAt)
            for fact in try await trial.facts(of: .sample(1)) { rebuild.add(fact) }
            try promise(rebuild.summary.facts, is: 2, "facts folded")
            let saved = try await trial.profiles(.id(.sample(1)))
            try promise(saved.map(\.summary), is: [rebuild.summary], "saved summary")
            try promise(committed.decision.profiles[.sample(1)], is: saved.first, "profile told")
        },
        Clause("after a rebuild no link stays that no fact proves, and no profile without facts") { trial in
            let (email, phone) = (Identifier.email("jane@example.com"), Identifier(type: "phone", value: "+4930123"))
            let order = SourceRecord.order("1", by: [email])
            let committed = try await trial.save { decision in
                decision.facts[order.key] = order.filed(under: .sample(1))
                for identifier in [email, phone] { decision.link(.sample(identifier, to: .sample(2))) }
                for id in [.sample(1), .sample(2)] as [ProfileID] {
                    decision.profiles[id] = ProfileState(id: id, version: 1, changedAt: .sample(1))
                    decision.rebuilds.insert(id)
                }
            }
            try promise(committed.changes.map(\.version), is: [1, nil], "versions told")
            try promise(try await trial.profiles(.id(.sample(2))), is: [], "the profile without facts")
            let found = try await trial.profiles(.identifier(email))
            try promise(found, is: Array(committed.decision.profiles.values), "profile by the inherited link")
            try promise(found.map(\.summary.bindingIdentifiers), is: [[email]], "identifiers held")
            try promise(try await trial.profiles(.identifier(phone)), is: [], "profile by the unproven link")
        },
        Clause("a batch of 5,000 keys works like one of few") { trial in
            let records = (0..<5_000).map { SourceRecord.order("\($0)", by: [.crm("\($0)")], at: $0) }
            try await trial.save { decision in
                for (number, record) in records.enumerated() {
                    decision.file([record], under: .sample(UInt64(number + 1)))
                }
            }
            let readSet = ReadSet(
                facts: Set(records.map(\.key)), identifiers: Set(records.flatMap(\.identifiers)),
                profiles: Set((1...5_000).map { .sample($0) }))
            let snapshot = try await trial.snapshot(of: readSet)
            try promise(snapshot.facts.count, is: 5_000, "facts")
            try promise(snapshot.links.count, is: 5_000, "links")
            try promise(snapshot.profiles.count, is: 5_000, "profiles")
        },
    ]
}
