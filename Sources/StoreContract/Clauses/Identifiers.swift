import ProfileCore
import ProfileStore

extension StoreContract {
    /// Alike to a careless comparison: in case, width, accents, trailing space, wildcards, and what cannot be seen.
    private static let lookalikes = [
        "jane", "Jane", "jane ", " jane", "j%ne", "j_ne", "j*ne", "jane\u{200B}", "ja\u{200D}ne", "jané", "jan\u{0435}",
        "\u{FF4A}ane", "ﬁ", "fi", "ß", "ss", "İ", "i", "ı", "👩‍👩‍👧", "👩👩👧", "", "\u{0}", "a\u{0}b", "a\u{0}c", "'", "\"",
        "\\", "0", "00", "1", "1.0", "1e0", "NULL",
    ]

    static let identifiers = [
        Clause("identifiers and fact keys are told apart by their bytes") { trial in
            let records = lookalikes.map { SourceRecord.order($0, by: [.crm($0)]) }
            try await trial.save { decision in
                for (number, record) in records.enumerated() {
                    decision.file([record], under: .sample(UInt64(number + 1)))
                }
            }
            for (number, record) in records.enumerated() {
                let found = try await trial.profiles(.identifier(record.identifiers[0])).map(\.id)
                try promise(found, is: [.sample(UInt64(number + 1))], "profile of look-alike \(number)")
                let facts = try await trial.snapshot(of: ReadSet(facts: [record.key])).facts
                let stored = facts[record.key]?.record.identifiers[0].value
                try promise(Array(stored?.utf8 ?? "?".utf8), is: Array(lookalikes[number].utf8), "bytes \(number)")
            }
        },
        Clause("texts keep their bytes: decomposed letters are not composed") { trial in
            var record = InteractionRecord(occurredAt: .sample(0), channel: "cafe\u{301}")
            record.summary = "e\u{301} é \u{0} \u{1F469}\u{200D}\u{1F467}"
            let key = FactKey(kind: .interaction, source: "desk", id: "1")
            let stated = SourceRecord(
                key: key, updatedAt: .sample(0), isTimedByArrival: true, identifiers: [], body: .interaction(record))
            try await trial.save { $0.facts[key] = stated.filed(under: .sample(1)) }
            guard case .interaction(let found)? = try await trial.facts(of: .sample(1)).first?.record.body else {
                throw ContractViolation(detail: "the interaction is gone", place: "identifiers")
            }
            try promise(Array(found.channel.utf8), is: Array(record.channel.utf8), "channel")
            try promise(Array((found.summary ?? "").utf8), is: Array((record.summary ?? "").utf8), "summary")
        },
        Clause("the type of an identifier counts as much as its value") { trial in
            try await trial.save { $0.file([.order("1", by: [.crm("ab")])], under: .sample(1)) }
            let other = Identifier(type: "crma", value: "b")
            try promise(try await trial.profiles(.identifier(other)), is: [], "profiles")
        },
        Clause("an identifier several profiles hold leads to each, oldest first") { trial in
            let phone = Identifier(type: "household", value: "+4930123")
            try await trial.save { decision in
                for number in [3, 1, 2] as [UInt64] {
                    decision.file([.order("\(number)", by: [phone])], under: .sample(number))
                }
            }
            let found = try await trial.profiles(.identifier(phone)).map(\.id)
            try promise(found, is: [.sample(1), .sample(2), .sample(3)], "profiles")
            let links = try await trial.snapshot(of: ReadSet(identifiers: [phone])).links[phone] ?? []
            try promise(Set(links.map(\.profile)), is: [.sample(1), .sample(2), .sample(3)], "links")
        },
        Clause("facts and strong identifiers tell where they are filed") { trial in
            try await trial.save { decision in
                decision.file([.order("1", by: [.crm("a"), .crm("b")])], under: .sample(1))
                decision.file([.order("2", by: [.crm("c")])], under: .sample(2))
            }
            let orders = ["1", "2", "3"].map { SourceRecord.order($0).key }
            let places = try await trial.store.places(of: Set(orders), [.crm("a"), .crm("c"), .crm("d")])
            try promise(places.facts, is: [orders[0]: .sample(1), orders[1]: .sample(2)], "facts")
            try promise(places.identifiers, is: [.crm("a"): .sample(1), .crm("c"): .sample(2)], "identifiers")
            try promise(try await trial.store.places(of: [], []), is: StoredPlaces(), "places of nothing")
        },
        Clause("an alias still answers, and stops when it is removed") { trial in
            try await trial.save { decision in
                decision.file([.order("1")], under: .sample(1))
                decision.aliases = [.sample(2): .sample(1)]
            }
            try promise(try await trial.profiles(.id(.sample(2))).map(\.id), is: [.sample(1)], "profile by alias")
            try await trial.save { $0.removedAliases = [.sample(2)] }
            try promise(try await trial.profiles(.id(.sample(2))), is: [], "profile by removed alias")
        },
        Clause("references that lead nowhere are absent") { trial in
            try await trial.save { $0.file([.order("1", by: [.crm("1")])], under: .sample(1)) }
            let references: Set<ProfileReference> = [.id(.sample(1)), .id(.sample(2)), .identifier(.crm("2"))]
            let found = try await trial.store.profiles(references)
            try promise(Set(found.keys), is: [.id(.sample(1))], "references found")
        },
    ]
}
