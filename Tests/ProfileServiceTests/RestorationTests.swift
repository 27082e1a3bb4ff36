import Foundation
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire
import SQLiteStore
import SQLStore
import Testing

@Suite("A store that was exported and restored elsewhere")
struct RestorationTests {
    /// Each block is twenty-five histories; by hand there may be more of them, as in `CLIENTELE_TEST_HISTORIES=10000`.
    private static let blocks: Range<Int> = {
        let wanted = ProcessInfo.processInfo.environment["CLIENTELE_TEST_HISTORIES"].flatMap(Int.init) ?? 50
        return 0..<max(1, wanted / 25)
    }()

    @Test("is the same, whatever its history, and is exported to the same bytes", arguments: blocks)
    func histories(block: Int) async throws {
        for seed in block * 25..<(block + 1) * 25 { try await restore(seed: seed) }
    }

    @Test(
        "is the same, although links and merges name facts that have left since",
        arguments: [55, 164, 719, 827, 925, 5306])
    func namesOfTheGone(seed: Int) async throws {
        try await restore(seed: seed)
    }

    private func restore(seed: Int) async throws {
        var history = try await RandomHistory(seed: UInt64(seed))
        try await history.live(steps: 6 + seed % 30)
        // Now and then something waits to be judged.
        if seed % 3 != 0 { try await history.shop.service.judgeAllClaims() }
        try await favour(seed, in: history.shop)
        let other = try await history.shop.restored(seed: UInt64(seed), rules: history.rules)
        try await compare(other, history.shop, "seed \(seed)")
        try await checkLife(of: other, history.rules, "seed \(seed)")
    }

    /// Sets one profile's tier by hand.
    private func favour(_ seed: Int, in shop: Shop) async throws {
        let profiles = try await shop.store.scan(after: nil, limit: 100)
        guard let tier = VIPPolicy.standard(.euro).tiers.first?.name, !profiles.isEmpty else { return }
        let id = profiles[seed % profiles.count].id
        _ = try await shop.service.setOverride(
            on: id, tier: tier, reason: "said\nso", until: seed % 2 == 0 ? shop.clock.now : nil, by: "t")
    }

    private func compare(_ one: Shop, _ other: Shop, _ comment: Comment) async throws {
        let states = try await one.store.scan(after: nil, limit: 1000)
        #expect(try await states == other.store.scan(after: nil, limit: 1000), comment)
        for id in states.flatMap({ [$0.id] + $0.aliases }) {
            let pages = [try await page(of: id, in: one), try await page(of: id, in: other)]
            #expect(pages[0].profile == pages[1].profile && pages[0].facts == pages[1].facts, comment)
            #expect(pages[0].history == pages[1].history, comment)
        }
        let claims = try await one.store.conflicts(after: nil, limit: 1000)
        #expect(try await claims == other.store.conflicts(after: nil, limit: 1000), comment)
        #expect(try await one.store.queuedClaims() == other.store.queuedClaims(), comment)
        #expect(try await Exchange.lines(of: one.rows) == Exchange.lines(of: other.rows), comment)
    }

    private func page(of id: ProfileID, in shop: Shop) async throws -> IdentityPage {
        try #require(try await shop.store.identity(of: .id(id), factsAfter: nil, limit: 1000).value)
    }

    /// What holds after any history holds here, and goes on to hold when all that is known is taken back.
    private func checkLife(of shop: Shop, _ rules: IdentityRules, _ comment: Comment) async throws {
        try await shop.service.judgeAllClaims()
        try await check(shop, rules, comment)
        for state in try await shop.store.scan(after: nil, limit: 1000) {
            guard let fact = try await shop.store.facts(of: state.id, after: nil, limit: 1).first else { continue }
            _ = try await shop.service.withdraw(fact.key)
        }
        try await shop.service.judgeAllClaims()
        try await check(shop, rules, comment)
    }

    private func check(_ shop: Shop, _ rules: IdentityRules, _ comment: Comment) async throws {
        let oracle = try await ClaimOracle(shop, rules: rules)
        oracle.checkStatements(comment)
        oracle.checkConnections(comment)
    }

    // MARK: One thing at a time

    @Test("keeps who came first, although the records alone would tell otherwise")
    func rank() async throws {
        let shop = try await Shop()
        // The later key was there first, and by key the other would be.
        try await shop.file(
            .customer("crm:2", "email:family@example.com", family: "Roe", born: (1980, 1, 1)),
            .customer("crm:1", "email:family@example.com", family: "Doe", born: (1990, 2, 2)))
        let holder = try #require(try await shop.id("email:family@example.com"))
        let other = try await shop.restored()
        #expect(try await other.id("email:family@example.com") == holder)
        #expect(try await other.id("crm:2") == holder)
        // The first in the queue gets it when it is free.
        _ = try await other.service.withdraw(FactKey(kind: .customer, source: "crm", id: "2"))
        #expect(try await other.id("email:family@example.com") == shop.id("crm:1"))
    }

    @Test("keeps people apart whom a person took apart, and undoes what a person joined")
    func decisions() async throws {
        let shop = try await Shop()
        try await shop.file(.customer("crm:1"), .customer("crm:2"), .customer("crm:3"), .customer("crm:4"))
        let ids = try await (1...4).asyncMap { try #require(try await shop.id("crm:\($0)")) }
        _ = try await shop.service.merge(ids[0], with: ids[1], by: "Kim", reason: "one person")
        _ = try await shop.service.merge(ids[2], with: ids[3], by: "Kim", reason: "a slip")
        _ = try await shop.service.unmerge(ids[3], from: ids[2], by: "Kim", reason: "two after all")
        let other = try await shop.restored()
        #expect(try await other.id("crm:2") == ids[0])
        try await other.file(.order("o1", of: "crm:3", "crm:4"))
        #expect(try await other.id("crm:4") == ids[3])
        #expect(try await other.conflicts().map(\.rule) == [.separated])
        _ = try await other.service.unmerge(ids[1], from: ids[0], by: "Kim", reason: "r")
        #expect(try await other.id("crm:2") == ids[1])
    }

    @Test("keeps older versions of withdrawn records out")
    func withdrawals() async throws {
        let shop = try await Shop()
        try await shop.file(.customer("crm:1"), .order("o1", of: "crm:1"))
        _ = try await shop.service.withdraw(FactKey(kind: .order, source: "erp", id: "o1"))
        let other = try await shop.restored()
        let early = SourceRecord.order("o1", of: "crm:1", at: SourceRecord.noon.advanced(bySeconds: -1))
        #expect(try await other.file(early)[0].status == .stale)
    }

    @Test("has the policy, and claims are judged again only under other rules")
    func settings() async throws {
        let weak = IdentityRules(
            declared: ["household": IdentifierRule(priority: 5, limit: 50, strength: .weak)])
        let shop = try await Shop(identity: weak)
        try await shop.store.put(VIPPolicy.standard(.euro))
        try await shop.service.adopt()
        try await shop.file(.customer("crm:1", "email:f@example.com"), .customer("crm:2", "email:f@example.com"))
        try await shop.service.judgeAllClaims()
        let same = try await shop.restored(rules: weak)
        #expect(try await same.store.policy() == VIPPolicy.standard(.euro))
        try await same.service.adopt()
        #expect(try await same.store.queuedClaims() == 0)
        let other = try await shop.restored()
        try await other.service.adopt()
        #expect(try await other.store.queuedClaims() == 1)
    }

    @Test("has links and claims as they were, although the rules there would not allow them")
    func otherRules() async throws {
        let shop = try await Shop()
        try await shop.file(.order("o1", of: "email:a@example.com"), .customer("crm:1"))
        let strict = IdentityRules(declared: [:], trust: ["erp": SourceTrust(states: [])])
        let other = try await shop.restored(rules: strict)
        let sections: [ExportEntry.Section] = [.held, .refused, .due]
        #expect(try await Exchange.lines(of: other.rows, sections) == Exchange.lines(of: shop.rows, sections))
        // Folded again there, the link goes, and its claim is refused.
        try await other.service.rebuild { _ in }
        #expect(try await other.id("email:a@example.com") == nil)
        #expect(try await other.conflicts().map(\.rule) == [.untrusted])
    }

    // MARK: Where it cannot be

    @Test("leaves a store alone that holds people, or remembers a withdrawal")
    func occupied() async throws {
        let (shop, other) = (try await Shop(), try await Shop())
        try await shop.file(.customer("crm:1"))
        try await other.file(.customer("crm:7"))
        let lines = try await Exchange.lines(of: shop.rows)
        for _ in 0..<2 {
            await #expect(throws: RestorationFailure.occupied) {
                _ = try await Exchange.restore(lines, by: other.service, into: other.rows)
            }
            #expect(try await other.rows.transferOrigin() == nil)
            #expect(try await other.id("crm:1") == nil)
            _ = try await other.service.withdraw(FactKey(kind: .customer, source: "crm", id: "7"))
        }
    }

    @Test("starts over after it was cut off, and nothing of the first attempt stays", arguments: [1, 4, 9, 16])
    func cutOff(count: Int) async throws {
        let (first, second, other) = (try await Shop(seed: 1), try await Shop(seed: 2), try await Shop())
        for shop in [first, second] {
            try await shop.file(
                .customer("crm:1", "email:f@example.com"), .customer("crm:2", "email:f@example.com"),
                .customer("crm:3"), .order("o1", of: "crm:3"))
            let ids = try await [1, 3].asyncMap { try #require(try await shop.id("crm:\($0)")) }
            _ = try await shop.service.merge(ids[0], with: ids[1], by: "Kim", reason: "r")
        }
        _ = try await second.service.withdraw(FactKey(kind: .order, source: "erp", id: "o1"))
        var restoration = Restoration(by: other.service, into: try other.rows)
        try await restoration.begin()
        try await restoration.add(Exchange.lines(of: first.rows).prefix(count).map(Exchange.entry))
        let lines = try await Exchange.lines(of: second.rows)
        let counts = try await Exchange.restore(lines, by: other.service, into: other.rows)
        #expect(counts.withdrawn == 1 && counts.records == 3)
        #expect(try await Exchange.lines(of: other.rows) == lines)
    }

    @Test("can be given up, and then the store is empty and open")
    func abandoned() async throws {
        let (shop, other) = (try await Shop(), try await Shop())
        try await shop.file(.customer("crm:1"), .order("o1", of: "crm:1"))
        let entries = try await Exchange.lines(of: shop.rows).map(Exchange.entry)
        var restoration = Restoration(by: other.service, into: try other.rows)
        try await restoration.begin()
        try await restoration.add(entries)
        await #expect(throws: RestorationFailure.outOfOrder) { try await restoration.add(entries) }
        try await restoration.abandon()
        #expect(try await other.rows.transferOrigin() == nil)
        #expect(try await Exchange.lines(of: other.rows).isEmpty)
    }

    @Test("does not bring back whom the other store erased")
    func erased() async throws {
        let (shop, other) = (try await Shop(), try await Shop())
        let people = [
            SourceRecord.customer("crm:1", "email:jane@example.com"), .order("o1", of: "crm:1"),
            .customer("crm:2", "email:john@example.com"),
        ]
        for record in people {
            try await shop.file(record)
            try await other.file(record)
        }
        _ = try await other.service.erase(.identifier(Identifier("crm:1")), by: "officer")
        _ = try await other.service.withdraw(FactKey(kind: .customer, source: "crm", id: "2"))
        // What is left is a ledger and an empty store.
        try await other.rows.beginTransfer(from: StoredSetting.restoration)
        let lines = try await Exchange.lines(of: shop.rows)
        let counts = try await Exchange.restore(lines, by: other.service, into: other.rows)
        #expect(counts.erased == ProfileService.Replay(profiles: 1))
        #expect(try await other.id("crm:1") == nil)
        #expect(try await other.id("crm:2") == shop.id("crm:2"))
        #expect(try await other.file(.order("o1", of: "crm:1"))[0].status == .suppressed)
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
