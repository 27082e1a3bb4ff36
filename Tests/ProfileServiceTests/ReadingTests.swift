import ProfileCore
import ProfileService
import ProfileStore
import SQLiteStore
import SQLStore
import Testing

@Suite("Reading through the cache")
struct ReadingTests {
    private let mail = ProfileReference.identifier(Identifier("email:a@example.com"))

    @Test("shows every write to the next read, and repeats itself while nothing changes")
    func showsWrites() async throws {
        let shop = try await Shop()
        try await shop.file(.order("o1", of: "erp:7", "email:a@example.com"))
        let first = try #require(try await shop.service.served(mail))
        #expect(try await shop.service.served(mail)?.etag == first.etag)
        #expect(shop.service.cacheCounts.hits == 1)
        try await shop.file(.order("o2", of: "erp:7"))
        let second = try #require(try await shop.service.served(mail))
        #expect(second.version == first.version + 1 && second.etag != first.etag)
    }

    @Test("gives the same bytes the same tag on every node and after every restart, and others another")
    func tags() async throws {
        let clock = TestClock()
        let store = try SharedStore(clock: clock)
        let shop = try await Shop(sharing: store, clock: clock)
        try await shop.file(.order("o1", of: "email:a@example.com"), .order("o2", of: "email:b@example.com"))
        let first = try #require(try await shop.service.served(mail))
        let other = try await Shop(sharing: store, clock: clock)
        let again = try #require(try await other.service.served(mail))
        #expect(first.body == again.body && first.etag == again.etag)
        // Equal counters of version and moment do not make two profiles one.
        let stranger = try #require(try await other.service.served(.identifier(Identifier("email:b@example.com"))))
        #expect(stranger.version == first.version && stranger.etag != first.etag)
        let renamed = try await ProfileService(
            store: store, settings: ServiceSettings(), rendering: .plain { "upgraded \($0)" }, now: { clock.now })
        #expect(try await renamed.served(mail)?.etag != first.etag)
    }

    @Test("shows nothing of the future when the clock was set back")
    func clockSetBack() async throws {
        let clock = TestClock()
        let store = try SQLiteStore.inMemory(clock: { clock.now })
        let shop = try await Shop(sharing: store, clock: clock)
        try await shop.file(.order("o1", of: "email:a@example.com"))
        clock.advance(bySeconds: 400 * 86_400)
        let future = try #require(try await shop.service.served(mail))
        _ = try await shop.service.vip([mail])
        clock.advance(bySeconds: -399 * 86_400)
        let misses = shop.service.cacheCounts.misses
        let present = try #require(try await shop.service.served(mail))
        _ = try await shop.service.vip([mail])
        #expect(shop.service.cacheCounts.misses == misses + 2)
        #expect(present.etag != future.etag)
    }

    @Test("follows an identifier that leads to another profile now")
    func followsIdentifiers() async throws {
        let shop = try await Shop()
        try await shop.file(
            .customer("crm:1", "email:a@example.com"), .customer("crm:2"), .order("o1", of: "erp:1"))
        let first = try #require(try await shop.service.served(mail))
        let later = SourceRecord.noon.advanced(bySeconds: 60)
        try await shop.file(.customer("crm:1", at: later))
        #expect(try await shop.service.served(.id(first.id)) != nil)
        try await shop.file(.customer("crm:2", "email:a@example.com", at: later))
        #expect(try await shop.service.served(mail)?.id == shop.id("crm:2"))
        #expect(try await shop.service.vip([mail]).first?.profileID == shop.id("crm:2"))
    }

    @Test("gives an override up when it expires, and answers the same in bulk as alone")
    func overrides() async throws {
        let shop = try await Shop()
        try await shop.file(.order("o1", of: "email:a@example.com"))
        let id = try #require(try await shop.id("email:a@example.com"))
        _ = try await shop.service.setOverride(
            on: id, tier: "platinum", reason: "guest", until: shop.clock.now.advanced(bySeconds: 10), by: "tester")
        #expect(try await shop.service.vip([mail, nil, mail]).map(\.tier) == ["platinum", nil, "platinum"])
        shop.clock.advance(bySeconds: 10)
        #expect(try await shop.service.vip([mail]).first?.tier == nil)
    }

    @Test("keeps percentile tiers right while the population moves")
    func percentiles() async throws {
        let top = VIPTier(
            name: "top", priority: 80, match: .all,
            conditions: [.percentileNet365Days(atLeastThousandths: 90_000, .euro)])
        let shop = try await Shop(policy: VIPPolicy(tiers: [top], vipFrom: "top"))
        for number in 1...10 {
            try await shop.file(.order("o\(number)", of: "erp:\(number)", total: MinorUnits(number) * 1000))
        }
        #expect(try await tops(of: 1...10, in: shop) == [9, 10])
        for number in 11...20 {
            try await shop.file(.order("o\(number)", of: "erp:\(number)", total: MinorUnits(number) * 1000))
        }
        #expect(try await tops(of: 1...20, in: shop) == [18, 19, 20])
        _ = try await shop.service.withdraw(FactKey(kind: .order, source: "erp", id: "o20"))
        #expect(try await tops(of: 1...20, in: shop) == [18, 19])
    }

    private func tops(of numbers: ClosedRange<Int>, in shop: Shop) async throws -> [Int] {
        let references = numbers.map { ProfileReference.identifier(Identifier("erp:\($0)")) }
        let answers = try await shop.service.vip(references)
        return zip(numbers, answers).compactMap { $1.vip ? $0 : nil }
    }
}
