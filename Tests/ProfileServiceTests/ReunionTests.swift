import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("Whom a person merged stays merged when a source deletes a record and sends it again")
struct ReunionTests {
    private static let later = SourceRecord.noon.advanced(bySeconds: 60)
    private static let names = ["crm:1", "crm:2", "crm:3"]

    /// Three customers who share nothing; the first is merged with each of the others in `merged`.
    private func shop(merging merged: String...) async throws -> Shop {
        let shop = try await Shop()
        for name in Self.names { try await shop.file(customer(name)) }
        for other in merged {
            let (one, two) = (try #require(try await shop.id("crm:1")), try #require(try await shop.id(other)))
            _ = try await shop.service.merge(one, with: two, by: "desk", reason: "same")
        }
        return shop
    }

    private func customer(_ name: String, at moment: Timestamp = SourceRecord.noon) -> SourceRecord {
        .customer(name, "email:\(name.last ?? "0")@example.com", at: moment)
    }

    private func withdraw(_ id: String, of kind: RecordKind = .customer, in shop: Shop) async throws {
        let source = kind == .customer ? "crm" : "erp"
        #expect(try await shop.service.withdraw(FactKey(kind: kind, source: source, id: id)))
    }

    private func expectEqualToRebuild(_ shop: Shop) async throws {
        let before = try await shop.store.scan(after: nil, limit: 100)
        try await shop.service.rebuild { _ in }
        #expect(try await shop.store.scan(after: nil, limit: 100) == before)
    }

    @Test("Either side comes back, however often, and nothing piles up", arguments: ["1", "2"])
    func comesBack(side: String) async throws {
        let shop = try await shop(merging: "crm:2")
        let aliases = try #require(try await shop.state("crm:1")).aliases
        for turn in 1...3 {
            try await withdraw(side, in: shop)
            try await shop.file(customer("crm:\(side)", at: Self.later.advanced(bySeconds: Int64(turn))))
            #expect(try await shop.id("crm:1") == shop.id("crm:2"))
            #expect(try await shop.id("email:\(side)@example.com") == shop.id("crm:2"))
        }
        let state = try #require(try await shop.state("crm:1"))
        #expect(state.aliases == aliases && state.summary.facts == 2)
        #expect(try await shop.id("crm:3") != state.id)
        try await expectEqualToRebuild(shop)

        _ = try await shop.service.unmerge(aliases[0], from: state.id, by: "desk", reason: "not the same")
        #expect(try await shop.id("crm:1") != shop.id("crm:2"))
        try await withdraw(side, in: shop)
        try await shop.file(customer("crm:\(side)", at: Self.later.advanced(bySeconds: 9)))
        #expect(try await shop.id("crm:1") != shop.id("crm:2"))
    }

    @Test("An order that comes back as that of somebody else goes to that one alone")
    func correctedOrder() async throws {
        let shop = try await shop()
        try await shop.file(.order("1", of: "email:x@example.com"))
        let (one, two) = try await (#require(shop.id("crm:1")), #require(shop.id("email:x@example.com")))
        _ = try await shop.service.merge(one, with: two, by: "desk", reason: "same")
        try await withdraw("1", of: .order, in: shop)
        try await shop.file(.order("1", of: "crm:3", at: Self.later))
        #expect(try await shop.id("crm:1") != shop.id("crm:3"))
        #expect(try await shop.state("crm:3")?.summary.purchases.orders == 1)
    }

    @Test("Both who were merged with somebody whose record is deleted stay one, and that one comes back to them")
    func middle() async throws {
        let shop = try await shop(merging: "crm:2", "crm:3")
        try await withdraw("1", in: shop)
        #expect(try await shop.id("crm:2") == shop.id("crm:3"))
        try await expectEqualToRebuild(shop)
        try await shop.file(customer("crm:1", at: Self.later))
        for name in Self.names { #expect(try await shop.id(name) == shop.id("crm:1")) }
        try await expectEqualToRebuild(shop)
    }

    @Test("An order that comes back first begins a profile, and its customer takes it along")
    func orderFirst() async throws {
        let shop = try await shop()
        try await shop.file(.order("o1", of: "email:2@example.com"))
        let (one, two) = (try #require(try await shop.id("crm:1")), try #require(try await shop.id("crm:2")))
        _ = try await shop.service.merge(one, with: two, by: "desk", reason: "same")
        try await withdraw("o1", of: .order, in: shop)
        try await withdraw("2", in: shop)
        try await shop.file(.order("o1", of: "email:2@example.com", at: Self.later))
        #expect(try await shop.id("email:2@example.com") != one)
        try await shop.file(customer("crm:2", at: Self.later))
        let state = try #require(try await shop.state("crm:1"))
        #expect(state.summary.facts == 3)
        #expect(try await shop.id("crm:2") == state.id)
        try await expectEqualToRebuild(shop)

        // The merge names both sides again.
        let young = try #require(state.aliases.last)
        _ = try await shop.service.unmerge(young, from: state.id, by: "desk", reason: "not the same")
        #expect(try await shop.id("crm:1") != shop.id("crm:2"))
        #expect(try await shop.state("crm:2")?.summary.facts == 2)
        try await expectEqualToRebuild(shop)
    }

    @Test("Somebody unmerged them meanwhile, and they stay apart")
    func unmerged() async throws {
        let shop = try await shop(merging: "crm:2")
        let state = try #require(try await shop.state("crm:1"))
        try await withdraw("2", in: shop)
        _ = try await shop.service.unmerge(state.aliases[0], from: state.id, by: "desk", reason: "not the same")
        try await shop.file(customer("crm:2", at: Self.later))
        #expect(try await shop.id("crm:1") != shop.id("crm:2"))
    }
}
