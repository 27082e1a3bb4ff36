import ProfileCore
import ProfileStore
import Testing

@testable import ProfileService

@Suite("Who waited, and a policy rehearsed on it")
struct WaitTests {
    private static let press = VIPPolicy(
        tiers: [VIPTier(name: "press", priority: 70, match: .all, conditions: [.tag("press")])], vipFrom: "press")

    /// Forty people come, one every ten seconds, and one is taken every twenty; the router asks every ten.
    private func run(_ shop: Shop, asking nodes: [Shop]) async throws {
        for number in 0..<40 where number % 4 == 3 {
            var customer = SourceRecord.customer("crm:\(number)")
            customer.tag("press")
            try await shop.file(customer)
        }
        for step in 0..<80 {
            let queue = (step / 2...min(step, 39)).map { number in
                Waiting(
                    ref: "chat of \(number)", reference: .identifier(Identifier("crm:\(number)")),
                    waitedSeconds: (step - number) * 10)
            }
            _ = try await nodes[step % nodes.count].service.rank(queue, rememberedAs: "chat")
            shop.clock.advance(bySeconds: 10)
        }
        shop.clock.advance(bySeconds: 60)
        for node in nodes { try await node.service.keepWaits() }
    }

    @Test("Queues that were ranked are remembered, whatever node was asked, and served again by another policy")
    func ranked() async throws {
        let clock = TestClock()
        let store = try SharedStore(clock: clock)
        let nodes = [try await Shop(sharing: store, clock: clock), try await Shop(sharing: store, clock: clock)]
        #expect(try await nodes[0].service.rehearse(Self.press) == nil)
        try await run(nodes[0], asking: nodes)
        let rehearsal = try #require(try await nodes[1].service.rehearse(Self.press))
        #expect(rehearsal.basis == .ranked && rehearsal.all.past.count == 40)
        let press = try #require(rehearsal.tiers.first)
        #expect(press.tier == "press" && press.past.count == 10 && press.sooner == 10)
        #expect(press.wanted.mean < press.past.mean / 3)
        #expect(rehearsal.all.wanted.longest <= rehearsal.bound)

        let id = try #require(try await nodes[0].id("crm:39"))
        #expect(rehearsal.gainers.first?.profile == id)
        let state = try #require(try await nodes[0].state("crm:39"))
        #expect(try await nodes[1].service.waits(of: state).count == 1)
    }

    @Test("Nothing of somebody erased is remembered, on the node that knows and on the one that does not")
    func erased() async throws {
        let clock = TestClock()
        let store = try SharedStore(clock: clock)
        let nodes = [try await Shop(sharing: store, clock: clock), try await Shop(sharing: store, clock: clock)]
        try await run(nodes[0], asking: nodes)
        let first = try #require(try await nodes[0].state("crm:3"))
        _ = try await nodes[0].service.erase(.id(first.id), by: "test")
        #expect(try await nodes[1].service.waits(of: first).isEmpty)
        #expect(try await nodes[1].service.rehearse(Self.press)?.all.past.count == 39)

        let second = try #require(try await nodes[0].state("crm:7"))
        let queue = [Waiting(ref: "c", reference: .id(second.id), waitedSeconds: 5)]
        _ = try await nodes[1].service.rank(queue, rememberedAs: "chat")
        _ = try await nodes[0].service.erase(.id(second.id), by: "test")
        try await nodes[1].service.keepWaits(isEnd: true)
        #expect(try await nodes[0].service.waits(of: second).isEmpty)
    }

    @Test("Who becomes known while waiting is one, unknown people who come together are several, and a name may go on")
    func names() async throws {
        let shop = try await Shop()
        try await shop.file(.customer("crm:1"))
        let known = ProfileReference.identifier(Identifier("crm:1"))
        func rank(_ queue: [(String, ProfileReference?, Int)]) async throws {
            _ = try await shop.service.rank(
                queue.map { Waiting(ref: $0, reference: $1, waitedSeconds: $2) }, rememberedAs: "chat")
        }
        try await rank([("a", nil, 0), ("b", nil, 0), ("c", nil, 1)])
        shop.clock.advance(bySeconds: 30)
        try await rank([("a", known, 30), ("c", nil, 31)])
        shop.clock.advance(bySeconds: 40)
        try await shop.service.keepWaits()
        // The next one takes the place of the third, who left.
        try await rank([("a", known, 70), ("c", nil, 0)])
        let trial = [Waiting(ref: "trial", reference: nil, waitedSeconds: 5)]
        _ = try await shop.service.rank(trial, rememberedAs: nil)
        try await shop.service.keepWaits(isEnd: true)
        let waits = try await shop.service.rememberedWaits().map { [$0.seconds, $0.profile == nil ? 0 : 1] }
        #expect(waits.sorted { $0[0] < $1[0] } == [[0, 0], [0, 0], [31, 0], [70, 1]])
    }

    @Test("Who leaves while others are stored is stored later, whatever was forgotten meanwhile")
    func storing() {
        func entry(_ ref: String, _ profile: ProfileID? = nil) -> VIPQueue.Entry {
            let answer = VIPAnswer(
                found: profile != nil, profileID: profile, vip: false, tier: nil, priority: 0, reason: "")
            return VIPQueue.Entry(ref: ref, answer: answer, waitedSeconds: 0)
        }
        let (memory, clock, gone) = (QueueMemory(), TestClock(), ProfileID(high: 1, low: 1))
        memory.note([entry("a", gone), entry("b")], in: "chat", at: clock.now)
        let stored = memory.thoseWhoLeft(by: clock.now, isEnd: true)
        memory.forget([gone])
        memory.note([entry("c")], in: "chat", at: clock.now)
        let later = memory.thoseWhoLeft(by: clock.now, isEnd: true)
        memory.settle(stored)
        let left = memory.thoseWhoLeft(by: clock.now, isEnd: true)
        #expect(stored.count == 2 && later.count == 2 && left.count == 1)
        #expect(left.first?.mark != stored.first { $0.profile == nil }?.mark)
    }

    @Test("After thirty days it is forgotten")
    func forgotten() async throws {
        let shop = try await Shop()
        try await run(shop, asking: [shop])
        shop.clock.advance(bySeconds: 30 * 86_400)
        try await shop.service.keepWaits()
        #expect(try await shop.service.rehearse(Self.press) != nil)
        shop.clock.advance(bySeconds: 86_400)
        #expect(try await shop.service.rehearse(Self.press) == nil)
        let day = shop.clock.now.day.advanced(by: -31)
        let before = try #require(try await shop.store.note(StoredSetting.waits(on: day)))
        #expect(try Stored.value(WaitLog.self, from: before).waits.count == 40)
        try await shop.service.keepWaits()
        let after = try #require(try await shop.store.note(StoredSetting.waits(on: day)))
        #expect(try Stored.value(WaitLog.self, from: after).waits.isEmpty)
    }

    @Test("Where no queue was ranked, interactions that state waits are the past, each channel a queue")
    func stated() async throws {
        let shop = try await Shop()
        for number in 0..<30 {
            var interaction = InteractionRecord(
                occurredAt: shop.clock.now.advanced(bySeconds: Int64(number * 10 - 86_400)), channel: "phone")
            interaction.waitSeconds = number * 10
            try await shop.file(.interaction(interaction, id: "i\(number)", of: "crm:\(number)"))
        }
        let rehearsal = try #require(try await shop.service.rehearse(Self.press))
        #expect(rehearsal.basis == .interactions && rehearsal.all.past == WaitFigures((0..<30).map { $0 * 10 }))
        #expect(rehearsal.sentences.first?.hasPrefix("From 30 waits of interactions") == true)
    }
}

extension SourceRecord {
    fileprivate mutating func tag(_ tag: String) {
        guard case .customer(var customer) = body else { return }
        customer.tags = [tag]
        self = SourceRecord(
            key: key, updatedAt: updatedAt, isTimedByArrival: isTimedByArrival, identifiers: identifiers,
            body: .customer(customer))
    }

    fileprivate static func interaction(_ record: InteractionRecord, id: String, of customer: String) -> SourceRecord {
        SourceRecord(
            key: FactKey(kind: .interaction, source: "desk", id: id), updatedAt: noon, isTimedByArrival: false,
            identifiers: [Identifier(customer)], body: .interaction(record))
    }
}
