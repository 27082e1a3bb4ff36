import ProfileCore
import ProfileStore
import SQLStore

extension SharedStore: IncomingWebhookStore {
    func webhookEndpoints() async throws(StoreError) -> [WebhookEndpoint] { try await store.webhookEndpoints() }

    func changeWebhookEndpoint<Answer: Sendable>(
        _ decide: @escaping @Sendable ([WebhookEndpoint]) -> (WebhookEndpoint?, Answer)
    ) async throws(StoreError) -> Answer {
        try await store.changeWebhookEndpoint(decide)
    }

    func removeWebhookEndpoint(_ name: String) async throws(StoreError) -> EndpointRemoval {
        try await store.removeWebhookEndpoint(name)
    }

    func put(_ deliveries: [IncomingDelivery]) async throws(StoreError) -> Set<String> {
        try await store.put(deliveries)
    }

    func webhookDeliveries(_ keys: [IncomingDelivery.Key]) async throws(StoreError) -> [IncomingDelivery] {
        try await store.webhookDeliveries(keys)
    }

    func webhookDeliveries(
        to endpoint: String, _ state: IncomingDelivery.State, before place: DeliveryPlace?, limit: Int, bytes: Int
    ) async throws(StoreError) -> [IncomingDelivery] {
        try await store.webhookDeliveries(to: endpoint, state, before: place, limit: limit, bytes: bytes)
    }

    func countWebhookDeliveries(to endpoints: [String]) async throws(StoreError) -> [String: DeliveryCount] {
        try await store.countWebhookDeliveries(to: endpoints)
    }

    func namedDeliveries(
        after key: IncomingDelivery.Key?, limit: Int
    ) async throws(StoreError) -> [NamedDelivery] {
        try await store.namedDeliveries(after: key, limit: limit)
    }

    func anonymizeWaiting(_ deliveries: [IncomingDelivery]) async throws(StoreError) {
        try await store.anonymizeWaiting(deliveries)
    }

    func removeWebhookDeliveries(_ keys: [IncomingDelivery.Key]) async throws(StoreError) {
        try await store.removeWebhookDeliveries(keys)
    }

    func forgetWebhookDeliveries(
        to endpoint: String, _ state: IncomingDelivery.State, before moment: Timestamp, keeping most: Int
    ) async throws(StoreError) {
        try await store.forgetWebhookDeliveries(to: endpoint, state, before: moment, keeping: most)
    }
}
