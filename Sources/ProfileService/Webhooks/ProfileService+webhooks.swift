import Crypto
package import ProfileCore
package import ProfileStore

/// Why an endpoint is not made or changed.
package enum WebhookRefusal: Error, Hashable, Sendable {
    case unknown
    case tooMany
    /// As many secrets as there may be sign already.
    case tooManySecrets
    /// The settings name no key to seal its secret with.
    case noKey
    /// It wants to hear of neither new nor changed profiles, and so not of all.
    case hearsOfNone
}

/// An endpoint with the secret that was drawn for it, which is shown this once.
package struct RevealedWebhook: Sendable {
    package let webhook: Webhook
    package let secret: [UInt8]
}

/// What a person settles about an endpoint.
package struct WebhookWish: Sendable {
    package let settings: Webhook.Settings
    package let isPaused: Bool

    package init(_ settings: Webhook.Settings, isPaused: Bool) {
        self.settings = settings
        self.isPaused = isPaused
    }
}

extension Webhook {
    /// With its rest ended, since a person wants it told at once; nil where it has none.
    fileprivate func rested(at now: Timestamp) -> Webhook? {
        guard rest(at: now) != nil else { return nil }
        var rested = self
        rested.endRest()
        return rested
    }

    fileprivate mutating func fulfil(_ wish: WebhookWish, at now: Timestamp) {
        // Another receiver asked for nothing.
        if wish.settings.url != settings.url { endRest() }
        settings = wish.settings
        guard wish.isPaused != (halt != nil) else { return }
        halt = wish.isPaused ? .paused : nil
        haltedAt = wish.isPaused ? now : nil
        forgetFailures()
    }
}

/// Outgoing webhooks: the systems to which the service sends changes.
extension ProfileService {
    package static let mostWebhooks = 100
    /// Those included that are about to end: each makes messages longer.
    package static let mostSecrets = 5

    package func webhooks() async throws(StoreError) -> [Webhook] {
        try await store.webhooks()
    }

    package func webhook(_ id: String) async throws(StoreError) -> Webhook? {
        try await store.webhooks().first { $0.id == id }
    }

    /// Makes an endpoint that is told what happens from now on, or everything.
    package func makeWebhook(
        _ settings: Webhook.Settings, tellsEverything: Bool
    ) async throws(StoreError) -> Result<RevealedWebhook, WebhookRefusal> {
        if tellsEverything, settings.filter.introduction == nil { return .failure(.hearsOfNone) }
        let id = "whk_" + drawName(at: now()).lowercased()
        guard let (secret, sealed) = drawSecret(of: id) else { return .failure(.noKey) }
        let end = try await store.lastPosition()
        var webhook = Webhook(id: id, createdAt: now(), settings: settings, secrets: [sealed], position: end)
        if tellsEverything { webhook.round = Webhook.Round(upTo: end, since: nil) }
        return try await store.changeWebhook(id) { [webhook] known in
            guard known.count < Self.mostWebhooks else { return (nil, .failure(.tooMany)) }
            return (.saved(webhook), .success(RevealedWebhook(webhook: webhook, secret: secret)))
        }
    }

    /// Changes what a person settles about it to what `wish` makes of it; nil when there is none. One that goes on
    /// after a halt gets what happened meanwhile.
    package func changeWebhook<Refusal: Error>(
        _ id: String, to wish: @escaping @Sendable (Webhook) -> Result<WebhookWish, Refusal>
    ) async throws(StoreError) -> Result<Webhook, Refusal>? {
        let moment = now()
        return try await store.changeWebhook(id) { known in
            guard var webhook = known.first(where: { $0.id == id }) else { return (nil, nil) }
            do throws(Refusal) {
                webhook.fulfil(try wish(webhook).get(), at: moment)
                return (.saved(webhook), .success(webhook))
            } catch {
                return (nil, .failure(error))
            }
        }
    }

    /// False when there is none.
    package func removeWebhook(_ id: String) async throws(StoreError) -> Bool {
        try await store.changeWebhook(id) { known in
            let isKnown = known.contains { $0.id == id }
            return (isKnown ? .removed : nil, isKnown)
        }
    }

    /// Draws another secret. The former ones go on to sign beside it for `overlap` seconds, unless they end before.
    /// None stays that the settings do not open: it would keep the new one from signing.
    package func changeSecret(
        of id: String, overlap: Int
    ) async throws(StoreError) -> Result<RevealedWebhook, WebhookRefusal> {
        guard let (secret, sealed) = drawSecret(of: id) else { return .failure(.noKey) }
        let moment = now()
        let end = moment.advanced(bySeconds: Int64(overlap))
        let changed = try await changeWebhook(id) { webhook in
            let former = webhook.secrets(at: moment).filter { overlap > 0 && self.open($0, of: id) != nil }
            guard former.count < Self.mostSecrets else { return .tooManySecrets }
            webhook.secrets =
                [sealed] + former.map { Webhook.Secret(sealed: $0.sealed, until: min($0.until ?? end, end)) }
            return nil
        }
        return changed.map { RevealedWebhook(webhook: $0, secret: secret) }
    }

    /// Tells it of all profiles once, or of those that changed since a moment.
    package func tellAgain(
        _ id: String, since: Timestamp?
    ) async throws(StoreError) -> Result<Webhook, WebhookRefusal> {
        let end = try await store.lastPosition()
        return try await changeWebhook(id) { webhook in
            guard webhook.settings.filter.introduction != nil else { return .hearsOfNone }
            // One that is under way goes on to tell what it would have told.
            let earliest = webhook.round.map { round in round.since.flatMap { other in since.map { min($0, other) } } }
            webhook.round = Webhook.Round(upTo: end, since: earliest ?? since)
            return nil
        }
    }

    /// How much waits for each webhook, and how much was given up.
    package func countDeliveries() async throws(StoreError) -> [String: DeliveryCount] {
        try await store.countDeliveries()
    }

    /// Tries the messages in `queues` again at once. Returns how many; nil when there is no such webhook.
    package func retry(_ queues: Set<ProfileID>, of id: String) async throws(StoreError) -> Int? {
        let moment = now()
        return try await store.changeDeliveries(of: id, DeliverySelection(profiles: queues)) { known, deliveries in
            let retried = deliveries.compactMapValues { $0.retried(at: moment) }
            return (DeliveryChange(webhook: known.rested(at: moment), retried), retried.count)
        }
    }

    /// Tries all again at once that did not arrive: what waits for its next attempt, and what was given up since a
    /// moment. Returns how many; nil when there is no such webhook.
    package func retryFailed(of id: String, since: Timestamp?) async throws(StoreError) -> Int? {
        let moment = now()
        let failed = DeliverySelection.Failed(
            since: since ?? Timestamp(milliseconds: .min), until: moment, limit: Self.retriedAtOnce)
        var count = 0
        while true {
            let step = try await store.changeDeliveries(of: id, DeliverySelection(failed: failed)) {
                known, deliveries in
                let retried = deliveries.compactMapValues { $0.retried(at: moment) }
                let change = DeliveryChange(webhook: known.rested(at: moment), retried)
                return (change, (retried: retried.count, isLast: deliveries.count < failed.limit))
            }
            guard let step else { return nil }
            count += step.retried
            // What fails again meanwhile is delayed once more, and is not waited for.
            if step.isLast || step.retried == 0 || Task.isCancelled { return count }
        }
    }

    private static let retriedAtOnce = 1_000

    package func deliveries(
        of id: String, after profile: ProfileID?, limit: Int
    ) async throws(StoreError) -> [(queue: ProfileID, delivery: WebhookDelivery)] {
        let page = try await store.deliveries(of: id, after: profile, limit: limit)
        return page.sorted { $0.key < $1.key }.map { (queue: $0.key, delivery: $0.value) }
    }

    /// What messages of an endpoint are signed with at present; nil when the settings do not open it any more.
    package func openSecrets(of webhook: Webhook) -> [[UInt8]]? {
        let secrets = webhook.secrets(at: now())
        let opened = secrets.compactMap { self.open($0, of: webhook.id) }
        return opened.count == secrets.count && !opened.isEmpty ? opened : nil
    }

    private func open(_ secret: Webhook.Secret, of id: String) -> [UInt8]? {
        try? settings.secrets?.open(secret.sealed, as: Self.purpose(of: id))
    }

    /// `change` may refuse, and then changes nothing.
    private func changeWebhook(
        _ id: String, _ change: @escaping @Sendable (inout Webhook) -> WebhookRefusal?
    ) async throws(StoreError) -> Result<Webhook, WebhookRefusal> {
        try await store.changeWebhook(id) { known in
            guard var webhook = known.first(where: { $0.id == id }) else { return (nil, .failure(.unknown)) }
            if let refusal = change(&webhook) { return (nil, .failure(refusal)) }
            return (.saved(webhook), .success(webhook))
        }
    }

    /// Nil without a key to seal it with.
    private func drawSecret(of id: String) -> (secret: [UInt8], sealed: Webhook.Secret)? {
        let secret = SymmetricKey(size: .bits256).withUnsafeBytes(Array.init)
        guard let sealed = try? settings.secrets?.seal(secret, as: Self.purpose(of: id)) else { return nil }
        return (secret, Webhook.Secret(sealed: sealed))
    }

    private static func purpose(of id: String) -> String { "webhook \(id)" }

    /// Letters and digits that sort by the moment.
    func drawName(at moment: Timestamp) -> String {
        String(ProfileID(drawnAt: moment, random: drawRandomBits()).description.dropFirst(ProfileID.prefix.count))
    }
}

/// Sends a message that only shows that the way to an endpoint is open.
package protocol WebhookPinging: Sendable {
    func ping(_ webhook: Webhook) async -> DeliveryAnswer
}
