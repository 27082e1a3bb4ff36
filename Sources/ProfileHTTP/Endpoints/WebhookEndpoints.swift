import Foundation
import Hummingbird
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// Outgoing webhooks: the systems to which the service sends changes.
enum WebhookEndpoints {
    static let routes = [
        Route(.get, "/v1/webhooks", .admins, handle: list),
        Route(.post, "/v1/webhooks", .admins, body: .json, handle: make),
        Route(.get, "/v1/webhooks/{id}", .admins, handle: show),
        Route(.put, "/v1/webhooks/{id}", .admins, body: .json, handle: put),
        Route(.patch, "/v1/webhooks/{id}", .admins, body: .mergePatch, handle: patch),
        Route(.delete, "/v1/webhooks/{id}", .admins, handle: remove),
        Route(.post, "/v1/webhooks/{id}/secret", .admins, body: .json, handle: changeSecret),
        Route(.post, "/v1/webhooks/{id}/ping", .admins, handle: ping),
        Route(.post, "/v1/webhooks/{id}/replay", .admins, body: .json, handle: replay),
        Route(.post, "/v1/webhooks/{id}/everything", .admins, handle: tellEverything),
        Route(.get, "/v1/webhooks/{id}/deliveries", .admins, query: ["limit", "cursor"], handle: deliveries),
    ]

    private static func list(_ exchange: Exchange) async throws -> Response {
        let (webhooks, counts) = (try await exchange.service.webhooks(), try await exchange.service.countDeliveries())
        let now = exchange.context.now()
        return .json { json in
            json.object { json in
                json.member("items") { json in
                    json.array(of: webhooks) { json, webhook in
                        json.object { json in
                            let count = counts[webhook.id] ?? .none
                            json.members(of: webhook, at: now)
                            json.member("waiting", count.waiting)
                            json.member("failed", count.failed)
                        }
                    }
                }
            }
        }
    }

    private static func make(_ exchange: Exchange) async throws -> Response {
        let choices = choices(exchange)
        let request = try await exchange.request { bytes throws(WireRejection) in
            try WebhookRequest(json: bytes, choices)
        }
        let made = try await exchange.service.makeWebhook(
            try request.wish().settings, tellsEverything: request.tellsEverything)
        return revealing(try made.found(), .created, exchange)
    }

    private static func show(_ exchange: Exchange) async throws -> Response {
        .webhook(try await webhook(exchange), exchange)
    }

    private static func put(_ exchange: Exchange) async throws -> Response {
        try await change(exchange) { bytes, present, choices throws(WireRejection) in
            try WebhookRequest(json: bytes, replacing: present, choices)
        }
    }

    private static func patch(_ exchange: Exchange) async throws -> Response {
        try await change(exchange) { bytes, present, choices throws(WireRejection) in
            try WebhookRequest(patch: bytes, of: present, choices)
        }
    }

    private typealias Reading =
        @Sendable (
            [UInt8], WebhookRequest, WebhookRequest.Choices
        ) throws(WireRejection) -> WebhookRequest

    /// To what `read` makes of the body and of what is there, while nobody else changes that.
    private static func change(_ exchange: Exchange, _ read: @escaping Reading) async throws -> Response {
        let (id, choices) = (try exchange.parameter("id"), choices(exchange))
        let bytes = try await exchange.body()
        let wished: @Sendable (Webhook) throws(Problem) -> WebhookRequest = { webhook throws(Problem) in
            do throws(WireRejection) {
                return try read(bytes, WebhookRequest(webhook), choices)
            } catch {
                throw Problem(rejectedBody: error)
            }
        }
        let changed = try await exchange.service.changeWebhook(id) { webhook in
            Result { () throws(Problem) in
                let request = try wished(webhook)
                let wish = try request.wish()
                guard request.tellsEverything, wish.settings.filter.introduction == nil else { return wish }
                throw .hearsOfNone
            }
        }
        guard let changed else { throw Problem.noWebhook }
        let webhook = try changed.get()
        guard try wished(webhook).tellsEverything else { return .webhook(webhook, exchange) }
        return .webhook(try await exchange.service.tellAgain(id, since: nil).found(), exchange)
    }

    private static func remove(_ exchange: Exchange) async throws -> Response {
        guard try await exchange.service.removeWebhook(try exchange.parameter("id")) else { throw Problem.noWebhook }
        return .noContent
    }

    private static func changeSecret(_ exchange: Exchange) async throws -> Response {
        let id = try exchange.parameter("id")
        let request = try await exchange.request { bytes throws(WireRejection) in
            try SigningSecretRequest(json: bytes)
        }
        let changed = try await exchange.service.changeSecret(of: id, overlap: request.overlapSeconds)
        return revealing(try changed.found(), .ok, exchange)
    }

    private static func ping(_ exchange: Exchange) async throws -> Response {
        let webhook = try await webhook(exchange)
        guard let pinging = exchange.context.pinging else { throw Problem(.unavailable, "Nothing is sent from here.") }
        let start = ContinuousClock.now
        let answer = await pinging.ping(webhook)
        let elapsed = start.duration(to: .now).components
        return .json { json in
            json.object { json in
                json.member("delivered", DeliveryVerdict(answer) == .delivered)
                json.members(of: answer)
                json.member("milliseconds", Int(elapsed.seconds * 1_000 + elapsed.attoseconds / 1_000_000_000_000_000))
            }
        }
    }

    private static func replay(_ exchange: Exchange) async throws -> Response {
        let request = try await exchange.request { bytes throws(WireRejection) in try ReplayRequest(json: bytes) }
        let id = try await openWebhook(exchange).id
        if let since = request.since {
            return .webhook(try await exchange.service.tellAgain(id, since: since).found(), exchange)
        }
        let retried =
            if let queues = request.queues {
                try await exchange.service.retry(queues, of: id)
            } else {
                try await exchange.service.retryFailed(of: id, since: request.failedSince)
            }
        guard let count = retried else { throw Problem.noWebhook }
        return .json { json in
            json.object { $0.member("retried", count) }
        }
    }

    private static func tellEverything(_ exchange: Exchange) async throws -> Response {
        let id = try await openWebhook(exchange).id
        return .webhook(try await exchange.service.tellAgain(id, since: nil).found(), exchange)
    }

    /// One to which something can be sent.
    private static func openWebhook(_ exchange: Exchange) async throws -> Webhook {
        let webhook = try await webhook(exchange)
        guard exchange.service.openSecrets(of: webhook) != nil else { throw Problem.closed }
        return webhook
    }

    private static func deliveries(_ exchange: Exchange) async throws -> Response {
        let (webhook, now) = (try await webhook(exchange), exchange.context.now())
        let limit = try exchange.query.integer("limit", in: 1...200, default: 50)
        let place = try exchange.query["cursor"].map { text throws(Problem) in
            guard let id = ProfileID(try PageCursor.decode(text, count: 1)[0]) else { throw PageCursor.invalid }
            return id
        }
        let page = try await exchange.service.deliveries(of: webhook.id, after: place, limit: limit)
        let next = page.count == limit ? page.last.map { PageCursor.encode([$0.queue.description]) } : nil
        return .json { json in
            json.object { json in
                json.member("items") { json in
                    json.array(of: page) { json, item in
                        json.object { $0.members(of: item.delivery, queue: item.queue, to: webhook, at: now) }
                    }
                }
                json.member("next", next)
            }
        }
    }

    // MARK: Forms

    private static func choices(_ exchange: Exchange) -> WebhookRequest.Choices {
        WebhookRequest.Choices(
            allowsPlain: exchange.context.allowsPlainWebhooks, tiers: exchange.service.policy.tiers.map(\.name))
    }

    private static func webhook(_ exchange: Exchange) async throws -> Webhook {
        guard let webhook = try await exchange.service.webhook(try exchange.parameter("id")) else {
            throw Problem.noWebhook
        }
        return webhook
    }

    private static func revealing(
        _ revealed: RevealedWebhook, _ status: HTTPResponse.Status, _ exchange: Exchange
    ) -> Response {
        .json(status) { json in
            json.object { json in
                json.members(of: revealed.webhook, at: exchange.context.now())
                json.member("secret", "whsec_" + Data(revealed.secret).base64EncodedString())
            }
        }
    }
}

extension Response {
    fileprivate static func webhook(_ webhook: Webhook, _ exchange: Exchange) -> Response {
        .json { json in json.object { $0.members(of: webhook, at: exchange.context.now()) } }
    }
}

extension Webhook {
    /// When a delivery is sent next; nil while it is on its way, after it was given up, and as long as the endpoint is
    /// halted.
    fileprivate func nextAttempt(of delivery: WebhookDelivery, at now: Timestamp) -> Timestamp? {
        guard halt == nil, !delivery.isTaken, let dueAt = delivery.dueAt else { return nil }
        return max(dueAt, rest(at: now) ?? dueAt)
    }
}

extension WebhookRequest {
    /// What would have to be asked for to have one like this.
    fileprivate init(_ webhook: Webhook) {
        let settings = webhook.settings
        self.init(
            url: settings.url, description: settings.description, filter: settings.filter,
            format: settings.format.rawValue, isEnabled: webhook.halt == nil, tellsEverything: false)
    }

    fileprivate func wish() throws(Problem) -> WebhookWish {
        guard let format = Webhook.Format(rawValue: format ?? Webhook.Format.standard.rawValue) else {
            let known = Webhook.Format.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem.invalidBody("/format", "not_allowed", "one of: \(known)")
        }
        let settings = Webhook.Settings(url: url, description: description, filter: filter, format: format)
        return WebhookWish(settings, isPaused: !isEnabled)
    }
}

extension Problem {
    fileprivate static let noWebhook = Problem(.notFound, "There is no webhook with this id.")
    fileprivate static let closed = Problem(
        .stateConflict,
        "Nothing goes out: secrets.key (CLIENTELE_SECRETS_KEY) does not open the webhook's secret. Put the key that "
            + "sealed it into secrets.former_keys (CLIENTELE_SECRETS_FORMER_KEYS), or change the secret.")
    fileprivate static let hearsOfNone = Problem(
        .stateConflict, "A webhook that is told of all profiles has profile.updated or profile.created in events.")
}

extension Result where Failure == WebhookRefusal {
    fileprivate func found() throws(Problem) -> Success {
        switch self {
        case .success(let value): return value
        case .failure(.unknown): throw .noWebhook
        case .failure(.tooMany):
            throw Problem(
                .stateConflict, "There are \(ProfileService.mostWebhooks) webhooks already; remove one first.")
        case .failure(.tooManySecrets):
            throw Problem(
                .stateConflict,
                "\(ProfileService.mostSecrets) secrets sign already, and one of them would be lost: wait until one has "
                    + "ended, or end the former ones at once by overlap_seconds 0.")
        case .failure(.noKey):
            throw Problem(
                .stateConflict,
                "The settings lack secrets.key (CLIENTELE_SECRETS_KEY), by which secrets of webhooks are sealed.")
        case .failure(.hearsOfNone): throw .hearsOfNone
        }
    }
}

extension JSONWriter {
    fileprivate mutating func members(of webhook: Webhook, at now: Timestamp) {
        let (settings, filter) = (webhook.settings, webhook.settings.filter)
        member("id", webhook.id)
        member("url", settings.url)
        member("description", settings.description)
        member("events", filter.kindWords?.sorted())
        member("sections", filter.sections)
        member("tiers", filter.tiers)
        member("format", settings.format.rawValue)
        member("enabled", webhook.halt == nil)
        member("halt", webhook.halt?.rawValue)
        member("halted_at", webhook.haltedAt)
        member("created_at", webhook.createdAt)
        member("delivered_at", webhook.deliveredAt)
        member("failing_since", webhook.failingSince)
        member("resting_until", webhook.rest(at: now))
        member("telling_everything", webhook.round != nil)
    }

    private mutating func member(_ name: StaticString, _ words: (some Sequence<String>)?) {
        key(name)
        if let words { array(of: words.sorted()) { $0.string($1) } } else { null() }
    }

    fileprivate mutating func members(of answer: DeliveryAnswer?) {
        switch answer {
        case .status(let status, _)?:
            member("status", status)
            member("failure", nil as String?)
        case .failed(let failure)?:
            member("status", nil as Int?)
            member("failure", failure.rawValue)
        case nil:
            member("status", nil as Int?)
            member("failure", nil as String?)
        }
    }

    fileprivate mutating func members(
        of delivery: WebhookDelivery, queue: ProfileID, to webhook: Webhook, at now: Timestamp
    ) {
        let message = delivery.message
        member("queue", queue.description)
        member("profile_id", (message?.event ?? delivery.waiting.first)?.profile.description ?? queue.description)
        member("state", delivery.state.rawValue)
        member("id", message?.id)
        member("event", message?.event.kind.rawValue)
        member("waiting") { $0.array(of: delivery.waiting) { $0.string($1.kind.rawValue) } }
        member("attempts", message?.attempts ?? 0)
        members(of: message?.lastAnswer)
        member("next_attempt_at", webhook.nextAttempt(of: delivery, at: now))
        member("failed_at", delivery.failedAt)
    }
}
