import ProfileCore
import ProfileService
import ProfileStore

/// Tries deliveries again that could not be taken.
struct WebhookReplay {
    struct Counts {
        var taken = 0
        var failed = 0
        /// Of those that failed: sealed by a key that the settings do not name.
        var closed = 0
        /// Of those named: not there, or nothing of them is kept.
        var unknown = 0
    }

    private static let pageSize = 100

    private(set) var counts = Counts()
    private let reception: WebhookReception

    init(_ reception: WebhookReception) {
        self.reception = reception
    }

    /// Those with the ids, or all that failed: the oldest last, as far as the records' own times do not tell.
    mutating func run(_ ids: [String]?) async throws {
        guard let ids else { return try await runAll() }
        for id in ids {
            let found = try await reception.context.service.webhookDelivery(reception.key(id))
            if let found, found.state == .failed { try await run(found) } else { counts.unknown += 1 }
        }
    }

    private mutating func runAll() async throws {
        var place: DeliveryPlace?
        while true {
            let page = try await reception.context.service.webhookDeliveries(
                to: reception.endpoint.endpoint.name, .failed, before: place, limit: Self.pageSize)
            for delivery in page { try await run(delivery) }
            // A page of large ones is short.
            guard let last = page.last else { return }
            place = last.place
        }
    }

    private mutating func run(_ delivery: IncomingDelivery) async throws {
        guard let events = try reception.events(of: delivery) else {
            counts.failed += 1
            if delivery.content?.sealed != nil { counts.closed += 1 }
            return
        }
        switch try await reception.take(events, delivery.key, arrivedAt: delivery.receivedAt) {
        case .kept: counts.failed += 1
        case .waiting where events.all.count == 1, .settled where events.all.count == 1:
            // The request has the place of its delivery from now on.
            counts.taken += 1
        case .taken, .duplicate, .waiting, .settled:
            counts.taken += 1
            try await reception.context.service.settle(delivery.key)
        }
    }
}
