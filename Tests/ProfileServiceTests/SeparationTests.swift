import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("Who was taken apart by hand")
struct SeparationTests {
    private static let later = SourceRecord.noon.advanced(bySeconds: 60)
    private static let customer = SourceRecord.customer("erp:7", "email:b@example.com")
    private static let claiming = SourceRecord.customer(
        "erp:7", "email:a@example.com", "email:b@example.com", at: later)

    /// A customer of crm, and one of erp with an order, whom somebody merged by mistake.
    private func partedShop() async throws -> Shop {
        let shop = try await Shop()
        try await shop.file(
            .customer("crm:1", "email:a@example.com"), Self.customer, .order("o1", of: "email:b@example.com"))
        let (one, two) = (try #require(try await shop.id("crm:1")), try #require(try await shop.id("erp:7")))
        _ = try await shop.service.merge(one, with: two, by: "desk", reason: "same")
        _ = try await shop.service.unmerge(two, from: one, by: "desk", reason: "not the same")
        return shop
    }

    private func expectApart(_ shop: Shop, _ identifier: String = "erp:7") async throws {
        let (one, two) = (try await shop.id("crm:1"), try await shop.id(identifier))
        #expect(one != nil && two != nil && one != two)
        #expect(try await shop.id("email:a@example.com") == one)
        #expect(try await shop.conflicts().contains { $0.rule == .separated && $0.resolvedAt == nil })
    }

    private func withdraw(_ kind: RecordKind, _ source: String, _ id: String, in shop: Shop) async throws {
        #expect(try await shop.service.withdraw(FactKey(kind: kind, source: source, id: id)))
    }

    @Test(
        "stay apart when all records of one are withdrawn and sent again, in whatever order", arguments: [false, true])
    func withdrawnAndSentAgain(ordersFirst: Bool) async throws {
        let shop = try await partedShop()
        for isOrder in [ordersFirst, !ordersFirst] {
            try await withdraw(isOrder ? .order : .customer, "erp", isOrder ? "o1" : "7", in: shop)
        }
        #expect(try await shop.id("erp:7") == nil)
        try await shop.file(Self.claiming)
        try await expectApart(shop)
        try await shop.file(.order("o1", of: "email:b@example.com", at: Self.later))
        #expect(try await shop.state("erp:7")?.summary.facts == 2)
    }

    @Test("stay apart when an order comes back before its customer")
    func orderFirst() async throws {
        let shop = try await partedShop()
        try await withdraw(.order, "erp", "o1", in: shop)
        try await withdraw(.customer, "erp", "7", in: shop)
        try await shop.file(.order("o1", of: "email:b@example.com", "email:a@example.com", at: Self.later))
        try await expectApart(shop, "email:b@example.com")
        try await shop.file(.customer("erp:7", "email:a@example.com", at: Self.later))
        try await expectApart(shop)
    }

    @Test("stay apart however often they come and go, and nothing piles up")
    func again() async throws {
        let shop = try await partedShop()
        try await withdraw(.order, "erp", "o1", in: shop)
        for turn in 1...3 {
            let now = Self.later.advanced(bySeconds: Int64(turn))
            try await withdraw(.customer, "erp", "7", in: shop)
            try await shop.file(.customer("erp:7", "email:a@example.com", at: now))
            try await expectApart(shop)
            try await withdraw(.customer, "crm", "1", in: shop)
            try await shop.service.judgeAllClaims()
            // Nobody else claims the address any more.
            #expect(try await shop.id("email:a@example.com") == shop.id("erp:7"))
            try await shop.file(.customer("erp:7", at: now), .customer("crm:1", "email:a@example.com", at: now))
            try await shop.file(.order("o2", of: "crm:1", "erp:7", at: now))
            #expect(try await shop.id("crm:1") != shop.id("erp:7"))
            try await withdraw(.order, "erp", "o2", in: shop)
        }
        #expect(try await shop.separations().count == 1)
    }

    @Test("stay apart when the record that tells of one moves to another profile")
    func moved() async throws {
        let shop = try await Shop()
        try await shop.file(
            .order("o1", of: "phone:+491701"), .customer("crm:1", "email:a@example.com"),
            .order("o2", of: "phone:+491702"))
        let (one, two) = (try #require(try await shop.id("phone:+491701")), try #require(try await shop.id("crm:1")))
        _ = try await shop.service.merge(one, with: two, by: "desk", reason: "same")
        _ = try await shop.service.unmerge(two, from: one, by: "desk", reason: "not the same")
        try await shop.file(.order("o1", of: "phone:+491702", at: Self.later))
        #expect(try await shop.id("phone:+491701") == nil)
        try await shop.file(.order("o3", of: "phone:+491702", "email:a@example.com"))
        #expect(try await shop.id("phone:+491702") != shop.id("crm:1"))
        #expect(try await shop.conflicts().map(\.rule) == [.separated])
    }

    @Test("are named by other records of theirs once the one that was named has left")
    func renamed() async throws {
        let shop = try await partedShop()
        #expect(try await shop.separations().flatMap { [$0.first.fact?.id, $0.second.fact?.id] } == ["1", "7"])
        try await withdraw(.customer, "erp", "7", in: shop)
        #expect(try await shop.separations().flatMap { [$0.first.fact?.id, $0.second.fact?.id] } == ["1", "o1"])
        try await shop.file(.customer("erp:7", "email:a@example.com", at: Self.later))
        try await expectApart(shop)
        #expect(try await shop.id("email:b@example.com") != shop.id("crm:1"))
    }

    @Test("are joined for good by somebody who confirms it")
    func joined() async throws {
        let shop = try await partedShop()
        for (kind, id) in [(RecordKind.order, "o1"), (.customer, "7")] { try await withdraw(kind, "erp", id, in: shop) }
        try await shop.file(Self.claiming)
        let (one, two) = (try #require(try await shop.id("crm:1")), try #require(try await shop.id("erp:7")))
        await #expect(throws: StewardError.refused(.unconfirmed(.separated))) {
            try await shop.service.merge(one, with: two, by: "desk", reason: "one after all")
        }
        _ = try await shop.service.merge(one, with: two, by: "desk", reason: "one after all", confirmed: true)
        #expect(try await shop.id("crm:1") == shop.id("erp:7"))
        #expect(try await shop.separations().isEmpty)
    }

    @Test("are forgotten with one who is erased")
    func erased() async throws {
        let shop = try await partedShop()
        let two = try #require(try await shop.id("erp:7"))
        for (kind, id) in [(RecordKind.order, "o1"), (.customer, "7")] { try await withdraw(kind, "erp", id, in: shop) }
        #expect(try await shop.separations().count == 1)
        #expect(try await shop.service.erase(.id(two), by: "officer")?.erasure.counts.separations == 1)
        #expect(try await shop.separations().isEmpty)
    }
}

extension Shop {
    /// All that there are, by pair.
    func separations() async throws -> [Separation] {
        var export = StoreExport(of: try #require(store as? any RowReading), [.separations])
        var separations: [Separation] = []
        while let entries = try await export.next() {
            for case .separation(let separation) in entries { separations.append(separation) }
        }
        return separations
    }
}
