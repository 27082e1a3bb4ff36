import ProfileCore
import ProfileStore

extension StoreContract {
    static let tombstones = [
        Clause("an erasure buries facts and the identifiers that nobody else states") { trial in
            let (own, refused, shared) = (Identifier.crm("1"), Identifier.crm("2"), Identifier.email("a@example.com"))
            let household = Identifier(type: "household", value: "+4930123")
            try await trial.save { decision in
                decision.file([.order("1", by: [own, shared, household])], under: .sample(1))
                decision.file([.order("2", by: [household])], under: .sample(2))
                // One was refused to the profile and is nobody's; one that it holds was refused to somebody else.
                decision.conflicts = [
                    .sample("1", refused, profile: .sample(1)),
                    .sample("2", shared, profile: .sample(2), holder: .sample(1)),
                ]
            }
            let names: [ErasableName] = [
                .fact(SourceRecord.order("1").key), .identifier(own), .identifier(refused),
            ]
            let erased = try await trial.erase(.id(.sample(1)))
            try promise(erased?.erasure.tombstones, is: names.count, "number of tombstones")
            try promise(try await trial.buried(by: "ers_1"), is: Set(names.map(Tombstone.sample)), "tombstones")
        },
        Clause("a commit that asks sees its tombstones; one that does not is told that there are some") { trial in
            let (email, other) = (Identifier.email("a@example.com"), Identifier.email("b@example.com"))
            let asked = Set([email, other].map { Tombstone.sample(.identifier($0)) })
            let asking = ReadSet(identifiers: [email], tombstones: asked)
            try promise(try await trial.snapshot(of: asking).burials, is: .none, "burials at first")
            try await trial.save { $0.file([.order("1", by: [email])], under: .sample(1)) }
            _ = try await trial.erase(.id(.sample(1)))
            try promise(
                try await trial.snapshot(of: asking).burials, is: .found([.sample(.identifier(email))]), "burials")
            try promise(
                try await trial.snapshot(of: ReadSet(identifiers: [email])).burials, is: .unseen, "burials unasked")
            try promise(
                try await trial.snapshot(of: ReadSet(identifiers: [email], tombstones: [])).burials, is: .found([]),
                "burials of nothing")
        },
        Clause("an erasure that is lifted stays known, and its tombstones go") { trial in
            let email = Identifier.email("a@example.com")
            let tombstone = Tombstone.sample(.identifier(email))
            try await trial.save { $0.file([.order("1", by: [email])], under: .sample(1)) }
            guard var erasure = try await trial.erase(.id(.sample(1)))?.erasure else { return }
            try promise(try await trial.store.erasures(behind: [tombstone]), is: [tombstone: ["ers_1"]], "behind")
            erasure.lifting = Erasure.Lifting(at: .sample(9), by: "desk", reason: "came back")
            try await trial.store.enter(erasure, [])
            try promise(try await trial.store.erasure("ers_1"), is: erasure, "erasure")
            try promise(try await trial.store.erasures(behind: [tombstone]), is: [:], "behind, once lifted")
            try promise(
                try await trial.snapshot(of: ReadSet(identifiers: [email], tombstones: [tombstone])).burials, is: .none,
                "burials, once lifted")
        },
        Clause("erasures come newest first and their tombstones ascending, page by page") { trial in
            let entered = (0..<5).map { Erasure.sample("ers_\($0)", at: $0 / 2, tombstones: 7) }
            let tombstones = (0..<7).map { Tombstone(high: UInt64.max / 7 * UInt64($0), low: 1) }
            for erasure in entered {
                try await trial.store.enter(erasure, tombstones)
                try await trial.store.enter(erasure, [tombstones[0]])
            }
            var (found, last) = ([Erasure](), Erasure?.none)
            while case let page = try await trial.store.erasures(after: last, limit: 2), let final = page.last {
                found += page
                last = final
            }
            try promise(found.map(\.id), is: ["ers_4", "ers_2", "ers_3", "ers_0", "ers_1"], "erasures")
            try promise(try await trial.buried(by: "ers_3", page: 3), is: Set(tombstones), "tombstones")
            try promise(
                try await trial.store.tombstones(of: "ers_3", after: nil, limit: 9), is: tombstones.sorted(),
                "tombstones in order")
            try promise(try await trial.store.erasure("ers_9"), is: nil, "unknown erasure")
        },
        Clause("what is remembered of withdrawn facts comes by kind and key, page by page") { trial in
            let records = (1...5).map { SourceRecord.order("\($0)", at: $0) }
            try await trial.save { decision in
                decision.file(records + [.customer("1"), .order("0")], under: .sample(1))
            }
            try await trial.save { decision in
                for record in records + [.customer("1")] { decision.withdrawnFacts[record.key] = record.updatedAt }
            }
            var (found, last) = ([Withdrawal](), FactKey?.none)
            while case let page = try await trial.store.withdrawals(of: .order, after: last, limit: 2),
                let final = page.last
            {
                found += page
                last = final.key
            }
            let expected = records.map { record in
                Withdrawal(
                    key: record.key, updatedAt: record.updatedAt,
                    receivedAt: record.filed(under: .sample(1)).receivedAt,
                    profile: .sample(1), home: .sample(1))
            }
            try promise(found, is: expected, "withdrawals")
        },
        Clause("the secret of tombstones is kept once, and the first stays") { trial in
            try promise(try await trial.store.erasureSecret(), is: nil, "secret at first")
            try promise(try await trial.store.keepErasureSecret([1, 2]), is: [1, 2], "secret kept")
            try promise(try await trial.store.keepErasureSecret([3]), is: [1, 2], "secret kept again")
            try promise(try await trial.store.erasureSecret(), is: [1, 2], "secret")
        },
    ]
}

extension Trial {
    fileprivate func buried(by erasure: String, page: Int = 100) async throws -> Set<Tombstone> {
        var (found, last) = (Set<Tombstone>(), Tombstone?.none)
        while case let tombstones = try await store.tombstones(of: erasure, after: last, limit: page),
            let final = tombstones.last
        {
            found.formUnion(tombstones)
            last = final
        }
        return found
    }
}
