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
}
