import ProfileCore
import ProfileService
import ProfileStore
import Testing

@Suite("A tier is told once, from the one that was told last") struct ToldTierTests {
    /// A customer of whom all is told, and whose tier was announced.
    private static func customer() async throws -> (Shop, Receiver, ProfileID) {
        let (shop, receiver) = try await Receiver.make()
        try await shop.service.announceTiers()
        try await shop.file(.customer("crm:1"))
        _ = try await receiver.hear(announcing: shop)
        return (shop, receiver, try #require(try await shop.id("crm:1")))
    }

    /// One order makes a buyer from now on.
    private static func honourBuyers(_ shop: Shop, _ receiver: Receiver) async throws {
        let buyer = VIPTier(name: "buyer", priority: 9, match: .all, conditions: [.ordersTotal(atLeast: 1)])
        try await shop.service.put(VIPPolicy(tiers: [buyer], vipFrom: nil))
        _ = try await receiver.hear(announcing: shop)
    }

    private static func set(_ tier: String, until: Timestamp? = nil, on id: ProfileID, _ shop: Shop) async throws {
        _ = try await shop.service.setOverride(on: id, tier: tier, reason: "r", until: until, by: "t")
    }

    private static func version(_ shop: Shop, _ id: ProfileID) async throws -> Int? {
        try await shop.store.profiles([.id(id)]).values.first?.first?.version
    }

    @Test("Set by hand, it is one update of the new version and one change of the tier", arguments: [true, false])
    func byHand(_ isToldBetween: Bool) async throws {
        let (shop, receiver, id) = try await Self.customer()
        try await Self.set("gold", on: id, shop)
        var told = isToldBetween ? try await receiver.hear() : []
        told += try await receiver.hear(announcing: shop)
        told += try await receiver.hear(announcing: shop)
        #expect(told.map(\.content) == [.updated(.standing), .tierChanged(from: nil, to: "gold")])
        #expect(try await told[0].version == Self.version(shop, id))
    }

    @Test("Reached by an order, it is one update of the new version and one change of the tier")
    func byOrder() async throws {
        let (shop, receiver, id) = try await Self.customer()
        try await Self.honourBuyers(shop, receiver)
        try await shop.file(.order("1", of: "crm:1"))
        var told = try await receiver.hear()
        told += try await receiver.hear(announcing: shop)
        #expect(told.map(\.content) == [.updated(.orders), .tierChanged(from: nil, to: "buyer")])
        #expect(try await told[0].version == Self.version(shop, id))
    }

    @Test("Reached by an order that lay ahead when it came, it is told once its time has come")
    func byOrderAhead() async throws {
        let (shop, receiver, _) = try await Self.customer()
        try await Self.honourBuyers(shop, receiver)
        let placed = shop.clock.now.advanced(bySeconds: 60)
        let order = OrderRecord(placedAt: placed, status: .paid, currency: .euro, total: 100)
        try await shop.file(
            SourceRecord(
                key: FactKey(kind: .order, source: "erp", id: "1"), updatedAt: placed, isTimedByArrival: false,
                identifiers: [Identifier("crm:1")], body: .order(order)))
        shop.clock.advance(bySeconds: 120)
        let told = try await receiver.hear(announcing: shop)
        #expect(told.map(\.content).contains(.tierChanged(from: nil, to: "buyer")))
    }

    @Test("Ended by time alone, it is one more update, with the version that the profile had")
    func byTime() async throws {
        let (shop, receiver, id) = try await Self.customer()
        try await Self.set("gold", until: shop.clock.now.advanced(bySeconds: 60), on: id, shop)
        _ = try await receiver.hear(announcing: shop)
        shop.clock.advance(bySeconds: 120)
        let told = try await receiver.hear(announcing: shop)
        #expect(told.map(\.content) == [.updated(.standing), .tierChanged(from: "gold", to: nil)])
        #expect(try await told[0].version == Self.version(shop, id))
    }

    @Test("One that came back before anybody was told is told of no more than as an update, wherever it was meanwhile")
    func cameBack() async throws {
        let (shop, receiver, id) = try await Self.customer()
        try await Self.set("gold", on: id, shop)
        _ = try await receiver.hear(announcing: shop)
        for tier in ["platinum", "gold"] {
            try await Self.set(tier, on: id, shop)
            try await shop.service.announceTiers()
            try await receiver.queue()
        }
        #expect(try await receiver.hear(announcing: shop).map(\.content) == [.updated(.standing)])
        for tier in ["platinum", "silver"] {
            try await Self.set(tier, on: id, shop)
            try await shop.service.announceTiers()
            try await receiver.queue()
        }
        let told = try await receiver.hear(announcing: shop).map(\.content)
        #expect(told == [.updated(.standing), .tierChanged(from: "gold", to: "silver")])
    }
}

@Suite("A receiver that asks for patience is left alone") struct RestingTests {
    private static func busy(_ status: Int, _ seconds: Int64?) -> DeliveryAnswer {
        .status(status, retryAfter: seconds)
    }

    private static func tellMore(_ shop: Shop, _ number: Int) async throws {
        try await shop.file(.customer("crm:\(number)"))
    }

    @Test("429 and 503 rest the endpoint for as long as they say, whoever delivers", arguments: [429, 503])
    func rests(_ status: Int) async throws {
        let (shop, receiver) = try await Receiver.make()
        for number in 1...5 { try await Self.tellMore(shop, number) }
        #expect(try await receiver.hear(answering: Self.busy(status, 600), room: 2).count == 2)
        let webhook = try #require(try await shop.service.webhook(receiver.id))
        let end = shop.clock.now.advanced(bySeconds: 600)
        #expect(webhook.rest(at: shop.clock.now) == end && webhook.pause(at: shop.clock.now) == 600_000)
        try await Self.tellMore(shop, 6)
        // Filing took a second.
        shop.clock.advance(bySeconds: 598)
        #expect(try await receiver.hear() == [], "no message of any profile")
        shop.clock.advance(bySeconds: 1)
        #expect(try await receiver.hear().count == 4, "those that were not tried yet")
        shop.clock.advance(bySeconds: 600)
        #expect(try await receiver.hear().count == 2)
    }

    @Test("Other failures, and those that name no time, rest the one message", arguments: [(500, 600), (429, nil)])
    func restsNothing(_ status: Int, _ seconds: Int64?) async throws {
        let (shop, receiver) = try await Receiver.make()
        for number in 1...5 { try await Self.tellMore(shop, number) }
        #expect(try await receiver.hear(answering: Self.busy(status, seconds), room: 2).count == 5)
        try await Self.tellMore(shop, 6)
        #expect(try await receiver.hear().count == 1)
    }

    @Test("Nobody has an endpoint rest for more than a day, nor for less than was asked for before")
    func bounded() async throws {
        let (shop, receiver) = try await Receiver.make()
        for number in 1...2 { try await Self.tellMore(shop, number) }
        try await receiver.queue()
        let round = try #require(try await shop.service.exchange(of: receiver.id, [], room: 2))
        let answers = zip(round.claims, [Int64.max, 5]).map { AnsweredClaim($0, Self.busy(503, $1)) }
        let rest = try #require(try await shop.service.exchange(of: receiver.id, answers, room: 0)?.webhook)
        #expect(rest.rest(at: shop.clock.now) == shop.clock.now.advanced(bySeconds: 86_400))
    }

    @Test("A person who replays ends the rest, and so does one who changes the address or enables it anew")
    func ended() async throws {
        let (shop, receiver) = try await Receiver.make()
        let service = shop.service
        let settle = { @Sendable (url: String, isPaused: Bool) in
            _ = try await service.changeWebhook(receiver.id) { webhook in
                var settings = webhook.settings
                settings.url = url
                return Result<WebhookWish, Never>.success(WebhookWish(settings, isPaused: isPaused))
            }
        }
        let url = try #require(try await service.webhook(receiver.id)?.settings.url)
        let endings: [@Sendable () async throws -> Void] = [
            { _ = try await service.retryFailed(of: receiver.id, since: nil) },
            {
                let queues = try await service.deliveries(of: receiver.id, after: nil, limit: 9).map(\.queue)
                _ = try await service.retry(Set(queues), of: receiver.id)
            },
            { try await settle("https://b.example", false) },
            {
                try await settle("https://b.example", true)
                try await settle("https://b.example", false)
            },
        ]
        for (number, end) in endings.enumerated() {
            try await Self.tellMore(shop, number)
            _ = try await receiver.hear(answering: Self.busy(429, 600))
            let resting = try #require(try await service.webhook(receiver.id))
            #expect(resting.rest(at: shop.clock.now) != nil)
            try await settle(number < 3 ? url : "https://b.example", false)
            try await end()
            let going = try #require(try await service.webhook(receiver.id))
            #expect(going.rest(at: shop.clock.now) == nil, "\(number)")
        }
    }
}

@Suite("When an endpoint was told last") struct DeliveryTimeTests {
    @Test("It is never before the endpoint was made, and never a second late")
    func moments() async throws {
        let shop = try await Shop()
        shop.clock.advance(bySeconds: 37)
        let receiver = try await Receiver(shop, .everything, tellsEverything: false)
        for (number, pause) in [0, 1, 59, 60, 61].enumerated() {
            shop.clock.advance(bySeconds: Int64(pause))
            try await shop.file(.customer("crm:\(number)"))
            _ = try await receiver.hear()
            let webhook = try #require(try await shop.service.webhook(receiver.id))
            #expect(webhook.deliveredAt == shop.clock.now && shop.clock.now >= webhook.createdAt)
        }
    }

    @Test("A stored endpoint is read as it was")
    func stored() throws {
        var webhook = Webhook(
            id: "whk_1", createdAt: Timestamp(milliseconds: 1),
            settings: Webhook.Settings(
                url: "https://a.example", description: nil, filter: .everything, format: .standard), secrets: [],
            position: .start)
        for answer in [DeliveryAnswer.status(204, retryAfter: nil), .status(503, retryAfter: 60)] {
            webhook.note(answer, at: Timestamp(milliseconds: 12_345))
            #expect(try Stored.value(from: Stored.bytes(of: webhook)) == webhook)
        }
    }
}
