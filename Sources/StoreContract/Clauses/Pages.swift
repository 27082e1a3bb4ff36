import ProfileCore
import ProfileStore

extension StoreContract {
    static let pages = [
        Clause("a timeline is newest first, then by key, without customer records, page by page") { trial in
            let ordered: [SourceRecord] = [
                .activity("z", at: 9), .order("b", at: 5, from: "erp"), .order("a", at: 5), .order("b", at: 5),
                .interaction("a", at: 5),
                .activity("a", at: 5), .order("0", at: 1), .order("1", at: -100),
            ]
            try await trial.save { decision in
                decision.file(ordered.reversed() + [.customer("c", at: 5)], under: .sample(1))
                decision.file([.order("other", at: 5)], under: .sample(2))
            }
            for size in 1...9 {
                try promise(try await timeline(by: size, in: trial), is: ordered.map(\.key), "timeline by \(size)")
            }
        },
        Clause("a timeline goes on after the cursor though the fact under it is gone") { trial in
            try await trial.save {
                $0.file([.order("a", at: 3), .order("b", at: 2), .order("c", at: 1)], under: .sample(1))
            }
            let gone = SourceRecord.order("b", at: 2)
            try await trial.save { $0.withdrawnFacts = [gone.key: .sample(0)] }
            let cursor = TimelineCursor(at: gone.happenedAt, key: gone.key)
            let page = try await trial.timeline(of: .sample(1), after: cursor, limit: 10)
            try promise(page.map(\.key.id), is: ["c"], "the rest")
        },
        Clause("the latest of a kind are a profile's own up to a moment, newest first, then by key") { trial in
            let ordered: [SourceRecord] = [
                .order("z", at: 9), .order("b", at: 5, from: "erp"), .order("a", at: 5), .order("1", at: -100),
            ]
            try await trial.save { decision in
                decision.file(
                    ordered.reversed() + [
                        .order("ahead", at: 10), .customer("c", at: 9), .activity("y", at: 9), .interaction("x", at: 7),
                    ], under: .sample(1))
                decision.file([.order("other", at: 5), .order("gone", at: 6)], under: .sample(2))
            }
            for limit in 0...5 {
                let page = try await trial.store.latest(
                    .order, of: .id(.sample(1)), upTo: .sample(9), limit: limit
                ).value
                try promise(page?.facts.map(\.key), is: ordered.prefix(limit).map(\.key), "latest \(limit)")
                try promise(page?.profile.id, is: .sample(1), "profile")
            }
            let gone = SourceRecord.order("gone", at: 6)
            try await trial.save { $0.withdrawnFacts = [gone.key: .sample(0)] }
            let left = try await trial.store.latest(
                .order, of: .id(.sample(2)), upTo: .sample(9), limit: 5
            ).value
            try promise(left?.facts.map(\.key.id), is: ["other"], "the rest")
            let nobody = try await trial.store.latest(
                .order, of: .id(.sample(3)), upTo: .sample(9), limit: 5
            ).value
            try promise(nobody == nil, is: true, "nobody")
        },
        Clause("facts are all of a profile's, ascending by key, page by page") { trial in
            let ordered: [SourceRecord] = [
                .customer("b"), .customer("é"), .order("9", from: "erp"), .order("1"), .order("10"), .order("2"),
                .interaction("1"),
                .activity("1"),
            ]
            try await trial.save { decision in
                decision.file(ordered.reversed(), under: .sample(1))
                decision.file([.order("15")], under: .sample(2))
            }
            for size in 1...8 {
                var found: [Fact] = []
                while true {
                    let page = try await trial.store.facts(of: .sample(1), after: found.last?.key, limit: size)
                    found += page
                    if page.count < size { break }
                }
                try promise(found.map(\.key), is: ordered.map(\.key), "facts by \(size)")
            }
        },
        Clause("facts are found by their keys, without those that were withdrawn, and nothing is written") { trial in
            try await trial.save { decision in
                decision.file([.order("1", by: [.crm("a")]), .order("2")], under: .sample(1))
                decision.file([.order("3")], under: .sample(2))
            }
            let keys = ["1", "2", "3", "4"].map { SourceRecord.order($0).key }
            try await trial.save { decision in
                decision.withdrawnFacts = [keys[1]: .sample(2)]
            }
            let end = try await trial.store.lastPosition()
            let found = try await trial.store.facts(Set(keys))
            try promise(Set(found.keys), is: [keys[0], keys[2]], "keys")
            try promise(found[keys[0]]?.record, is: .order("1", by: [.crm("a")]), "record")
            try promise(found[keys[2]]?.filing.profile, is: .sample(2), "profile")
            try promise(try await trial.store.facts([]).isEmpty, is: true, "nothing of nothing")
            try promise(try await trial.store.lastPosition(), is: end, "position")
        },
        Clause("facts of a kind are every profile's, ascending by key, page by page") { trial in
            let ordered: [SourceRecord] = [
                .order("9", from: "erp"), .order("1"), .order("10"), .order("15"), .order("2"), .order("é"),
            ]
            try await trial.save { decision in
                decision.file(
                    [.interaction("1"), .order("é"), .order("2"), .customer("b"), .order("9", from: "erp")],
                    under: .sample(1))
                decision.file([.order("15"), .order("1"), .order("10"), .activity("1")], under: .sample(2))
            }
            for size in 1...6 {
                var found: [Fact] = []
                while true {
                    let page = try await trial.store.facts(kind: .order, after: found.last?.key, limit: size)
                    found += page
                    if page.count < size { break }
                }
                try promise(found.map(\.record), is: ordered, "orders by \(size)")
            }
        },
        Clause("facts of a kind go on after a key that is gone, or of another kind") { trial in
            try await trial.save { $0.file([.order("a"), .order("c"), .interaction("b")], under: .sample(1)) }
            let (gone, customer) = (SourceRecord.order("b").key, SourceRecord.customer("z").key)
            let rest = try await trial.store.facts(kind: .order, after: gone, limit: 10)
            try promise(rest.map(\.key.id), is: ["c"], "the rest")
            let all = try await trial.store.facts(kind: .order, after: customer, limit: 10)
            try promise(all.map(\.key.id), is: ["a", "c"], "all")
            let interaction = SourceRecord.interaction("a").key
            let none = try await trial.store.facts(kind: .order, after: interaction, limit: 10)
            try promise(none, is: [], "orders after an interaction")
        },
        Clause("facts are found by how their ids begin, of one kind and one source") { trial in
            try await trial.save {
                $0.file([.order("1-a"), .order("1-b"), .order("1"), .order("10-a"), .order("1-é")], under: .sample(1))
                $0.file([.order("2-a"), .order("2-%"), .interaction("1-d")], under: .sample(2))
                $0.file([.order("1-c", from: "erp")], under: .sample(3))
            }
            let found = { (beginnings: Set<String>, limit: Int) in
                let facts = try await trial.store.facts(
                    kind: .order, of: "shop", idsBeginning: beginnings, limit: limit)
                return facts.map(\.key.id)
            }
            try promise(try await found(["1-"], 9), is: ["1-a", "1-b", "1-é"], "those of one beginning")
            try promise(try await found(["1-", "2-", "3-"], 9).count, is: 5, "those of several")
            try promise(try await found(["1-", "2-"], 2), is: ["1-a", "1-b"], "two of them")
            try promise(try await found([], 9), is: [], "those of none")
            let nested = try await found(["1-a", "1-", "1"], 9)
            try promise(nested, is: ["1", "1-a", "1-b", "1-é", "10-a"], "those of nested beginnings, each once")
            try promise(try await found(["2-", "1-"], 4).last, is: "2-%", "the fourth of all of them")
            try promise(try await found(["1-"], 0), is: [], "none of them")
        },
        Clause("a scan meets every profile once, ascending by id, and no removed one") { trial in
            let numbers = (1...23).map(UInt64.init)
            try await trial.save { decision in
                for number in numbers.reversed() { decision.file([.order("\(number)")], under: .sample(number)) }
            }
            try await trial.save { $0.removedProfiles = [.sample(7)] }
            var found: [ProfileID] = []
            while true {
                let page = try await trial.store.scan(after: found.last, limit: 5).map(\.id)
                found += page
                if page.count < 5 { break }
            }
            try promise(found, is: numbers.filter { $0 != 7 }.map { .sample($0) }, "profiles")
        },
        Clause("states of an earlier derivation are found until they are folded again, by what folds beside") { trial in
            let earlier = ProfileSummary.derivation - 1
            try await trial.save { decision in
                for number in 1...5 as ClosedRange<UInt64> {
                    decision.file([.order("\(number)")], under: .sample(number))
                    if number > 3 { decision.profiles[.sample(number)]?.summary.derivation = earlier }
                }
                decision.profiles[.sample(5)]?.summary.derivation = earlier - 1
            }
            let (store, now) = (trial.store, ProfileSummary.derivation)
            let found = { Set(try await store.profiles(foldedBefore: $0, limit: $1)) }
            try promise(try await found(earlier, 9), is: [.sample(5)], "profiles before the earlier one")
            try promise(try await found(now, 1), is: [.sample(5)], "the earliest comes first")
            try promise(try await found(now, 9), is: [.sample(4), .sample(5)], "profiles before this one")
            try promise(try await store.countProfiles(foldedBefore: now), is: 2, "how many")
            try await trial.save { $0.removedProfiles = [.sample(5)] }
            let committed = try await store.commitFoldingBeside(reading: ReadSet(profiles: [.sample(4)])) { snapshot in
                (Decision(rebuilding: snapshot.profiles, at: snapshot.moment), true)
            }
            try promise(committed.changes.map(\.profile), is: [.sample(4)], "changes")
            try promise(try await found(now, 9), is: [], "profiles left")
            let state = try await trial.profiles(.id(.sample(4))).first
            try promise(state?.summary.derivation, is: now, "derivation")
            try promise(state?.summary.purchases.orders, is: 1, "orders")
        },
        Clause("a page of no items is empty") { trial in
            try await trial.save { $0.file([.order("1")], under: .sample(1)) }
            try promise(try await trial.timeline(of: .sample(1), limit: 0), is: [], "timeline")
            try promise(try await trial.store.facts(of: .sample(1), after: nil, limit: 0), is: [], "facts")
            try promise(try await trial.store.facts(kind: .order, after: nil, limit: 0), is: [], "facts of a kind")
            try promise(try await trial.store.scan(after: nil, limit: 0), is: [], "scan")
            try promise(try await trial.store.changes(after: .start, limit: 0).changes, is: [], "changes")
            try promise(try await trial.store.conflicts(after: nil, limit: 0), is: [], "conflicts")
        },
    ]

    private static func timeline(by size: Int, in trial: Trial) async throws -> [FactKey] {
        var found: [Fact] = []
        while true {
            let cursor = found.last.map { TimelineCursor(at: $0.record.happenedAt, key: $0.key) }
            let page = try await trial.timeline(of: .sample(1), after: cursor, limit: size)
            found += page
            if page.count < size { return found.map(\.key) }
        }
    }
}
