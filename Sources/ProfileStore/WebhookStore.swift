package import ProfileCore

/// Outgoing webhooks and their queues, with one row for each profile.
package protocol WebhookStore: Sendable {
    /// All endpoints, oldest first.
    func webhooks() async throws(StoreError) -> [Webhook]

    /// Hands all endpoints to `decide` and does what it returns, if anything, while nobody else changes the one with
    /// this id or what waits for it. An endpoint that is removed takes along what waits.
    func changeWebhook<Answer: Sendable>(
        _ id: String, _ decide: @escaping @Sendable ([Webhook]) -> (WebhookChange?, Answer)
    ) async throws(StoreError) -> Answer

    /// Hands an endpoint and what `selection` finds to `decide`, and saves what it returns, while nobody else changes
    /// any of it; nil without an endpoint. A number of statements that does not depend on how much it is.
    func changeDeliveries<Answer: Sendable>(
        of webhook: String, _ selection: DeliverySelection,
        _ decide: @escaping @Sendable (Webhook, [ProfileID: WebhookDelivery]) -> (DeliveryChange, Answer)
    ) async throws(StoreError) -> Answer?

    /// A page of what waits for an endpoint, ascending by profile.
    func deliveries(
        of webhook: String, after profile: ProfileID?, limit: Int
    ) async throws(StoreError) -> [ProfileID: WebhookDelivery]

    /// Which of these endpoints something is due for at `moment`, in one step however many they are.
    func dueWebhooks(_ ids: [String], at moment: Timestamp) async throws(StoreError) -> Set<String>

    /// How much of an endpoint is due at `moment`, `limit` at most.
    func countDueDeliveries(of webhook: String, at moment: Timestamp, limit: Int) async throws(StoreError) -> Int

    /// How much waits for each endpoint that has anything waiting or given up, and how much was given up.
    func countDeliveries() async throws(StoreError) -> [String: DeliveryCount]

    /// Forgets what was given up before `moment`.
    func forgetDeliveries(failedBefore moment: Timestamp) async throws(StoreError)
}

package struct DeliveryCount: Hashable, Sendable {
    package static let none = DeliveryCount(waiting: 0, failed: 0)

    package let waiting: Int
    package let failed: Int

    package init(waiting: Int, failed: Int) {
        (self.waiting, self.failed) = (waiting, failed)
    }
}

package enum WebhookChange: Sendable {
    case saved(Webhook)
    case removed
}

/// Which of what waits for an endpoint is looked at.
package struct DeliverySelection: Sendable {
    /// Of these profiles.
    package let profiles: Set<ProfileID>
    /// What is due at `dueAt`, the longest due first, `limit` at most.
    package let dueAt: Timestamp
    package let limit: Int
    package let failed: Failed?

    /// What did not arrive: what was given up after a moment and until another, the earliest first, and what is due
    /// later than the latter, the latest first; `limit` of each at most.
    package struct Failed: Hashable, Sendable {
        package let since: Timestamp
        package let until: Timestamp
        package let limit: Int

        package init(since: Timestamp, until: Timestamp, limit: Int) {
            (self.since, self.until, self.limit) = (since, until, limit)
        }
    }

    package init(
        profiles: Set<ProfileID> = [], dueAt: Timestamp = Timestamp(milliseconds: 0), limit: Int = 0,
        failed: Failed? = nil
    ) {
        self.profiles = profiles
        self.dueAt = dueAt
        self.limit = limit
        self.failed = failed
    }
}

/// What is to be saved: what has come to its end is removed.
package struct DeliveryChange: Sendable {
    package var webhook: Webhook?
    package var deliveries: [ProfileID: WebhookDelivery]

    package static let none = DeliveryChange()

    package init(webhook: Webhook? = nil, _ deliveries: [ProfileID: WebhookDelivery] = [:]) {
        self.webhook = webhook
        self.deliveries = deliveries
    }
}
