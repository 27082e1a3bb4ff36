import Foundation
import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("After any history")
struct HistoryTests {
    /// Each block is twenty-five histories, whose seeds are told when they fail; by hand there may be more, as in
    /// `CLIENTELE_TEST_HISTORIES=10000`.
    private static let blocks = 0..<max(1, wanted / 25)
    private static let wanted =
        ProcessInfo.processInfo.environment["CLIENTELE_TEST_HISTORIES"].flatMap(Int.init) ?? 100

    /// One history for all of it: to live it costs more than to look at it.
    @Test(
        "every statement is held or refused, every profile hangs together and equals a rebuild from its facts",
        arguments: blocks)
    func profilesFollowFromFacts(block: Int) async throws {
        for seed in block * 25..<(block + 1) * 25 {
            var history = try await RandomHistory(seed: UInt64(seed))
            try await history.live(steps: 6 + seed % 12)
            let claims = try await checkClaims(of: history, "seed \(seed)")
            try await check(history.shop, "seed \(seed)")
            try await checkNothingIsLeft(of: claims, history, "seed \(seed)")
        }
    }

    @Test("that is long, the same holds", arguments: 0..<max(4, wanted / 25))
    func longHistories(seed: Int) async throws {
        var history = try await RandomHistory(seed: UInt64(10_000 + seed))
        for _ in 0..<6 {
            try await history.live(steps: 25)
            try await check(history.shop, "seed \(10_000 + seed)")
        }
    }

    @Test("the same holds where a source may not join, and its records tie nobody together", arguments: blocks)
    func attachedRecords(block: Int) async throws {
        for seed in block * 25..<(block + 1) * 25 {
            var history = try await RandomHistory(seed: UInt64(seed), trust: ["erp": SourceTrust(joins: false)])
            try await history.live(steps: 6 + seed % 18)
            let claims = try await checkClaims(of: history, "seed \(seed), attached")
            try await check(history.shop, "seed \(seed), attached")
            try await checkNothingIsLeft(of: claims, history, "seed \(seed), attached")
        }
    }

    @Test("the same holds where little is listed, and rows of their own hold the rest", arguments: blocks)
    func rowsFollowFromFacts(block: Int) async throws {
        // These live longest, and each is looked at twice.
        for seed in block * 25..<block * 25 + 12 { try await checkRows(seed: seed) }
    }

    @Test("the same holds where the only thing new of a profile is how many claim what it holds", arguments: [760])
    func rowsOfHolders(seed: Int) async throws {
        try await checkRows(seed: seed)
    }

    @Test("a profile lists nothing for being claimed by those who state what it does not list")
    func claimedProfile() async throws {
        var rules = IdentityRules(declared: ["household": IdentifierRule(priority: 5, limit: 50, strength: .weak)])
        rules.summaryLimits = .narrow
        let shop = try await Shop(identity: rules)
        let email = "email:f@example.com"
        try await shop.file(
            .customer("crm:1", email, "household:1", "household:2"), .order("1", of: "crm:1", buying: "a", "b", "c"),
            .customer("crm:2", email))
        let before = try #require(try await shop.state("crm:1"))
        #expect(before.summary.unlisted(.identifier) == 1)
        #expect(before.summary.unlisted(.product) == 2)

        try await shop.file(
            .customer("crm:3", email, "household:2"), .order("2", of: "crm:4", email, buying: "b", "c"))
        let after = try #require(try await shop.state("crm:1"))
        #expect(before.claimants[Identifier(email)] == 1)
        #expect(after.claimants[Identifier(email)] == 3)
        #expect(after.summary == before.summary)
        try await check(shop, "claimed")
    }

    @Test(
        "the same holds on PostgreSQL", .enabled(if: HistoryServer.shared != nil, HistoryServer.advice),
        arguments: 0..<max(1, wanted / 1000))
    func claimsHoldOnPostgres(block: Int) async throws {
        let server = try #require(HistoryServer.shared)
        try await server.withStore { store, clear in
            for seed in block * 10..<(block + 1) * 10 {
                var history = try await RandomHistory(seed: UInt64(seed), on: store)
                try await history.live(steps: 12 + seed % 24)
                let claims = try await checkClaims(of: history, "seed \(seed)")
                try await checkNothingIsLeft(of: claims, history, "seed \(seed)")
                try await clear()
            }
        }
    }

    private func checkRows(seed: Int) async throws {
        var history = try await RandomHistory(seed: UInt64(seed), limits: .narrow)
        try await history.live(steps: 12 + seed % 24)
        let oracle = try await TallyOracle(history.shop, rules: history.rules)
        oracle.check("seed \(seed)")
        try await check(history.shop, "seed \(seed)")
        let again = try await TallyOracle(history.shop, rules: history.rules)
        again.check("seed \(seed), rebuilt")
    }

    private func checkClaims(of history: RandomHistory, _ comment: Comment) async throws -> ClaimOracle {
        try await history.shop.service.judgeAllClaims()
        let oracle = try await ClaimOracle(history.shop, rules: history.rules)
        oracle.checkStatements(comment)
        oracle.checkConnections(comment)
        oracle.checkSeparations(comment)
        if !history.hasChangedRules { oracle.checkAgreement(comment) }
        return oracle
    }

    /// No refusal has outlived its reason: judging all of them once more finds nothing. It may mend what it judges, so
    /// that all else is looked at before.
    private func checkNothingIsLeft(
        of oracle: ClaimOracle, _ history: RandomHistory, _ comment: Comment
    ) async throws {
        try await history.shop.store.queueAllClaims()
        try await history.shop.service.judgeAllClaims()
        let again = try await ClaimOracle(history.shop, rules: history.rules)
        let refused = Set(again.claims.map(\.key))
        let joined = oracle.claims.filter { !refused.contains($0.key) }
        #expect(joined.isEmpty, "\(joined) \(comment)")
        #expect(again.states.map(\.id) == oracle.states.map(\.id), comment)
    }

    private func check(_ shop: Shop, _ comment: Comment) async throws {
        try await shop.service.judgeAllClaims()
        let before = try await shop.store.scan(after: nil, limit: 1000)
        try await shop.service.rebuild { _ in }
        let after = try await shop.store.scan(after: nil, limit: 1000)
        #expect(before.map(\.id) == after.map(\.id), comment)
        for (one, other) in zip(before, after) {
            // A rebuild that finds nothing else changes nothing, not even a version.
            #expect(one == other, comment)
            try await checkIdentity(of: other, in: shop)
        }
    }

    private func checkIdentity(of state: ProfileState, in shop: Shop) async throws {
        let history = try #require(try await shop.store.history(of: state.id))
        let facts = try await shop.store.facts(of: state.id, after: nil, limit: 1000)
        #expect(facts.count == state.summary.facts)
        #expect(facts.count > 0)
        let named = Set(facts.flatMap(\.record.identifiers))
        let held = Set(history.links.map(\.identifier))
        #expect(held.isSubset(of: named))
        #expect(held.count == state.summary.identifiers.count + state.summary.unlisted(.identifier))
        #expect(held.isSuperset(of: state.summary.identifiers.keys))
        #expect(facts.allSatisfy { ([state.id] + state.aliases).contains($0.filing.home) })
        #expect(history.links.allSatisfy { ([state.id] + state.aliases).contains($0.home) })
        let references = Set(([state.id] + state.aliases).map(ProfileReference.id))
        let found = try await shop.store.profiles(references)
        #expect(references.allSatisfy { found[$0]?.map(\.id) == [state.id] })
    }
}

extension SourceRecord {
    /// One piece of each product.
    fileprivate static func order(_ id: String, of identifiers: String..., buying skus: String...) -> SourceRecord {
        var order = OrderRecord(placedAt: noon, status: .delivered, currency: .euro, total: 100)
        order.lines = skus.map {
            OrderRecord.Line(sku: $0, name: nil, category: nil, quantity: .one, unitPrice: nil)
        }
        return SourceRecord(
            key: FactKey(kind: .order, source: "erp", id: id), updatedAt: noon, isTimedByArrival: false,
            identifiers: identifiers.map { Identifier($0) }, body: .order(order))
    }
}
