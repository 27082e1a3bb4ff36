import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("What other systems are told") struct TellingTests {
    @Test("A new profile, and then what of it changed, with its version")
    func changes() async throws {
        let (shop, receiver) = try await Receiver.make()
        try await shop.file(.customer("crm:1"))
        let id = try #require(try await shop.id("crm:1"))
        var told = try await receiver.hear()
        #expect(told.map(\.content) == [.created(.customers)] && told.map(\.profile) == [id] && told[0].version == 1)
        try await shop.file(.order("1", of: "crm:1"), .order("2", of: "crm:1"))
        told = try await receiver.hear()
        #expect(told.map(\.content) == [.updated(.orders)] && told[0].version == 3, "changes fold into one")
        #expect(try await receiver.hear() == [])
    }

    @Test("A merge, which ends what waited, and that it was undone")
    func merges() async throws {
        let (shop, receiver) = try await Receiver.make()
        try await shop.file(.customer("crm:1", "email:a@example.com"), .customer("web:2", "phone:+4930111111"))
        let (first, second) = (try #require(try await shop.id("crm:1")), try #require(try await shop.id("web:2")))
        _ = try await shop.service.merge(first, with: second, by: "t", reason: "r")
        var told = try await receiver.hear()
        let merged = WebhookEvent.Content.merged(absorbed: second)
        #expect(Set(told.map(\.content)) == [.created(.all), merged])
        #expect(Set(told.map(\.profile)) == [first], "a merge is told of the profile that is left")
        _ = try await shop.service.unmerge(second, from: first, by: "t", reason: "r")
        told = try await receiver.hear()
        #expect(told.contains { $0.content == .unmerged(absorbed: second) && $0.profile == first })
        #expect(told.contains { $0.profile == second && $0.parts != nil }, "it is there again")
    }

    @Test("Somebody erased, and nothing else of them")
    func erased() async throws {
        let (shop, receiver) = try await Receiver.make()
        try await shop.file(.customer("crm:1"))
        let id = try #require(try await shop.id("crm:1"))
        try await receiver.queue()
        _ = try await shop.service.erase(.id(id), by: "test")
        let told = try await receiver.hear()
        #expect(told.map(\.content) == [.erased] && told.map(\.profile) == [id])
    }

    @Test("A tier, where the endpoint's filter has it")
    func tiers() async throws {
        let filter = WebhookFilter(kinds: [.tierChanged], sections: nil, tiers: ["gold"])
        let (shop, receiver) = try await Receiver.make(filter)
        try await shop.service.announceTiers()
        try await shop.file(.customer("crm:1"), .customer("crm:2"))
        try await shop.service.announceTiers()
        for (name, tier) in [("crm:1", "gold"), ("crm:2", "silver")] {
            let id = try #require(try await shop.id(name))
            _ = try await shop.service.setOverride(on: id, tier: tier, reason: "r", until: nil, by: "t")
        }
        for _ in 1...2 { try await shop.service.announceTiers() }
        #expect(try await receiver.hear().map(\.content) == [.tierChanged(from: nil, to: "gold")])
    }

    @Test("A conflict once, however often the record is stated again")
    func conflicts() async throws {
        let (shop, receiver) = try await Receiver.make(
            WebhookFilter(kinds: [.conflictOpened], sections: nil, tiers: nil))
        try await shop.file(
            .customer("crm:1", "email:a@example.com", family: "Doe", born: (1980, 1, 1)),
            .customer("crm:2", "email:a@example.com", family: "Roe", born: (1990, 2, 2)))
        let id = try #require(try await shop.id("crm:2"))
        #expect(try await receiver.hear().map(\.profile) == [id])
        try await shop.file(
            .customer(
                "crm:2", "email:a@example.com", at: SourceRecord.noon.advanced(bySeconds: 60), family: "Roe",
                born: (1990, 2, 3)))
        #expect(try await receiver.hear() == [])
    }

    @Test("A problem that somebody comes back about while it is open")
    func problems() async throws {
        let (shop, receiver) = try await Receiver.make(
            WebhookFilter(kinds: [.problemRepeated], sections: nil, tiers: nil))
        try await shop.file(.contact("1", topic: "Delivery", .open), .contact("2", topic: "Invoice", .resolved))
        #expect(try await receiver.hear() == [], "each matter once")
        try await shop.file(.contact("3", topic: "invoice", .resolved))
        #expect(try await receiver.hear() == [], "solved")
        try await shop.file(.contact("4", topic: "delivery", .open))
        let told = try await receiver.hear()
        #expect(told.map(\.content) == [.problemRepeated])
        try await shop.file(.contact("4", topic: "delivery", .open, at: 90))
        #expect(try await receiver.hear() == [], "the same contact")
    }

    @Test("Updates of some sections only, where the filter names them")
    func sections() async throws {
        let (shop, receiver) = try await Receiver.make(WebhookFilter(kinds: nil, sections: ["consents"], tiers: nil))
        try await shop.file(.customer("crm:1"))
        _ = try await receiver.hear()
        try await shop.file(.order("1", of: "crm:1"))
        #expect(try await receiver.hear() == [])
        try await shop.file(.customer("crm:1", at: SourceRecord.noon.advanced(bySeconds: 60), family: "Doe"))
        #expect(try await receiver.hear().map(\.content) == [.updated(.customers)])
    }

    @Test("Everything once, behind what happens now, and what was before it not at all")
    func everything() async throws {
        let shop = try await Shop()
        for number in 1...1_203 { try await shop.file(.customer("crm:\(number)")) }
        let some = try await Receiver(shop, .everything, tellsEverything: false)
        let all = try await Receiver(shop, .everything, tellsEverything: true)
        #expect(try await some.hear() == [])
        try await shop.file(.order("1", of: "crm:7"))
        let told = try await all.hear()
        #expect(Set(told.map(\.profile)).count == 1_203)
        let counts = Dictionary(grouping: told, by: \.profile).mapValues(\.count)
        let changed = try #require(try await shop.id("crm:7"))
        #expect(counts.allSatisfy { $0.value == 1 || $0.key == changed })
        #expect(try await some.hear().map(\.profile) == [changed])
        #expect(try await shop.service.webhooks().allSatisfy { $0.round == nil })
    }

    @Test("What changed since a moment, told again, those who are no more too")
    func since() async throws {
        let (shop, receiver) = try await Receiver.make()
        try await shop.file(.customer("crm:1"), .customer("crm:2"), .customer("crm:3"))
        let (second, third) = (try #require(try await shop.id("crm:2")), try #require(try await shop.id("crm:3")))
        _ = try await receiver.hear()
        shop.clock.advance(bySeconds: 60)
        let since = shop.clock.now
        try await shop.file(.order("1", of: "crm:2"))
        _ = try await shop.service.erase(.id(third), by: "test")
        #expect(try await receiver.hear().count == 2)
        _ = try await shop.service.tellAgain(receiver.id, since: since)
        let told = try await receiver.hear()
        #expect(Set(told.map(\.content)) == [.updated(.all), .erased] && Set(told.map(\.profile)) == [second, third])
    }

    @Test("A halted endpoint is told nothing, and what happened meanwhile once it goes on")
    func halted() async throws {
        let (shop, receiver) = try await Receiver.make()
        let pause = { (isPaused: Bool) in
            _ = try await shop.service.changeWebhook(receiver.id) { webhook in
                Result<WebhookWish, Never>.success(WebhookWish(webhook.settings, isPaused: isPaused))
            }
        }
        try await pause(true)
        try await shop.file(.customer("crm:1"))
        #expect(try await receiver.hear() == [])
        try await pause(false)
        #expect(try await receiver.hear().map(\.content) == [.created(.customers)])
    }

    @Test("410 halts at once, and failures of five days do")
    func dead() async throws {
        let (shop, receiver) = try await Receiver.make()
        try await shop.file(.customer("crm:1"))
        _ = try await receiver.hear(answering: .status(410, retryAfter: nil))
        #expect(try await shop.service.webhook(receiver.id)?.halt == .gone)
        let other = try await Receiver(shop, .everything, tellsEverything: false)
        for _ in 0..<7 {
            try await shop.file(.order("1", of: "crm:1", at: shop.clock.now))
            _ = try await other.hear(answering: .status(500, retryAfter: nil))
            shop.clock.advance(bySeconds: 86_400)
        }
        #expect(try await shop.service.webhook(other.id)?.halt == .failing)
        #expect(try await other.hear() == [])
    }

    @Test("Failures halt nothing that lie so far apart that nothing was sent in between")
    func poison() async throws {
        let (shop, receiver) = try await Receiver.make()
        let refusing = DeliveryAnswer.status(400, retryAfter: nil)
        try await shop.file(.customer("crm:1"))
        // Until it is given up.
        while try await !shop.service.deliveries(of: receiver.id, after: nil, limit: 1).contains(where: {
            $0.delivery.state == .failed
        }) {
            _ = try await receiver.hear(answering: refusing)
            shop.clock.advance(bySeconds: 3_600)
        }
        #expect(try await shop.service.webhook(receiver.id)?.failingSince != nil)
        shop.clock.advance(bySeconds: 6 * 86_400)
        let quiet = try #require(try await shop.service.webhook(receiver.id))
        #expect(quiet.halt == nil && quiet.pause(at: shop.clock.now) == 0)
        try await shop.file(.customer("crm:2"))
        _ = try await receiver.hear(answering: refusing)
        let hiccup = try #require(try await shop.service.webhook(receiver.id))
        #expect(hiccup.halt == nil && hiccup.failingSince == shop.clock.now)
        shop.clock.advance(bySeconds: 10)
        #expect(try await receiver.hear().count == 1)
        #expect(try await shop.service.webhook(receiver.id)?.failingSince == nil)
    }

    @Test("All that did not arrive is replayed, or without what was given up before a moment")
    func replay() async throws {
        let (shop, receiver) = try await Receiver.make()
        let refusing = DeliveryAnswer.status(400, retryAfter: nil)
        var failed: [Timestamp] = []
        for number in 1...2 {
            try await shop.file(.customer("crm:\(number)"))
            for _ in 0..<105 {
                _ = try await receiver.hear(answering: refusing)
                shop.clock.advance(bySeconds: 3_600)
            }
            // So that the endpoint is not halted.
            shop.clock.advance(bySeconds: 40 * 3_600)
            let states = try await shop.service.deliveries(of: receiver.id, after: nil, limit: 9).map(\.delivery)
            #expect(states.count == number && states.allSatisfy { $0.state == .failed })
            failed.append(try #require(states.compactMap(\.failedAt).max()))
        }
        try await shop.file(.customer("crm:3"))
        _ = try await receiver.hear(answering: refusing)
        let service = shop.service
        #expect(try await receiver.hear() == [], "the next attempt is not due")
        #expect(try await service.retryFailed(of: receiver.id, since: shop.clock.now) == 1)
        #expect(try await receiver.hear(answering: refusing).count == 1)
        #expect(try await service.retryFailed(of: receiver.id, since: failed[1]) == 2)
        let since = try await receiver.hear().map(\.profile)
        #expect(try await Set(since) == [shop.id("crm:2"), shop.id("crm:3")])
        #expect(try await service.retryFailed(of: receiver.id, since: nil) == 1)
        #expect(try await receiver.hear().map(\.profile) == [shop.id("crm:1")])
        #expect(try await service.retryFailed(of: receiver.id, since: nil) == 0)
        #expect(try await service.retryFailed(of: "whk_none", since: nil) == nil)
    }

    @Test("However much did not arrive is replayed")
    func replayMany() async throws {
        let (shop, receiver) = try await Receiver.make()
        let count = 2_345
        for start in stride(from: 0, to: count, by: 100) {
            let some = (start..<min(start + 100, count)).map { SourceRecord.customer("crm:\($0)") }
            _ = try await shop.service.ingest(some)
        }
        let tried = try await receiver.hear(answering: .status(500, retryAfter: nil))
        #expect(tried.count == count)
        #expect(try await receiver.hear() == [])
        #expect(try await shop.service.retryFailed(of: receiver.id, since: nil) == count)
        #expect(try await receiver.hear().count == count)
    }

    @Test("While nothing happens, endpoints are not looked at one by one")
    func idle() async throws {
        let clock = TestClock()
        let store = try SharedStore(clock: clock)
        let shop = try await Shop(on: store, identity: .standard, seed: 0)
        var receivers: [Receiver] = []
        for _ in 1...20 { receivers.append(try await Receiver(shop, .everything, tellsEverything: false)) }
        try await shop.file(.customer("crm:1"))
        for receiver in receivers { #expect(try await receiver.hear().count == 1) }
        let looks = store.looksAtQueues
        #expect(looks > 0)
        try await receivers[0].queue()
        #expect(store.looksAtQueues == looks)
        try await shop.file(.customer("crm:2"))
        try await receivers[0].queue()
        let due = try await shop.service.dueWebhooks(receivers.map(\.id))
        #expect(due == Set(receivers.map(\.id)))
        for receiver in receivers.dropFirst() { _ = try await receiver.hear() }
        #expect(try await shop.service.dueWebhooks(receivers.map(\.id)) == [receivers[0].id])
    }

    @Test("The longer nothing arrives the longer is the pause, and nothing but a success ends it")
    func pauses() async throws {
        let (shop, receiver) = try await Receiver.make()
        try await shop.file(.customer("crm:1"))
        var pauses: [Int64] = []
        for seconds: Int64 in [0, 1, 40, 400, 80_000] {
            shop.clock.advance(bySeconds: seconds)
            _ = try await receiver.hear(answering: .failed(.timeout))
            let webhook = try #require(try await shop.service.webhook(receiver.id))
            pauses.append(webhook.pause(at: shop.clock.now))
        }
        #expect(pauses == [0, 0, 5_125, 55_125, 60_000])
        shop.clock.advance(bySeconds: 400_000)
        try await shop.file(.order("1", of: "crm:1"))
        _ = try await receiver.hear()
        #expect(try await shop.service.webhook(receiver.id)?.pause(at: shop.clock.now) == 0)
    }

    @Test("What is held back of an endpoint that rests is not looked for before the rest is over")
    func heldBack() async throws {
        let shop = try await Shop()
        for start in stride(from: 0, to: 1_700, by: 100) {
            _ = try await shop.service.ingest((start..<start + 100).map { SourceRecord.customer("crm:\($0)") })
        }
        let receiver = try await Receiver(shop, .everything, tellsEverything: true)
        #expect(try await receiver.queue())
        func answer(_ answer: DeliveryAnswer) async throws {
            let claims = try await shop.service.exchange(of: receiver.id, [], room: 1)?.claims ?? []
            #expect(claims.count == 1)
            let answers = claims.map { AnsweredClaim($0, answer) }
            _ = try await shop.service.exchange(of: receiver.id, answers, room: 0)
        }
        try await answer(.status(429, retryAfter: 600))
        #expect(try await !receiver.queue(), "it rests")
        shop.clock.advance(bySeconds: 721)
        try await answer(.status(204, retryAfter: nil))
        #expect(try await receiver.queue())
        #expect(try await receiver.hear().count == 1_699)
    }

    @Test("A store that was set back tells everything again")
    func setBack() async throws {
        let clock = TestClock()
        let store = try SharedStore(clock: clock)
        let shop = try await Shop(on: store, identity: .standard, seed: 0)
        let receiver = try await Receiver(shop, .everything, tellsEverything: false)
        for number in 1...3 { try await shop.file(.customer("crm:\(number)")) }
        _ = try await receiver.hear()
        let webhook = try #require(try await shop.service.webhook(receiver.id))
        try store.setBack()
        _ = try await store.changeWebhook(receiver.id) { _ in (.saved(webhook), true) }
        try await shop.file(.customer("crm:9"))
        #expect(try await receiver.hear().map(\.content) == [.updated(.all)])
    }

    @Test("No endpoint is made without a key for its secret, nor more than a hundred")
    func refused() async throws {
        let shop = try await Shop()
        for _ in 1...ProfileService.mostWebhooks { _ = try await Receiver(shop, .everything, tellsEverything: false) }
        let settings = Webhook.Settings(
            url: "https://a.example", description: nil, filter: .everything, format: .standard)
        let many = try await shop.service.makeWebhook(settings, tellsEverything: false)
        #expect(throws: WebhookRefusal.tooMany) { try many.get() }
        let bare = try await Shop(sharing: shop.store, clock: shop.clock)
        let keyless = try await bare.service.makeWebhook(settings, tellsEverything: false)
        #expect(throws: WebhookRefusal.noKey) { try keyless.get() }
    }

    @Test("A changed secret signs at once, and the one before it beside it until it ends")
    func secrets() async throws {
        let (shop, receiver) = try await Receiver.make()
        let new = try await shop.service.changeSecret(of: receiver.id, overlap: 60).get()
        let opened = try #require(shop.service.openSecrets(of: new.webhook))
        #expect(opened == [new.secret, receiver.secret])
        shop.clock.advance(bySeconds: 60)
        #expect(shop.service.openSecrets(of: new.webhook) == [new.secret])
    }
}

extension SourceRecord {
    fileprivate static func contact(
        _ id: String, topic: String, _ status: InteractionRecord.Status, at second: Int64 = 0
    ) -> SourceRecord {
        var interaction = InteractionRecord(occurredAt: noon, channel: "phone")
        (interaction.topic, interaction.status) = (topic, status)
        return SourceRecord(
            key: FactKey(kind: .interaction, source: "desk", id: id), updatedAt: noon.advanced(bySeconds: second),
            isTimedByArrival: false, identifiers: [Identifier("crm:1")], body: .interaction(interaction))
    }
}
