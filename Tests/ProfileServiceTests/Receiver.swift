import ProfileCore
import ProfileService
import ProfileStore

/// An endpoint and one node that delivers to it.
struct Receiver {
    let id: String
    let secret: [UInt8]
    private let shop: Shop

    static func make(_ filter: WebhookFilter = .everything) async throws -> (Shop, Receiver) {
        let shop = try await Shop()
        return (shop, try await Receiver(shop, filter, tellsEverything: false))
    }

    init(_ shop: Shop, _ filter: WebhookFilter, tellsEverything: Bool) async throws {
        self.shop = shop
        let settings = Webhook.Settings(url: "https://a.example", description: nil, filter: filter, format: .standard)
        let made = try await shop.service.makeWebhook(settings, tellsEverything: tellsEverything).get()
        (id, secret) = (made.webhook.id, made.secret)
    }

    /// Whether more is left.
    @discardableResult
    func queue() async throws -> Bool {
        let webhooks = try await shop.service.webhooks().filter { $0.halt == nil }
        return try await shop.service.queueDeliveries(for: webhooks) { parts in
            parts.contains(.customers) ? ["consents"] : ["purchases"]
        }
    }

    /// The messages that arrive after tiers are announced.
    func hear(announcing shop: Shop) async throws -> [WebhookEvent] {
        try await shop.service.announceTiers()
        return try await hear()
    }

    /// What it is told until nothing is due any more, `room` messages at a time.
    func hear(
        answering answer: DeliveryAnswer = .status(204, retryAfter: nil), room: Int = 100
    ) async throws -> [WebhookEvent] {
        var (told, answers): ([WebhookEvent], [AnsweredClaim]) = ([], [])
        repeat {
            try await queue()
            let round = try await shop.service.exchange(of: id, answers, room: room)
            answers = round?.claims.map { AnsweredClaim($0, answer) } ?? []
            told += answers.map(\.claim.message.event)
        } while !answers.isEmpty
        return told
    }
}
