import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("Customers compared with each other", .timeLimit(.minutes(1)))
struct PopulationTests {
    private static let day: Int64 = 86_400

    private static func top(_ currency: Currency, atLeast thousandths: Int = 90_000) -> VIPPolicy {
        let tier = VIPTier(
            name: "top", priority: 80, match: .all,
            conditions: [.percentileNet365Days(atLeastThousandths: thousandths, currency)])
        return VIPPolicy(tiers: [tier], vipFrom: "top")
    }

    private let store: SharedStore
    private let shop: Shop

    /// Ten customers, the ninth and the tenth of whom are at the top.
    init() async throws {
        let clock = TestClock()
        store = try SharedStore(clock: clock)
        shop = try await Shop(sharing: store, clock: clock)
        for number in 1...10 {
            try await shop.file(.order("o\(number)", of: "erp:\(number)", total: MinorUnits(number) * 1000))
        }
    }

    private var tops: [Int] {
        get async throws {
            let references = (1...10).map { ProfileReference.identifier(Identifier("erp:\($0)")) }
            return try await zip(1...10, shop.service.vip(references)).compactMap { $1.vip ? $0 : nil }
        }
    }

    @Test("Of two policies put at once the later holds, with everybody counted")
    func twoPolicies() async throws {
        try await shop.service.put(Self.top(.euro))
        let dollar = try #require(Currency("USD"))
        await store.scans.shut()
        async let first: Void = shop.service.put(Self.top(dollar))
        await store.scans.arrival()
        async let second: Void = shop.service.put(Self.top(.euro, atLeast: 100_000))
        while try await store.policy() == Self.top(dollar) { await Task.yield() }
        #expect(try await tops == [9, 10])
        await store.scans.open()
        _ = try await (first, second)
        #expect(try await tops == [10])
    }

    @Test("While a count goes on, the one before answers, and a timer does not begin another")
    func timer() async throws {
        try await shop.service.put(Self.top(.euro))
        shop.clock.advance(bySeconds: Self.day)
        await store.scans.shut()
        async let first: Void = shop.service.refreshPopulation()
        await store.scans.arrival()
        async let second: Void = shop.service.refreshPopulation()
        for _ in 0..<20 { await Task.yield() }
        #expect(try await tops == [9, 10])
        await store.scans.open()
        _ = try await (first, second)
        #expect(try await tops == [9, 10])
    }

    @Test("While everybody is counted for the tiers to announce, no other node waits to announce them")
    func announcing() async throws {
        try await shop.service.put(Self.top(.euro))
        shop.clock.advance(bySeconds: Self.day)
        await store.scans.shut()
        async let announced: Void = shop.service.announceTiers()
        await store.scans.arrival()
        #expect(!store.isAtWork)
        await store.scans.open()
        try await announced
        #expect(try await tops == [9, 10])
    }

    @Test("A policy that was read before another one was put never comes back")
    func reload() async throws {
        try await shop.service.put(Self.top(.euro))
        await store.policies.shut()
        let following = Task { await shop.service.followChanges() }
        defer { following.cancel() }
        // A node that listens may need a moment to hear.
        let telling = Task {
            while !Task.isCancelled {
                store.tell(.upTo(FeedPosition([10])))
                try await Task.sleep(for: .milliseconds(5))
            }
        }
        await store.policies.arrival()
        telling.cancel()
        async let put: Void = shop.service.put(Self.top(.euro, atLeast: 100_000))
        try await Task.sleep(for: .milliseconds(50))
        await store.policies.open()
        try await put
        try await Task.sleep(for: .milliseconds(50))
        #expect(shop.service.policy == Self.top(.euro, atLeast: 100_000))
        #expect(try await tops == [10])
    }

    @Test("What others do costs nobody their place in memory, unless it changes their tier")
    func stamp() async throws {
        let local = try await Shop(policy: Self.top(.euro))
        for number in 1...10 {
            try await local.file(.order("o\(number)", of: "erp:\(number)", total: MinorUnits(number) * 1000))
        }
        let reference = ProfileReference.identifier(Identifier("erp:9"))
        #expect(try await local.service.vip([reference]).first?.vip == true)
        _ = try await local.service.served(reference)
        let misses = local.service.cacheCounts.misses
        for number in 1...5 {
            // Nobody's spend, and then somebody's who stays on the same side.
            try await local.file(.customer("crm:\(number)"))
            try await local.file(.order("o1", of: "erp:1", total: 1_000, at: local.clock.now))
            _ = try await local.service.vip([reference])
            _ = try await local.service.served(reference)
        }
        #expect(local.service.cacheCounts.misses == misses)
        try await local.file(.order("o1", of: "erp:1", total: 50_000, at: local.clock.now))
        try await local.file(.order("o2", of: "erp:2", total: 60_000, at: local.clock.now))
        #expect(try await local.service.vip([reference]).first?.vip == false)
    }

    @Test("After midnight spend is compared as of one day, until everybody is counted again")
    func midnight() async throws {
        // What the tenth spent falls out of the year at the next midnight.
        let placed = Timestamp(milliseconds: shop.clock.now.milliseconds - 365 * Self.day * 1000)
        try await shop.file(.order("o10", of: "erp:10", total: 10_000, at: shop.clock.now, placed: placed))
        try await shop.service.put(Self.top(.euro))
        #expect(try await tops == [9, 10])
        shop.clock.advance(bySeconds: Self.day)
        #expect(try await tops == [9, 10])
        try await shop.service.refreshPopulation()
        #expect(try await tops == [8, 9])
    }
}
