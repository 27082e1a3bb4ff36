import ProfileCore
import ProfileStore
import Testing

@testable import ProfileService

@Suite("Learning what customers do", .timeLimit(.minutes(1)))
struct LearningTests {
    private static let day: Int64 = 86_400

    private let store: SharedStore
    private let clock = TestClock()
    private let shop: Shop

    /// Forty customers of whom some bought again, some of them lately.
    init() async throws {
        store = try SharedStore(clock: clock)
        shop = try await Shop(sharing: store, clock: clock)
        for round in 0..<3 {
            for number in stride(from: 1, through: 40, by: round + 1) {
                try await shop.file(.order("o\(number)-\(round)", of: "erp:\(number)", placed: clock.now))
            }
            clock.advance(bySeconds: 60 * Self.day)
        }
    }

    private func outlook(of number: Int, on node: Shop) async throws -> OutlookView? {
        let reference = ProfileReference.identifier(Identifier("erp:\(number)"))
        _ = try await node.service.served(reference)
        return try await node.service.profile(reference)?.0.outlook
    }

    /// The bytes that are served, out of memory where they are known.
    private func body(of number: Int, on node: Shop) async throws -> String? {
        let served = try await node.service.served(.identifier(Identifier("erp:\(number)")))
        return served?.etag
    }

    @Test("Profiles show what was learned at once, those in memory too, and on every node")
    func shown() async throws {
        let other = try await Shop(sharing: store, clock: clock)
        #expect(try await outlook(of: 1, on: shop)?.learned == nil)
        let before = (try await body(of: 1, on: shop), try await body(of: 1, on: other))
        let learned = try await shop.service.learnOutlook()
        #expect(learned.number == 1 && learned.evaluation.customers == 40 && learned.profiles == 40)
        #expect(try await outlook(of: 1, on: shop)?.learned?.number == 1)
        #expect(try await outlook(of: 1, on: shop)?.orders?.basis != .model, "forty customers are too few")
        #expect(try await body(of: 1, on: shop) != before.0)
        try await other.service.refreshOutlook()
        let after = (try await body(of: 1, on: shop), try await body(of: 1, on: other))
        #expect(after.0 == after.1 && before.0 == before.1)
        let late = try await Shop(sharing: store, clock: clock)
        #expect(try await outlook(of: 1, on: late)?.learned?.number == 1)
    }

    @Test("One node learns for all, once a day and after many changes")
    func turns() async throws {
        let other = try await Shop(sharing: store, clock: clock)
        func learn(on node: Shop) async throws -> Int? {
            try await node.service.keepLearning()
            return node.service.learnedOutlook?.number
        }
        #expect(try await learn(on: shop) == 1)
        #expect(try await learn(on: other) == 1)
        #expect(try await learn(on: shop) == 1)
        clock.advance(bySeconds: Self.day)
        #expect(try await learn(on: other) == 2)
        #expect(try await learn(on: shop) == 2)
        for number in 0..<99 { try await shop.file(.order("p\(number)", of: "erp:1")) }
        clock.advance(bySeconds: 300)
        #expect(try await learn(on: shop) == 2)
        try await shop.file(.order("p99", of: "erp:1"))
        #expect(try await learn(on: shop) == 3)
        for number in 100..<250 { try await shop.file(.order("p\(number)", of: "erp:1")) }
        #expect(try await learn(on: shop) == 3, "within five minutes")
    }

    @Test("A turn that came to nothing is taken again after half an hour")
    func broken() throws {
        let last = LearningTurn(number: 5, begunAt: clock.now, changes: 40)
        #expect(LearningTurn(last.bytes) == last)
        #expect(LearningTurn(Array("5 x 40".utf8)) == nil)
        #expect(LearningTurn(Array("5 0 40 prf_x".utf8)) == nil)
        let later = { (minutes: Int64) in
            LearningTurn(number: 6, begunAt: clock.now.advanced(bySeconds: minutes * 60), changes: 40)
        }
        #expect(!later(29).isDue(after: last, nil) && later(30).isDue(after: last, nil))
        #expect(later(0).isDue(after: nil, nil))
        // A clock that was ahead is no reason to wait for its time.
        #expect(later(-30).isDue(after: last, nil) && !later(-29).isDue(after: last, nil))
    }

    @Test("Clocks that differ make no two days of one")
    func clocks() {
        let evening = Timestamp(milliseconds: clock.now.day.start.milliseconds + 23 * 3_600_000)
        let ahead = LearningTurn(number: 1, begunAt: evening.advanced(bySeconds: 2 * 3600), changes: 0)
        let behind = LearningTurn(number: 2, begunAt: evening.advanced(bySeconds: 600), changes: 0)
        let known = LearnedOutlook(
            number: 1, profiles: 0, until: clock.now.day,
            evaluation: OutlookEvaluation(OutlookModels([], contacts: []), [], contacts: [], days: 90))
        #expect(!behind.isDue(after: ahead, known))
        #expect(ahead.isDue(after: LearningTurn(number: 1, begunAt: evening, changes: 0), known))
    }

    @Test("Several who ask at once are answered by one or two turns, all alike")
    func asked() async throws {
        let shop = shop
        let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 { group.addTask { try await shop.service.learnOutlook().number } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(numbers).isSubset(of: [1, 2]) && numbers.count == 8, "\(numbers)")
        #expect(shop.service.learnedOutlook?.number == numbers.max())
    }

    @Test("What a slower node learned is dropped when another learned later")
    func overtaken() async throws {
        _ = try await shop.service.learnOutlook()
        let other = try await Shop(sharing: store, clock: clock)
        await store.scans.shut()
        async let slow = shop.service.learnOutlook()
        await store.scans.arrival()
        async let quick = other.service.learnOutlook()
        await store.scans.arrival(of: 2)
        await store.scans.open()
        let numbers = try await (slow.number, quick.number)
        #expect(numbers.1 == 3 && numbers.0 != 2)
        try await shop.service.refreshOutlook()
        #expect(shop.service.learnedOutlook?.number == 3)
        let stored = try await store.note(StoredSetting.outlook)
        #expect(try Stored.value(LearnedOutlook.self, from: #require(stored)).number == 3)
    }

    @Test("Erasures while it is learned leave the turn as it is, and those erased out of what is learned")
    func erasedMeanwhile() async throws {
        for (number, round) in (1...9).flatMap({ number in (0..<2).map { (number, $0) } }) {
            let placed = clock.now.advanced(bySeconds: -Int64(round) * 7 * Self.day)
            var order = OrderRecord(placedAt: placed, status: .delivered, currency: .euro, total: 1000)
            order.lines = ["tent", "pegs"].map {
                OrderRecord.Line(sku: $0, name: nil, category: nil, quantity: .one, unitPrice: nil)
            }
            try await shop.file(
                SourceRecord(
                    key: FactKey(kind: .order, source: "erp", id: "b\(number)-\(round)"), updatedAt: clock.now,
                    isTimedByArrival: false, identifiers: [Identifier("erp:\(number)")], body: .order(order)))
        }
        let ids = try await [shop.id("erp:1"), shop.id("erp:2"), shop.id("erp:3")].map { try #require($0) }
        await store.orders.shut()
        async let learning = shop.service.learnOutlook()
        await store.orders.arrival()
        for number in 1...2 {
            #expect(try await shop.service.erase(.identifier(Identifier("erp:\(number)")), by: "officer") != nil)
        }
        await store.orders.open()
        let learned = try await learning
        #expect(learned.number == 1)
        let stored = try #require(try await store.note(StoredSetting.suggestions))
        let suggestions = try Stored.value(LearnedSuggestions.self, from: stored)
        #expect(suggestions.without(Set(ids.prefix(2).map(Lot.init))) == nil)
        #expect(suggestions.without([Lot(ids[2])]) != nil)
        #expect(shop.service.learnedSuggestions?.without([Lot(ids[0])]) == nil)
        let turn = try #require(try await store.note(StoredSetting.outlookTurn).flatMap(LearningTurn.init))
        #expect(turn.number == 1 && turn.erased.isEmpty)
    }

    @Test("A turn remembers who was erased up to a limit, beyond which it comes to nothing")
    func erasedInTurn() throws {
        let turn = LearningTurn(number: 5, begunAt: clock.now, changes: 40)
        let ids = (0...LearningTurn.erasedLimit).map { ProfileID(high: 1, low: UInt64($0)) }
        let kept = turn.erasing(ids.dropLast())
        #expect(kept.number == 5 && LearningTurn(kept.bytes) == kept && kept.erased.count == 1000)
        let void = kept.erasing(ids.suffix(1))
        #expect(void.number == 6 && void.erased.isEmpty && turn.isDue(after: void, nil))
    }

    @Test("A store that was set back has its own outlook, or none")
    func setBack() async throws {
        _ = try await shop.service.learnOutlook()
        try store.setBack()
        try await shop.service.refreshOutlook()
        #expect(shop.service.learnedOutlook == nil)
        try await shop.file(.order("o1", of: "erp:1", placed: clock.now))
        #expect(try await outlook(of: 1, on: shop)?.learned == nil)
        _ = try await shop.service.learnOutlook()
        #expect(try await outlook(of: 1, on: shop)?.learned?.number == 1)
    }

    @Test("Who objects to profiling teaches nothing, and so do fewer than thirty")
    func objectors() async throws {
        for number in 1...11 {
            let denial = Consent(purpose: "profiling", channel: nil, status: .denied, at: nil)
            try await shop.file(.customer("erp:\(number)", consents: [denial]))
        }
        let learned = try await shop.service.learnOutlook()
        #expect(learned.profiles == 40 && learned.evaluation.customers == 0)
        #expect(try await outlook(of: 20, on: shop)?.orders?.value == nil)
        #expect(try await outlook(of: 1, on: shop)?.withheld != nil)
    }

    @Test("A policy that asks outlooks ranks by them, and by what is learned later")
    func tiers() async throws {
        let tier = VIPTier(
            name: "eager", priority: 50, match: .all, conditions: [.orderChance90Days(atLeastThousandths: 1)])
        try await shop.service.put(VIPPolicy(tiers: [tier], vipFrom: "eager"))
        let references = (1...40).map { ProfileReference.identifier(Identifier("erp:\($0)")) }
        #expect(try await shop.service.vip(references).allSatisfy { !$0.vip })
        #expect(try await shop.service.preview(shop.service.policy).inForce.vips == 0)
        _ = try await shop.service.learnOutlook()
        let eager = try await shop.service.vip(references).map(\.vip)
        var expected: [Bool] = []
        for number in 1...40 {
            let chance = try await outlook(of: number, on: shop)?.orderChance?.value
            expected.append(try #require(chance) > 0)
        }
        #expect(eager == expected && eager.contains(true))
        #expect(try await shop.service.preview(shop.service.policy).inForce.vips == eager.count { $0 })
    }
}
