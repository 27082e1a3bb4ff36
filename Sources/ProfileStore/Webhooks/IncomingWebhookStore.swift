package import ProfileCore

/// What became of an endpoint that was to be removed.
package enum EndpointRemoval: Hashable, Sendable {
    case removed
    case unknown
    /// Requests wait for a person, and would go with it.
    case isAwaited
}

/// Where other systems send what they know, and what they sent.
package protocol IncomingWebhookStore: Sendable {
    /// All endpoints, by name.
    func webhookEndpoints() async throws(StoreError) -> [WebhookEndpoint]

    /// Hands all endpoints to `decide` and saves the one that it returns, if any, while nobody else changes one.
    func changeWebhookEndpoint<Answer: Sendable>(
        _ decide: @escaping @Sendable ([WebhookEndpoint]) -> (WebhookEndpoint?, Answer)
    ) async throws(StoreError) -> Answer

    /// Removes an endpoint and all that is kept of its deliveries, unless requests about customers' data wait there.
    func removeWebhookEndpoint(_ name: String) async throws(StoreError) -> EndpointRemoval

    /// Adds deliveries, or replaces those with the same keys. Deliveries to endpoints that were removed are left out,
    /// and the names of these endpoints are returned: a node may take a delivery before it hears of the removal, and
    /// no delivery outlives its endpoint. Returns when that is durable.
    @discardableResult
    func put(_ deliveries: [IncomingDelivery]) async throws(StoreError) -> Set<String>

    /// Those of the deliveries of which anything is kept.
    func webhookDeliveries(_ keys: [IncomingDelivery.Key]) async throws(StoreError) -> [IncomingDelivery]

    /// A page of an endpoint's deliveries in a state, newest first. It ends before the contents come to more than
    /// `bytes`, but has one, if there is any.
    func webhookDeliveries(
        to endpoint: String, _ state: IncomingDelivery.State, before place: DeliveryPlace?, limit: Int, bytes: Int
    ) async throws(StoreError) -> [IncomingDelivery]

    /// How many deliveries to each of these endpoints wait for a person, and how many failed.
    func countWebhookDeliveries(to endpoints: [String]) async throws(StoreError) -> [String: DeliveryCount]

    /// A page of the deliveries that are about somebody, ascending by key, with whom they are about.
    func namedDeliveries(
        after key: IncomingDelivery.Key?, limit: Int
    ) async throws(StoreError) -> [NamedDelivery]

    /// Puts the contents of these in the place of those of the same keys that wait still, which then name nobody: what
    /// somebody settled meanwhile stays settled.
    func anonymizeWaiting(_ deliveries: [IncomingDelivery]) async throws(StoreError)

    /// What waits stays: it may have begun to since the keys were read.
    func removeWebhookDeliveries(_ keys: [IncomingDelivery.Key]) async throws(StoreError)

    /// Removes an endpoint's deliveries in a state that came before a moment, and those beyond the latest `most`.
    func forgetWebhookDeliveries(
        to endpoint: String, _ state: IncomingDelivery.State, before moment: Timestamp, keeping most: Int
    ) async throws(StoreError)
}

/// Whom a delivery is about.
package struct NamedDelivery: Hashable, Sendable {
    package let key: IncomingDelivery.Key
    package let state: IncomingDelivery.State
    package let names: [Tombstone]

    package init(key: IncomingDelivery.Key, state: IncomingDelivery.State, names: [Tombstone]) {
        (self.key, self.state, self.names) = (key, state, names)
    }
}

/// A place among an endpoint's deliveries.
package struct DeliveryPlace: Hashable, Sendable {
    package let receivedAt: Timestamp
    package let id: String

    package init(receivedAt: Timestamp, id: String) {
        (self.receivedAt, self.id) = (receivedAt, id)
    }
}

extension IncomingDelivery {
    package var place: DeliveryPlace { DeliveryPlace(receivedAt: receivedAt, id: key.id) }
}
