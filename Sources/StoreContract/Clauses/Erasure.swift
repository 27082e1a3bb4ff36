import ProfileCore
import ProfileStore

extension StoreContract {
    static let erasure = [
        Clause("erasing leaves nothing of a profile but the number of its last change") { trial in
            let email = Identifier.email("jane@example.com")
            let order = SourceRecord.order("1", by: [email])
            let committed = try await trial.save { decision in
                decision.file([order, .customer("2")], under: .sample(1))
                decision.profiles[.sample(1)]?.aliases = [.sample(2)]
                decision.aliases = [.sample(2): .sample(1)]
                decision.merges = [.sample(.sample(2), into: .sample(1)), .sample(.sample(9), into: .sample(2))]
                decision.conflicts = [
                    .sample("1"), .sample("2", profile: .sample(8), holder: .sample(1)),
                    .sample("3", profile: .sample(8), holder: .sample(2)),
                ]
                decision.separations = [Separation(.sample(1), .sample(7)), Separation(.sample(7), .sample(2))]
            }
            guard let state = committed.decision.profiles[.sample(1)] else { return }
            let changes = try await trial.store.erase(state)
            try promise(changes.map(\.profile), is: [.sample(1)], "profile told")
            try promise(changes.map(\.version), is: [nil], "version told")
            try promise(try await trial.changes(), is: changes, "changes")
            try promise(
                try await trial.store.profiles([.id(.sample(1)), .id(.sample(2)), .identifier(email)]), is: [:],
                "profiles")
            try promise(try await trial.facts(of: .sample(1)), is: [], "facts")
            try promise(try await trial.conflicts(), is: [], "conflicts")
            try promise(try await trial.store.history(of: .sample(1)), is: nil, "history")
            // A profile that takes the same names shows whatever was left under them.
            try await trial.save { decision in
                decision.profiles[.sample(1)] = ProfileState(
                    id: .sample(1), changedAt: .sample(9), aliases: [.sample(2), .sample(9)])
            }
            let left = try await trial.snapshot(
                of: Touch(
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
            let committed = try await trial.save { decision in
                decision.file([.order("1", by: [shared])], under: .sample(1))
                decision.file([.order("2", by: [shared])], under: .sample(2))
                decision.aliases = [.sample(5): .sample(2)]
                decision.conflicts = [kept]
                decision.merges = [.sample(.sample(5), into: .sample(2))]
            }
            guard let state = committed.decision.profiles[.sample(1)] else { return }
            _ = try await trial.store.erase(state)
            try promise(try await trial.profiles(.identifier(shared)).map(\.id), is: [.sample(2)], "holders")
            try promise(try await trial.profiles(.id(.sample(5))).map(\.id), is: [.sample(2)], "alias")
            try promise(try await trial.facts(of: .sample(2)).count, is: 1, "facts")
            try promise(try await trial.conflicts(), is: [kept], "conflicts")
        },
    ]
}
