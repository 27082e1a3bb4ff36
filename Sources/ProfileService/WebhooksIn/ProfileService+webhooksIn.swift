package import ProfileCore
package import ProfileStore

/// What other systems send, as the store keeps it. The edge verifies and reads it.
extension ProfileService {
    package static let endpointLimit = 100
    /// How many failed deliveries of an endpoint are kept.
    package static let failedLimit = 10_000
    private static let takenLimit = 1_000_000
    private static let settledLimit = 10_000
    private static let daysTaken: Int64 = 3
    private static let daysFailed: Int64 = 30
    private static let daysSettled: Int64 = 400

    package func webhookEndpoints() async throws(StoreError) -> [WebhookEndpoint] {
        try await store.webhookEndpoints()
    }

    /// How many deliveries to each of these endpoints wait for a person, and how many failed.
    package func countWebhookDeliveries(to endpoints: [String]) async throws(StoreError) -> [String: DeliveryCount] {
        try await store.countWebhookDeliveries(to: endpoints)
    }

    package func changeWebhookEndpoint<Answer: Sendable>(
        _ decide: @escaping @Sendable ([WebhookEndpoint]) -> (WebhookEndpoint?, Answer)
    ) async throws(StoreError) -> Answer {
        try await store.changeWebhookEndpoint(decide)
    }

    package func removeWebhookEndpoint(_ name: String) async throws(StoreError) -> EndpointRemoval {
        let removal = try await store.removeWebhookEndpoint(name)
        if removal == .removed { deliveries.forget(name) }
        return removal
    }

    /// What secrets and kept deliveries of an endpoint are sealed as.
    package static func purpose(ofEndpoint name: String) -> String { "webhooks-in/\(name)" }

    /// How many endpoints there are whose secrets the settings do not open.
    package func closedEndpoints() async throws(StoreError) -> (incoming: Int, outgoing: Int) {
        let moment = now()
        let incoming = try await store.webhookEndpoints().filter { endpoint in
            let purpose = Self.purpose(ofEndpoint: endpoint.name)
            return endpoint.secrets.contains { secret in
                secret.endsAt.map { $0 > moment } ?? true
                    && (try? settings.secrets?.open(secret.sealed, as: purpose)) == nil
            }
        }
        let outgoing = try await store.webhooks().filter { openSecrets(of: $0) == nil }
        return (incoming.count, outgoing.count)
    }

    /// Seals and opens secrets of other systems; nil where the settings name no key.
    package var secrets: SecretBox? { settings.secrets }

    // MARK: Deliveries

    /// What became of a delivery before, here or with another node; nil for a new one.
    package func state(of key: IncomingDelivery.Key) async throws(StoreError) -> IncomingDelivery.State? {
        if deliveries.knows(key) { return .taken }
        return try await store.webhookDeliveries([key]).first?.state
    }

    /// Notes that a delivery was taken.
    package func noteTaken(_ key: IncomingDelivery.Key) {
        deliveries.note(IncomingDelivery(key: key, state: .taken, receivedAt: now()))
    }

    /// Keeps a delivery that could not be taken, or waits for a person; false when its endpoint is no more. `names` are
    /// whom it is about. Of one that names somebody erased nothing is kept that says who that is.
    package func keep(
        _ key: IncomingDelivery.Key, _ state: IncomingDelivery.State, _ content: WebhookContent,
        about names: Set<ErasableName>, receivedAt: Timestamp
    ) async throws(StoreError) -> Bool {
        let maker = names.isEmpty ? nil : try await tombstoneMaker()
        let hashes = maker.map { maker in names.map(maker.tombstone(of:)).sorted() } ?? []
        let delivery = IncomingDelivery(
            key: key, state: state, receivedAt: receivedAt, names: hashes, content: content)
        guard try await store.put([delivery]).isEmpty else { return false }
        // Only now: an erasure that comes later finds it by its names.
        let erasures = hashes.isEmpty ? [:] : try await store.erasures(behind: Set(hashes))
        guard !erasures.isEmpty else { return true }
        let nameless = delivery.withoutPerson(erasedBy: erasures.values.flatMap(\.self))
        if state == .waiting {
            try await store.anonymizeWaiting([nameless])
        } else {
            try await store.put([nameless])
        }
        return true
    }

    /// Lets go of what was kept of a delivery, of which only the id is left: it was taken at last.
    package func settle(_ key: IncomingDelivery.Key) async throws(StoreError) {
        try await store.put([IncomingDelivery(key: key, state: .taken, receivedAt: now())])
    }

    package func webhookDelivery(_ key: IncomingDelivery.Key) async throws(StoreError) -> IncomingDelivery? {
        try await store.webhookDeliveries([key]).first
    }

    /// A page of an endpoint's deliveries in a state, newest first: `limit` at most, and fewer where they are large.
    package func webhookDeliveries(
        to endpoint: String, _ state: IncomingDelivery.State, before place: DeliveryPlace?, limit: Int
    ) async throws(StoreError) -> [IncomingDelivery] {
        try await store.webhookDeliveries(
            to: endpoint, state, before: place, limit: limit, bytes: Self.bytesPerPage)
    }

    /// How much of deliveries is read at once: a few that are as large as a body may be.
    private static let bytesPerPage = 8 << 20

    // MARK: What goes again

    /// Writes down the ids of what was taken, and lets go of what is old.
    package func settleDeliveries() async throws(StoreError) {
        let taken = deliveries.takeUnwritten()
        do throws(StoreError) {
            for start in stride(from: 0, to: taken.count, by: Self.idsPerStep) {
                try await store.put(Array(taken[start..<min(start + Self.idsPerStep, taken.count)]))
            }
        } catch {
            deliveries.putBack(taken)
            throw error
        }
    }

    private static let idsPerStep = 1_000
    /// Each may name as many people as a body has room for.
    static let namesPerStep = 100

    /// Lets go of what is old or too much, and of what is about people who were erased.
    package func forgetDeliveries() async throws(StoreError) {
        let now = now()
        let bounds: [(state: IncomingDelivery.State, days: Int64, most: Int)] = [
            (.taken, Self.daysTaken, Self.takenLimit), (.failed, Self.daysFailed, Self.failedLimit),
            (.settled, Self.daysSettled, Self.settledLimit),
        ]
        for endpoint in try await store.webhookEndpoints() {
            for bound in bounds {
                let moment = Timestamp(milliseconds: now.milliseconds - bound.days * Timestamp.millisecondsPerDay)
                try await store.forgetWebhookDeliveries(
                    to: endpoint.name, bound.state, before: moment, keeping: bound.most)
            }
        }
        try await forgetErasedDeliveries()
    }

    /// Removes what is kept of deliveries about people who were erased: whatever states a name that an erasure buried.
    func forgetErasedDeliveries() async throws(StoreError) {
        try await forgetDeliveries { names throws(StoreError) in try await store.erasures(behind: names) }
    }

    /// Removes what is kept of deliveries about somebody of whom nothing else is known.
    func forgetDeliveries(about name: Tombstone) async throws(StoreError) {
        try await forgetDeliveries { names throws(StoreError) in names.contains(name) ? [name: []] : [:] }
    }

    /// `erasures` says of names which erasures are behind those that are to be forgotten.
    private func forgetDeliveries(
        behind erasures: (Set<Tombstone>) async throws(StoreError) -> [Tombstone: [String]]
    ) async throws(StoreError) {
        var last: IncomingDelivery.Key?
        while true {
            let page = try await store.namedDeliveries(after: last, limit: Self.namesPerStep)
            let buried = try await erasures(Set(page.lazy.flatMap(\.names)))
            let touched = page.filter { $0.names.contains { buried[$0] != nil } }
            try await forgetPerson(in: touched.filter { $0.state == .waiting }, buried)
            let gone = touched.filter { $0.state != .waiting }.map(\.key)
            if !gone.isEmpty { try await store.removeWebhookDeliveries(gone) }
            guard page.count == Self.namesPerStep, let final = page.last else { return }
            last = final.key
        }
    }

    /// A request has a term and is to be answered, whatever became of the person meanwhile: it goes on to wait, without
    /// what it says of them.
    private func forgetPerson(
        in requests: [NamedDelivery], _ buried: [Tombstone: [String]]
    ) async throws(StoreError) {
        for start in stride(from: 0, to: requests.count, by: Self.requestsPerStep) {
            let step = requests[start..<min(start + Self.requestsPerStep, requests.count)]
            let erasures = Dictionary(step.map { ($0.key, $0.names.flatMap { buried[$0] ?? [] }) }) { $1 }
            let found = try await store.webhookDeliveries(step.map(\.key)).filter { $0.state == .waiting }
            try await store.anonymizeWaiting(found.map { $0.withoutPerson(erasedBy: erasures[$0.key] ?? []) })
        }
    }

    /// Each may hold as much as a body may.
    private static let requestsPerStep = 10
}

extension IncomingDelivery {
    private static let erasuresNamed = 20

    /// What is left once a person whom it is about was erased.
    fileprivate func withoutPerson(erasedBy ids: [String]) -> IncomingDelivery {
        let erasures = Set(ids).sorted().prefix(Self.erasuresNamed).joined(separator: ", ")
        let how = erasures.isEmpty ? "" : " (\(erasures))"
        let task = state == .waiting ? ": see at the sender who asks, answer them, then settle this" : ""
        let detail = "somebody whom it names was erased\(how), and the names with them\(task)"
        let reason = WebhookContent.Reason(code: "erased", detail: detail)
        let content = WebhookContent(
            event: content?.event ?? "", reasons: (content?.reasons ?? []) + [reason], sealed: nil)
        return IncomingDelivery(key: key, state: state, receivedAt: receivedAt, content: content)
    }
}
