import ProfileCore
import ProfileService
import ProfileStore
import SQLiteStore
import SQLStore
import Testing

@Suite("Products and notices beside the cache")
struct CatalogueTests {
    private let mail = ProfileReference.identifier(Identifier("email:a@example.com"))

    private static func product(_ sku: String, stock: Int64, isRecalled: Bool = false) -> SourceRecord {
        var product = ProductRecord()
        product.stock = Quantity(thousandths: stock * 1000)
        product.isRecalled = isRecalled
        return SourceRecord(
            key: FactKey(kind: .product, source: "erp", id: sku), updatedAt: SourceRecord.noon, isTimedByArrival: true,
            identifiers: [], body: .product(product))
    }

    private static var order: SourceRecord {
        var order = OrderRecord(placedAt: SourceRecord.noon, status: .shipped, currency: .euro, total: 1000)
        order.lines = [OrderRecord.Line(sku: "LAMP", name: nil, category: nil, quantity: .one, unitPrice: nil)]
        return SourceRecord(
            key: FactKey(kind: .order, source: "erp", id: "1"), updatedAt: SourceRecord.noon, isTimedByArrival: false,
            identifiers: [Identifier("email:a@example.com")], body: .order(order))
    }

    @Test("A new stock level is in the next answer and its tag, and no rendering is made again")
    func stock() async throws {
        let shop = try await Shop()
        try await shop.file(Self.order, Self.product("LAMP", stock: 1))
        let first = try #require(try await shop.service.served(mail))
        let misses = shop.service.cacheCounts.misses
        var tags: Set = [first.etag]
        for stock in 2...9 as ClosedRange<Int64> {
            try await shop.file(Self.product("LAMP", stock: stock))
            let next = try #require(try await shop.service.served(mail))
            #expect(next.version == first.version)
            #expect(tags.insert(next.etag).inserted)
            #expect(shop.service.remembered(mail)?.etag == next.etag)
        }
        #expect(shop.service.cacheCounts.misses == misses)
        // What concerns nobody changes no answer.
        let last = try #require(try await shop.service.served(mail))
        try await shop.file(Self.product("PAN", stock: 1, isRecalled: true))
        #expect(try await shop.service.served(mail)?.etag == last.etag)
    }

    @Test("The first product there is reaches those too whose profiles were kept before")
    func first() async throws {
        let shop = try await Shop()
        try await shop.file(Self.order)
        let bare = try #require(try await shop.service.served(mail))
        try await shop.file(Self.product("LAMP", stock: 1))
        #expect(shop.service.remembered(mail) == nil)
        #expect(try await shop.service.served(mail)?.etag != bare.etag)
        _ = try await shop.service.withdraw(FactKey(kind: .product, source: "erp", id: "LAMP"))
        #expect(try await shop.service.served(mail)?.etag == bare.etag)
    }

    @Test("Records about nobody come between others, and every verdict stands where its record did")
    func mixed() async throws {
        let shop = try await Shop()
        let records = [Self.product("A", stock: 1), Self.order, Self.product("A", stock: 1), Self.order]
        let verdicts = try await shop.service.ingest(records)
        #expect(verdicts.map(\.status) == [.accepted, .accepted, .unchanged, .unchanged])
        #expect(verdicts.map { $0.profile == nil } == [true, false, true, false])
    }

    @Test("What one node takes in another shows after the next sign, and a new node from the start")
    func nodes() async throws {
        let clock = TestClock()
        let store = try SharedStore(clock: clock)
        let (writer, reader) = (
            try await Shop(sharing: store, clock: clock), try await Shop(sharing: store, clock: clock)
        )
        try await writer.file(Self.order, Self.product("LAMP", stock: 1))
        #expect(reader.service.knownCatalogue == nil)
        try await reader.service.refreshCatalogue()
        #expect(reader.service.knownCatalogue?.product("LAMP")?.stock == .one)
        try await writer.file(Self.product("LAMP", stock: 7))
        try await reader.service.refreshCatalogue()
        #expect(reader.service.knownCatalogue?.product("LAMP")?.stock == Quantity(thousandths: 7000))
        let third = try await Shop(sharing: store, clock: clock)
        #expect(try await third.service.served(mail)?.etag == writer.service.served(mail)?.etag)
    }

    @Test("Whatever changes and however time goes on, memory answers what a new node answers", arguments: 0..<6)
    func remembered(seed: UInt64) async throws {
        var random = SplitMix64(seed: seed)
        let shop = try await Shop()
        let people = try await people(of: shop)
        for _ in 0..<30 {
            try await change(shop, &random)
            let fresh = try await shop.restarted(identity: .standard)
            for person in people {
                let (kept, expected) = (try await shop.service.served(person), try await fresh.service.served(person))
                #expect(kept?.etag == expected?.etag)
                #expect(kept.map { EntityTag.strong(of: $0.body) } == kept?.etag)
            }
        }
        #expect(shop.service.cacheCounts.hits > 30 * people.count / 2)
    }

    private static let goods = ["LAMP", "PAN", "POT", "CUP", "JUG"]

    /// Each of them waits for two of the goods.
    private func people(of shop: Shop) async throws -> [ProfileReference] {
        var people: [ProfileReference] = []
        for (place, sku) in Self.goods.enumerated() {
            var order = OrderRecord(placedAt: SourceRecord.noon, status: .shipped, currency: .euro, total: 1000)
            order.lines = [sku, Self.goods[(place + 1) % Self.goods.count]].map {
                OrderRecord.Line(sku: $0, name: nil, category: nil, quantity: .one, unitPrice: nil)
            }
            let mail = Identifier("email:\(place)@example.com")
            try await shop.file(
                SourceRecord(
                    key: FactKey(kind: .order, source: "erp", id: sku), updatedAt: SourceRecord.noon,
                    isTimedByArrival: false, identifiers: [mail], body: .order(order)))
            people.append(.identifier(mail))
        }
        return people
    }

    /// States or withdraws something about no customer, or lets time go on.
    private func change(_ shop: Shop, _ random: inout SplitMix64) async throws {
        let sku = Self.goods[Int.random(in: 0..<Self.goods.count, using: &random)]
        switch Int.random(in: 0..<6, using: &random) {
        case 0...2:
            let stock = Int64.random(in: 0..<3, using: &random)
            try await shop.file(Self.product(sku, stock: stock, isRecalled: Bool.random(using: &random)))
        case 3:
            _ = try await shop.service.withdraw(FactKey(kind: .product, source: "erp", id: sku))
        case 4:
            var notice = NoticeRecord(.promotion, "to everybody")
            let begin = Int64.random(in: -60..<300, using: &random)
            notice.from = shop.clock.now.advanced(bySeconds: begin)
            notice.until = shop.clock.now.advanced(bySeconds: begin + 120)
            try await shop.file(
                SourceRecord(
                    key: FactKey(kind: .notice, source: "erp", id: sku), updatedAt: shop.clock.now,
                    isTimedByArrival: true, identifiers: [], body: .notice(notice)))
        default:
            shop.clock.advance(bySeconds: Int64.random(in: 1..<100, using: &random))
        }
    }

    @Test("What was known holds until a store that was set back is read", .timeLimit(.minutes(1)))
    func setBack() async throws {
        let clock = TestClock()
        let store = try SharedStore(clock: clock)
        let shop = try await Shop(sharing: store, clock: clock)
        try await shop.file(Self.order, Self.product("LAMP", stock: 1))
        let following = Task { await shop.service.followChanges() }
        defer { following.cancel() }
        while !store.isHeard { try await Task.sleep(for: .milliseconds(1)) }
        store.tell(.upTo(try await store.lastPosition()))
        while shop.service.isFollowing != true { try await Task.sleep(for: .milliseconds(1)) }

        try store.setBack()
        await store.catalogues.shut()
        store.tell(.upTo(try await store.lastPosition()))
        await store.catalogues.arrival()
        #expect(shop.service.knownCatalogue?.product("LAMP") != nil)
        await store.catalogues.open()
        while shop.service.knownCatalogue != nil { try await Task.sleep(for: .milliseconds(1)) }
    }

    @Test("A node that lost commits of the catalogue alone knows what the store knows now")
    func lost() async throws {
        let clock = TestClock()
        let store = try SharedStore(clock: clock)
        let reader = try await Shop(sharing: store, clock: clock)
        for sku in ["LAMP", "PAN", "POT"] { try await reader.file(Self.product(sku, stock: 1)) }
        try store.setBack()
        let other = try await Shop(sharing: store, clock: clock)
        try await other.file(Self.product("PAN", stock: 4))
        try await reader.service.refreshCatalogue()
        let known = try #require(reader.service.knownCatalogue)
        #expect(known.count(.product) == 1 && known.product("PAN")?.stock == Quantity(thousandths: 4000))
        // It goes on from there.
        try await other.file(Self.product("CUP", stock: 2))
        try await reader.service.refreshCatalogue()
        #expect(reader.service.knownCatalogue?.product("CUP") != nil)
        #expect(reader.service.knownCatalogue?.count(.product) == 2)
        try store.setBack()
        try await reader.service.refreshCatalogue()
        #expect(reader.service.knownCatalogue == nil)
    }

    @Test("Rows of an import are as late as its start, so that what was stated since stands")
    func imported() async throws {
        let shop = try await Shop()
        let begun = shop.clock.now
        func stated(_ stock: Int64, secondsIn: Int64) -> SourceRecord {
            let record = Self.product("LAMP", stock: stock)
            return SourceRecord(
                key: record.key, updatedAt: begun.advanced(bySeconds: secondsIn), isTimedByArrival: false,
                identifiers: [], body: record.body)
        }
        shop.clock.advance(bySeconds: 600)
        let row = try await shop.service.file([Self.product("LAMP", stock: 1)], arrivedAt: begun)
        #expect(row.verdicts.map(\.status) == [.accepted])
        #expect(try await shop.file(stated(2, secondsIn: 300)).map(\.status) == [.accepted])
        let late = try await shop.service.file([Self.product("LAMP", stock: 3)], arrivedAt: begun)
        #expect(late.verdicts.map(\.status) == [.stale])
        #expect(shop.service.knownCatalogue?.product("LAMP")?.stock == Quantity(thousandths: 2000))
        // Of two that have no time but that of their arrival the later to arrive wins, as with records of customers.
        #expect(try await shop.file(Self.product("PAN", stock: 1)).map(\.status) == [.accepted])
        let next = try await shop.service.file([Self.product("PAN", stock: 2)], arrivedAt: begun)
        #expect(next.verdicts.map(\.status) == [.accepted])
    }

    private static func notice(_ id: Int, until: Timestamp?) -> SourceRecord {
        var notice = NoticeRecord(.promotion, "notice \(id)")
        notice.until = until
        return SourceRecord(
            key: FactKey(kind: .notice, source: "erp", id: "\(id)"), updatedAt: SourceRecord.noon,
            isTimedByArrival: true, identifiers: [], body: .notice(notice))
    }

    @Test("Where there is no room, the notice that ended first gives way, and only to one that has not ended")
    func ended() async throws {
        let shop = try await Shop()
        let now = shop.clock.now
        let limit = try #require(Catalogue.limits[.notice])
        // Of all that are there, three have ended: 7, 3 and 5, in this order.
        let ends: [Int: Int64] = [7: -300, 3: -200, 5: -100]
        let all = (0..<limit).map { id in
            Self.notice(id, until: ends[id].map { now.advanced(bySeconds: $0) })
        }
        #expect(try await shop.service.ingest(all).allSatisfy { $0.status == .accepted })
        func ids() -> Set<String> { Set(shop.service.knownCatalogue?.notices.all.map(\.key.id) ?? []) }
        let past = Self.notice(limit, until: now)
        #expect(try await shop.service.ingest([past]).map(\.status) == [.refused])
        #expect(try await shop.file(Self.notice(limit + 1, until: nil)).map(\.status) == [.accepted])
        #expect(ids().count == limit && !ids().contains("7") && ids().contains("3"))
        let more = (2...4).map { Self.notice(limit + $0, until: now.advanced(bySeconds: 9_999)) }
        #expect(try await shop.service.ingest(more).map(\.status) == [.accepted, .accepted, .refused])
        #expect(ids().count == limit && ids().isDisjoint(with: ["3", "5", "7"]))
        // What is there already needs no room.
        #expect(try await shop.file(Self.notice(1, until: now.advanced(bySeconds: 5))).map(\.status) == [.accepted])
    }

    @Test("A notice that was prolonged since it ended does not give way")
    func prolonged() async throws {
        let clock = TestClock()
        let store = try SharedStore(clock: clock)
        let (one, other) = (
            try await Shop(sharing: store, clock: clock), try await Shop(sharing: store, clock: clock)
        )
        let limit = try #require(Catalogue.limits[.notice])
        let all = (0..<limit).map { Self.notice($0, until: $0 == 0 ? clock.now : nil) }
        _ = try await one.service.ingest(all)
        try await other.service.refreshCatalogue()
        try await other.file(Self.notice(0, until: clock.now.advanced(bySeconds: 9_999)))
        // This node has not heard of it.
        #expect(try await one.file(Self.notice(limit, until: nil)).map(\.status) == [.refused])
        #expect(one.service.knownCatalogue?.notices.all.contains { $0.key.id == "0" } == true)
    }
}
