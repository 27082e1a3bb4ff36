import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// The kept deliveries about one person, for their export. A delivery may tell of several people: the export has only
/// the events about this one.
struct DeliveryExport: Sendable {
    /// A delivery of which the events are read when they are written, so that few are in memory.
    struct Found: Sendable {
        let key: IncomingDelivery.Key
        fileprivate let places: Set<Int>
    }

    struct Kept: Sendable {
        let delivery: IncomingDelivery
        /// Nil where nothing can be read of it, because the settings lack the key that sealed it.
        let events: [KeptEvents.Event]?
    }

    private var search: DeliverySearch
    private var found: [Found] = []
    private let context: ServerContext

    init(_ search: DeliverySearch, _ context: ServerContext) {
        (self.search, self.context) = (search, context)
    }

    mutating func note(_ facts: [Fact]) async throws {
        for fact in facts { search.note(fact) }
        if search.isFull { try await look() }
    }

    /// All that were found, once every fact was noted.
    mutating func all() async throws -> [Found] {
        try await look()
        return found
    }

    private mutating func look() async throws {
        var (search, found) = (search, found)
        try await search.run { [context] delivery, search in
            let reception = WebhookReception(to: delivery.key.endpoint, context)
            let events = try reception?.events(of: delivery)?.all ?? []
            let places = events.indices.filter { place in
                events.count == 1 || reception?.names(in: events[place]).map { search.isNamed(in: $0) } ?? false
            }
            found.append(Found(key: delivery.key, places: Set(places)))
        }
        (self.search, self.found) = (search, found)
    }

    /// Nil when it went meanwhile.
    func read(_ found: Found) async throws -> Kept? {
        guard let delivery = try await context.service.webhookDelivery(found.key) else { return nil }
        let events = try WebhookReception(to: found.key.endpoint, context)?.events(of: delivery)?.all
        return Kept(
            delivery: delivery,
            events: events.map { $0.enumerated().filter { found.places.contains($0.offset) }.map(\.element) })
    }
}

extension WebhookReception {
    /// Nil when there is no such endpoint any more, or no key that opens what it keeps.
    init?(to endpoint: String, _ context: ServerContext) {
        guard let open = context.webhooks.endpoint(endpoint), let box = context.service.secrets else { return nil }
        self.init(context: context, endpoint: open, box: box)
    }
}

extension JSONWriter {
    mutating func kept(_ kept: DeliveryExport.Kept) {
        object { json in
            json.member("endpoint", kept.delivery.key.endpoint)
            json.member("received_at", kept.delivery.receivedAt)
            json.member("event", kept.delivery.content?.event ?? "")
            json.member("errors") { json in
                json.array(of: kept.delivery.content?.reasons ?? []) { $0.flaw(at: nil, $1.code, $1.detail) }
            }
            json.key("documents")
            if let events = kept.events { json.array(of: events) { $0.value($1.document) } } else { json.null() }
        }
    }
}
