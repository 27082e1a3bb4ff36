import InboundWebhooks
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire
import Synchronization

/// The endpoints for webhooks with their secrets opened and their mappings read, held in memory so that a delivery
/// waits for neither.
final class WebhookRing: Sendable {
    private struct State {
        var endpoints: [String: OpenEndpoint] = [:]
        var readingsBegun = 0
        /// The reading that the endpoints are from.
        var reading = 0
        var outcomes: [Outcome: Int] = [:]
    }

    private struct Outcome: Hashable {
        let endpoint: String
        let word: String
    }

    private let state = Mutex(State())
    private let library: MappingLibrary

    init(_ library: MappingLibrary) {
        self.library = library
    }

    func endpoint(_ name: String) -> OpenEndpoint? {
        state.withLock { $0.endpoints[name] }
    }

    /// Takes over what the store holds. Of readings that overlap the one that began last counts.
    func reload(_ service: ProfileService) async throws(StoreError) {
        let number = state.withLock { state in
            state.readingsBegun += 1
            return state.readingsBegun
        }
        let read = try await service.webhookEndpoints()
        let known = state.withLock { $0.endpoints }
        guard read != known.values.map(\.endpoint).sorted(by: { $0.name < $1.name }) else { return }
        let opened = read.map { endpoint -> OpenEndpoint? in
            let former = known[endpoint.name]
            guard former?.endpoint != endpoint else { return former }
            return OpenEndpoint(endpoint, service.secrets, library)
        }
        let endpoints = Dictionary(opened.compactMap(\.self).map { ($0.endpoint.name, $0) }) { $1 }
        state.withLock { state in
            guard number > state.reading else { return }
            state.reading = number
            state.endpoints = endpoints
            state.outcomes = state.outcomes.filter { endpoints[$0.key.endpoint] != nil }
        }
    }

    // MARK: Counting

    func count(_ word: String, of endpoint: OpenEndpoint) {
        state.withLock { $0.outcomes[Outcome(endpoint: endpoint.endpoint.name, word: word), default: 0] += 1 }
    }

    /// Labels are the names of endpoints, of which there are few, and words of the code.
    func write(to text: inout PrometheusText) {
        let counted = state.withLock { $0.outcomes }
        guard !counted.isEmpty else { return }
        text.begin("clientele_webhooks_received_total", .counter, "Deliveries to endpoints for webhooks, by outcome.")
        for (outcome, count) in counted.sorted(by: { ($0.key.endpoint, $0.key.word) < ($1.key.endpoint, $1.key.word) })
        {
            text.sample([("endpoint", outcome.endpoint), ("outcome", outcome.word)], Double(count))
        }
    }
}

/// An endpoint that is ready for deliveries.
final class OpenEndpoint: Sendable {
    /// What becomes of an event.
    enum Action: Sendable {
        case map(SourceMappings)
        /// Left out on purpose.
        case ignore
        /// The record is no more.
        case withdraw(RecordKind)
        /// Its mapping cannot be read any more, as with an older version of the program.
        case unmappable
    }

    /// What rules name instead of a mapping to leave events out.
    static let ignoring = "ignore"
    /// What stands before a kind in rules by which records are withdrawn.
    private static let withdrawing = "withdraw:"

    /// Nil for the name or text of a mapping.
    static func plainAction(_ text: String) -> Action? {
        if text == ignoring { return .ignore }
        guard text.hasPrefix(withdrawing) else { return nil }
        return RecordKind(word: String(text.dropFirst(withdrawing.count))).map(Action.withdraw)
    }

    let endpoint: WebhookEndpoint
    /// Nil for one of a later version.
    let scheme: WebhookScheme?
    /// Empty when the settings no longer name the key that sealed them.
    private let secrets: [(bytes: [UInt8], endsAt: Timestamp?)]
    private let rules: EventRules<Action>

    init(_ endpoint: WebhookEndpoint, _ box: SecretBox?, _ library: MappingLibrary) {
        self.endpoint = endpoint
        scheme = WebhookScheme(rawValue: endpoint.scheme)
        let purpose = ProfileService.purpose(ofEndpoint: endpoint.name)
        secrets = endpoint.secrets.compactMap { secret in
            (try? box?.open(secret.sealed, as: purpose)).map { ($0, secret.endsAt) }
        }
        rules = EventRules(
            endpoint.rules.map { rule in
                (rule.event, Self.action(rule.mapping, of: endpoint.source, library))
            })
    }

    private static func action(_ text: String, of source: String, _ library: MappingLibrary) -> Action {
        if let action = plainAction(text) { return action }
        guard let mapping = try? library.mapping(text).stating(source: source) else { return .unmappable }
        return .map(SourceMappings(mapping))
    }

    func secrets(at now: Timestamp) -> [[UInt8]] {
        secrets.filter { $0.endsAt.map { $0 > now } ?? true }.map(\.bytes)
    }

    /// Nil where no rule names the type.
    func action(for type: String) -> Action? { rules.action(for: type) }
}

extension ServerContext {
    func reloadWebhooks() async throws(StoreError) {
        try await webhooks.reload(service)
    }
}
