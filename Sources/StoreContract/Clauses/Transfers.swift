import ProfileCore
import ProfileStore

extension StoreContract {
    private static let lookalikes = [
        "jane", "Jane", "jane\u{200B}", "cafe\u{301}", "café", "", "\u{0}", "\u{1}", "a\u{0}b",
    ]

    static let transfers = [
        Clause("rows come page by page, ascending by key, each once, however long a page may be") { trial in
            try await fill(trial)
            for table in StoredTable.all {
                let all = try await rows(of: table, in: trial, PageLimit(rows: 10_000, bytes: 1 << 30))
                try promise(all.allSatisfy { $0.values.count == table.columns.count }, "columns of \(table.name)")
                let isAscending = zip(all, all.dropFirst()).allSatisfy { before, after in
                    before.values.prefix(table.keyLength).lexicographicallyPrecedes(
                        after.values.prefix(table.keyLength))
                }
                try promise(isAscending, "the order of \(table.name)")
                for limit in [PageLimit(rows: 1, bytes: 1 << 20), PageLimit(rows: 3, bytes: 1 << 20)] {
                    try promise(try await rows(of: table, in: trial, limit), is: all, "\(table.name) by \(limit.rows)")
                }
                let tiny = PageLimit(rows: 1000, bytes: 1)
                try promise(try await rows(of: table, in: trial, tiny), is: all, "\(table.name) by bytes")
                let first = try await trial.store.page(of: table, after: nil, limit: tiny)
                try promise(first.count, is: min(1, all.count), "rows of a page that may hold no byte")
            }
        },
        Clause("what was taken out row by row and put back is what it was, and changes are numbered on") { trial in
            try await fill(trial)
            let (states, changes) = (try await trial.store.scan(after: nil, limit: 100), try await trial.changes())
            let (conflicts, keys) = (try await trial.conflicts(), try await trial.store.keys())
            let facts = try await trial.facts(of: .sample(1))
            let policy = try await trial.store.policy()
            try await trial.store.beginTransfer(from: "itself")
            for table in StoredTable.all {
                let all = try await rows(of: table, in: trial, .standard)
                try promise(!all.isEmpty, "there is nothing in \(table.name)")
                let kept = all.filter { $0.values.first == .text(StoredSetting.transfer) }
                try await trial.store.put([], removing: all.filter { !kept.contains($0) }, in: table)
                try promise(try await rows(of: table, in: trial, .standard), is: kept, "\(table.name) after removal")
                // Twice, since what is there is replaced.
                for _ in 1...2 { try await trial.store.put(all.reversed(), removing: [], in: table) }
                try promise(try await rows(of: table, in: trial, .standard), is: all, "\(table.name)")
            }
            try await trial.store.finishTransfer()
            try promise(try await trial.store.scan(after: nil, limit: 100), is: states, "profiles")
            try promise(try await trial.changes(), is: changes, "changes")
            try promise(try await trial.conflicts(), is: conflicts, "conflicts")
            try promise(try await trial.store.keys(), is: keys, "keys")
            try promise(try await trial.store.policy(), is: policy, "policy")
            try promise(try await trial.facts(of: .sample(1)), is: facts, "facts")
            let next = try await trial.save { $0.file([], under: .sample(77)) }
            let last = changes.reduce(into: FeedPosition.start) { $0.advance(to: $1.number) }
            let isNew = next.changes.allSatisfy { !last.covers($0.number) }
            try promise(isNew && !next.changes.isEmpty, "a number was given twice")
        },
        Clause("rows put in replace those with their key, whatever else they hold") { trial in
            try await trial.store.beginTransfer(from: "elsewhere")
            let (one, other) = (ProfileID.sample(1), ProfileID.sample(2))
            let before = lookalikes.map { StoredRow([.text("crm"), .text($0), .id(one)] + link(to: one, $0)) }
            let after = lookalikes.map { StoredRow([.text("crm"), .text($0), .id(one)] + link(to: other, $0 + "!")) }
            try await trial.store.put(before, removing: [], in: .links)
            try await trial.store.put(after, removing: [], in: .links)
            let found = try await rows(of: .links, in: trial, .standard)
            try promise(found.count, is: lookalikes.count, "links")
            try promise(after.allSatisfy(found.contains), "a link was not replaced")
            try await trial.store.put([], removing: Array(after.dropFirst()), in: .links)
            try promise(try await rows(of: .links, in: trial, .standard), is: [after[0]], "the link that is left")
        },
        Clause("a copy that was begun is remembered until it is finished, and nothing is put in without one") { trial in
            try promise(try await trial.store.transferOrigin(), is: nil, "origin at first")
            let row = StoredRow([.id(.sample(1)), .id(.sample(2))])
            var isRefused = false
            do { try await trial.store.put([row], removing: [], in: .aliases) } catch { isRefused = true }
            try promise(isRefused, "a row was put in")
            try await trial.store.beginTransfer(from: "sqlite:/shop.db")
            try promise(try await trial.store.transferOrigin(), is: "sqlite:/shop.db", "origin")
            try await trial.store.put([row], removing: [], in: .aliases)
            try await trial.store.finishTransfer()
            try promise(try await trial.store.transferOrigin(), is: nil, "origin after the end")
            try promise(try await rows(of: .aliases, in: trial, .standard), is: [row], "aliases")
        },
    ]

    private static func link(to profile: ProfileID, _ fact: String) -> [StoredValue] {
        [.id(profile), .integer(1), .text("crm"), .text(fact), .integer(.min)]
    }

    /// Something in every table.
    private static func fill(_ trial: Trial) async throws {
        try await trial.save { decision in
            for (number, text) in lookalikes.enumerated() {
                let id = ProfileID.sample(UInt64(number + 1))
                decision.file([.order(text, by: [.crm(text)]), .customer(text, at: number)], under: id)
                decision.conflicts.append(
                    .sample(
                        text, profile: id, holder: number == 0 ? nil : .sample(1), resolvedAt: number == 1 ? 7 : nil))
            }
            decision.queued = [.crm("queued"), .crm("judged in part")]
            for identifier in decision.queued {
                let claim = Conflict.sample(identifier.value, identifier, profile: .sample(2), holder: .sample(1))
                decision.conflicts.append(claim)
            }
            var change = TallyChange()
            change.saved = lookalikes.map {
                TallyRow(TallyKey(.category, $0), .category(Quantity(thousandths: .max)))
            }
            decision.tallies = [.sample(1): change]
            for (number, tier) in ["gold", nil].enumerated() {
                let announced = AnnouncedTier(tier: tier, until: tier == nil ? .sample(9) : nil)
                decision.announced[.sample(UInt64(number + 1))] = ("silver", announced)
            }
            decision.aliases = [.sample(20): .sample(1), .sample(21): .sample(2)]
            decision.merges = [.sample(.sample(20), into: .sample(1)), .sample(.sample(20), into: .sample(1), at: 9)]
            let sides = lookalikes.prefix(2).enumerated().map { number, text in
                Separation.Side(.sample(UInt64(number + 1)), SourceRecord.order(text).key)
            }
            decision.separations = [Separation(sides[0], sides[1]), Separation(.sample(2), .sample(30))]
        }
        try await trial.save { $0.removedProfiles = [.sample(3)] }
        try await trial.store.put(VIPPolicy(tiers: [], vipFrom: nil))
        try await trial.fillWebhooksIn()
        for id in ["ers_1", "ers_2"] {
            let tombstones = [Tombstone(high: 1, low: 0), Tombstone(high: .max, low: 7)]
            try await trial.store.enter(.sample(id, at: 3, tombstones: 2), tombstones)
        }
        for id in ["ses_a", "ses_b"] {
            try await trial.store.put(
                Session(id: id, secretHash: [7], keyID: "a", createdAt: .sample(1), expiresAt: .sample(2)))
            let ticket = Ticket(id: id, keyID: "a", sessionID: id, expiresAt: .sample(2))
            try await trial.store.put(ticket, at: .sample(1))
        }
        for id in ["a", "b"] {
            let product = SourceRecord(
                key: FactKey(kind: .product, source: "erp", id: id), updatedAt: .sample(1), isTimedByArrival: false,
                identifiers: [], body: .product(ProductRecord()))
            try await trial.put([CatalogueEntry(product)])
            try await trial.put(AssignmentChange(.crm(id), .sample(at: 1)))
            try await trial.make(.sample(id == "a" ? 1 : 2))
            try await trial.store.put(
                APIKey(
                    id: id, name: id, secretHash: [0, 255], scopes: [.steward], sources: nil, createdAt: .sample(1)))
        }
        try await trial.queue("whk_1", 1...3, at: 1)
        try await trial.giveUp("whk_1", [1], at: 2)
    }

    private static func rows(
        of table: StoredTable, in trial: Trial, _ limit: PageLimit
    ) async throws -> [StoredRow] {
        var rows: [StoredRow] = []
        while true {
            let page = try await trial.store.page(of: table, after: rows.last, limit: limit)
            guard !page.isEmpty else { return rows }
            try promise(page.count <= limit.rows, "a page is longer than asked for")
            rows += page
        }
    }
}
