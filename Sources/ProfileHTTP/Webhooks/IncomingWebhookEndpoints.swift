import HTTPTypes
import Hummingbird
import InboundWebhooks
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// Deliveries of other systems, and the endpoints they come to.
enum IncomingWebhookEndpoints {
    private static let one = "/v1/webhooks/in/{endpoint}"

    static let delivery = Route(.post, one, .anyone, readsQuery: false, body: .any, handle: receive)

    static let routes = [
        delivery,
        Route(.get, "/v1/webhooks/in", .admins, handle: list),
        Route(.get, one, .admins, handle: show),
        Route(.put, one, .admins, body: .json, handle: put),
        Route(.patch, one, .admins, body: .mergePatch, handle: patch),
        Route(.delete, one, .admins, handle: remove),
        Route(.post, one + "/secret", .admins, body: .json, handle: rotate),
        Route(.get, one + "/deliveries", .admins, query: ["state", "cursor", "limit"], handle: deliveries),
        Route(.post, one + "/replay", .admins, body: .json, handle: replay),
        Route(.post, one + "/settle", .admins, body: .json, handle: settle),
    ]

    // MARK: Deliveries

    private static func receive(_ exchange: Exchange) async throws -> Response {
        let webhooks = exchange.context.webhooks
        guard let endpoint = webhooks.endpoint(try exchange.parameter("endpoint")) else { throw unknown }
        let secrets = endpoint.secrets(at: exchange.context.now())
        guard let scheme = endpoint.scheme, let box = exchange.service.secrets, !secrets.isEmpty else {
            webhooks.count("unready", of: endpoint)
            throw Problem(.unavailable, "The endpoint is not ready; the settings of the service say why.")
        }
        let (request, verdict) = try await exchange.verifying { request in
            scheme.verdict(on: request, secrets: secrets, at: exchange.context.now())
        }
        switch verdict {
        case .ping: return answer("ping", nil)
        case .forged(let flaw):
            webhooks.count("forged", of: endpoint)
            throw Problem(.wrongSignature, flaw.detail)
        case .genuine(let signedAt):
            let reception = WebhookReception(context: exchange.context, endpoint: endpoint, box: box)
            let body = try await exchange.unpacking(request.body)
            let outcome = try await reception.take(request, saying: body, by: scheme, signedAt: signedAt)
            webhooks.count(outcome.word, of: endpoint)
            return answer(outcome)
        }
    }

    private static func answer(_ outcome: WebhookReception.Outcome) -> Response {
        switch outcome {
        case .taken(let records): answer(outcome.word, records)
        case .duplicate, .settled: answer(outcome.word, nil)
        case .waiting: answer(outcome.word, nil, .accepted)
        case .kept(let reasons): answer(outcome.word, nil, .accepted, reasons)
        }
    }

    private static func answer(
        _ word: String, _ records: Int?, _ status: HTTPResponse.Status = .ok, _ reasons: [WebhookContent.Reason] = []
    ) -> Response {
        .json(status) { json in
            json.object { json in
                json.member("status", word)
                json.present("records", records)
                guard !reasons.isEmpty else { return }
                json.member("errors") { $0.array(of: reasons) { $0.flaw(at: nil, $1.code, $1.detail) } }
            }
        }
    }

    // MARK: Endpoints

    private static func list(_ exchange: Exchange) async throws -> Response {
        let endpoints = try await exchange.service.webhookEndpoints()
        let counts = try await exchange.service.countWebhookDeliveries(to: endpoints.map(\.name))
        let (origin, mappings) = (exchange.context.publicOrigin, exchange.context.mappings.names)
        return .json { json in
            json.object { json in
                json.member("items") { json in
                    json.array(of: endpoints) { json, endpoint in
                        json.object { json in
                            let count = counts[endpoint.name] ?? .none
                            json.members(of: endpoint, at: origin)
                            json.member("waiting", count.waiting)
                            json.member("failed", count.failed)
                        }
                    }
                }
                json.member("mappings") { $0.array(of: mappings) { $0.string($1) } }
            }
        }
    }

    private static func show(_ exchange: Exchange) async throws -> Response {
        .endpoint(try await stored(exchange), exchange)
    }

    private static func stored(_ exchange: Exchange) async throws -> WebhookEndpoint {
        let name = try exchange.parameter("endpoint")
        guard let found = try await exchange.service.webhookEndpoints().first(where: { $0.name == name }) else {
            throw unknown
        }
        return found
    }

    private static func put(_ exchange: Exchange) async throws -> Response {
        let name = try exchange.parameter("endpoint")
        guard EndpointName.isValid(name) else { throw Problem.malformedPath("bad_name", EndpointName.rule) }
        let request = try await exchange.request { bytes throws(WireRejection) in
            try WebhookEndpointRequest(json: bytes)
        }
        let draft = try EndpointDraft(request, named: name, exchange.context)
        let isNew = try await draft.save(exchange.service) == .made
        try await exchange.context.reloadWebhooks()
        let (endpoint, secret) = (try await stored(exchange), isNew ? draft.drawnSecret : nil)
        return .endpoint(endpoint, exchange, isNew ? .created : .ok, secret: secret)
    }

    private static func patch(_ exchange: Exchange) async throws -> Response {
        let bytes = try await exchange.body()
        var saving = EndpointDraft.Saving.outdated
        while saving == .outdated {
            let present = try await stored(exchange)
            let request: WebhookEndpointRequest
            do throws(WireRejection) {
                request = try WebhookEndpointRequest(patch: bytes, of: WebhookEndpointRequest(present))
            } catch {
                throw Problem(rejectedBody: error)
            }
            let draft = try EndpointDraft(request, named: present.name, of: present, exchange.context)
            saving = try await draft.save(exchange.service)
        }
        try await exchange.context.reloadWebhooks()
        return .endpoint(try await stored(exchange), exchange)
    }

    private static func remove(_ exchange: Exchange) async throws -> Response {
        switch try await exchange.service.removeWebhookEndpoint(try exchange.parameter("endpoint")) {
        case .unknown: throw unknown
        case .isAwaited: throw asked
        case .removed:
            try await exchange.context.reloadWebhooks()
            return .noContent
        }
    }

    private static func rotate(_ exchange: Exchange) async throws -> Response {
        let name = try exchange.parameter("endpoint")
        let request = try await exchange.request { bytes throws(WireRejection) in
            try WebhookSecretRequest(json: bytes)
        }
        if let given = request.secret, let scheme = WebhookScheme(rawValue: try await stored(exchange).scheme) {
            try EndpointDraft.check(given, scheme)
        }
        let secret = request.secret ?? EndpointDraft.drawSecret()
        let sealed = try EndpointDraft.seal(secret, for: name, exchange.service)
        let now = exchange.context.now()
        let end = now.advanced(bySeconds: Int64(request.overlapSeconds))
        let rotation = try await exchange.service.changeWebhookEndpoint { endpoints in
            guard var endpoint = endpoints.first(where: { $0.name == name }) else { return (nil, Rotation.unknown) }
            guard endpoint.rotate(to: sealed, endingOthers: end, at: now) else { return (nil, .tooManySecrets) }
            return (endpoint, .done)
        }
        switch rotation {
        case .unknown: throw unknown
        case .tooManySecrets: throw tooManySecrets
        case .done: try await exchange.context.reloadWebhooks()
        }
        return .endpoint(try await stored(exchange), exchange, secret: request.secret == nil ? secret : nil)
    }

    /// What became of a wish to change an endpoint's secret.
    private enum Rotation {
        case done
        case unknown
        /// One of those that hold would be lost.
        case tooManySecrets
    }

    // MARK: What is kept

    private static func deliveries(_ exchange: Exchange) async throws -> Response {
        let (endpoint, limit) = (try await stored(exchange), try exchange.pageLimit())
        let start: DeliveryPlace? = try exchange.cursor()
        let state = try IncomingDelivery.State(word: exchange.query["state"] ?? "failed")
        var (found, place): ([ListedDelivery], DeliveryPlace?) = ([], start)
        while found.count <= limit {
            // One after the other, since their contents are large.
            let few = try await exchange.service.webhookDeliveries(
                to: endpoint.name, state, before: place, limit: limit + 1 - found.count)
            guard let last = few.last else { break }
            let profiles = try await profiles(few, exchange)
            found += few.map { ListedDelivery($0, profiles[$0.key]) }
            place = last.place
        }
        return .page(found, limit: limit, next: { $0.last.map(\.place.cursor) }) { $0.delivery($1) }
    }

    /// Whom the requests among deliveries are about.
    private static func profiles(
        _ deliveries: [IncomingDelivery], _ exchange: Exchange
    ) async throws -> [IncomingDelivery.Key: [ProfileID]] {
        var profiles: [IncomingDelivery.Key: [ProfileID]] = [:]
        for delivery in deliveries where delivery.state == .waiting {
            guard let endpoint = exchange.context.webhooks.endpoint(delivery.key.endpoint),
                let scheme = endpoint.scheme, let box = exchange.service.secrets
            else { continue }
            let reception = WebhookReception(context: exchange.context, endpoint: endpoint, box: box)
            let request = try reception.events(of: delivery).flatMap { reception.request(in: $0, by: scheme) }
            if let request { profiles[delivery.key] = try await reception.profiles(of: request) }
        }
        return profiles
    }

    private static func replay(_ exchange: Exchange) async throws -> Response {
        let request = try await exchange.request { bytes throws(WireRejection) in
            try DeliveryNamesRequest(json: bytes)
        }
        let name = try exchange.parameter("endpoint")
        guard let endpoint = exchange.context.webhooks.endpoint(name) else { throw unknown }
        guard let box = exchange.service.secrets else { throw EndpointDraft.noKey }
        let reception = WebhookReception(context: exchange.context, endpoint: endpoint, box: box)
        var replay = WebhookReplay(reception)
        try await replay.run(request.deliveries)
        let counts = replay.counts
        return .json { json in
            json.object { json in
                json.member("taken", counts.taken)
                json.member("failed", counts.failed)
                json.member("closed", counts.closed)
                json.member("unknown", counts.unknown)
            }
        }
    }

    /// Of what a person saw to, nothing personal is kept.
    private static func settle(_ exchange: Exchange) async throws -> Response {
        let (endpoint, service) = (try await stored(exchange), exchange.service)
        let request = try await exchange.request { bytes throws(WireRejection) in
            try DeliveryNamesRequest(json: bytes)
        }
        guard let ids = request.deliveries else {
            throw Problem.invalidBody("/deliveries", "missing", "the ids of what was seen to")
        }
        var settled = 0
        for id in ids {
            let key = IncomingDelivery.Key(endpoint: endpoint.name, id: id)
            guard let found = try await service.webhookDelivery(key), found.state == .waiting else { continue }
            let reason = WebhookContent.Reason(code: "settled", detail: "by \(exchange.callerName)")
            let content = WebhookContent(event: found.content?.event ?? "", reasons: [reason], sealed: nil)
            let isKept = try await service.keep(key, .settled, content, about: [], receivedAt: found.receivedAt)
            if isKept { settled += 1 }
        }
        return .json { json in
            json.object { $0.member("settled", settled) }
        }
    }

    static let unknown = Problem(.notFound, "There is no such endpoint.")
    private static let tooManySecrets = Problem(
        .stateConflict,
        "\(WebhookEndpoint.secretLimit) secrets hold already, and one of them would be lost: wait until one has ended "
            + "(ends_at), or end the former ones at once by overlap_seconds 0.")
    private static let asked = Problem(
        .stateConflict, "Requests about customers' data wait for a person, and would go with the endpoint: settle them."
    )
}

extension WebhookEndpointRequest {
    /// As it would be asked for.
    fileprivate init(_ endpoint: WebhookEndpoint) {
        self.init(
            source: endpoint.source, scheme: endpoint.scheme, secret: nil,
            mappings: endpoint.rules.map { Rule(event: $0.event, mapping: $0.mapping) },
            reviewsErasures: endpoint.reviewsErasures)
    }
}

extension WebhookScheme.Flaw {
    /// For whoever sets a webhook up; it tells nobody more than they know.
    fileprivate var detail: String {
        switch self {
        case .unsigned: "The delivery is not signed as the scheme of the endpoint wants it."
        case .wrongSignature: "The signature is not that of the endpoint's secret for this body."
        case .outOfTime: "The delivery was signed more than five minutes before or after it came."
        }
    }
}

extension Exchange {
    /// The request as its sender signed it, and what is to be thought of it.
    fileprivate func verifying(
        _ verify: (SignedRequest) -> WebhookScheme.Verdict
    ) async throws -> (SignedRequest, WebhookScheme.Verdict) {
        try await unproved(atMost: context.limits.bodySize, asSent: true) { bytes in
            let request = signedRequest(bytes)
            return (request, verify(request))
        }
    }

    /// What a proved body says, or why it cannot be unpacked. To send it again would not help.
    fileprivate func unpacking(_ body: [UInt8]) async throws -> Result<[UInt8], Problem> {
        do {
            return .success(try await unpacked(body))
        } catch let problem as Problem where problem.kind == .malformedStream {
            return .failure(problem)
        }
    }

    private func signedRequest(_ body: [UInt8]) -> SignedRequest {
        let host = request.head.authority ?? ""
        let origins = context.publicOrigin.map { [$0] } ?? ["https://" + host, "http://" + host]
        let (path, headers) = (request.uri.string, request.headers)
        return SignedRequest(
            method: request.method.rawValue, urls: origins.map { $0 + path }, body: body,
            headers: { name in HTTPField.Name(name).flatMap { headers[$0] } })
    }
}

extension Response {
    /// `secret` is shown once, to whom it was drawn for.
    fileprivate static func endpoint(
        _ endpoint: WebhookEndpoint, _ exchange: Exchange, _ status: HTTPResponse.Status = .ok, secret: String? = nil
    ) -> Response {
        .json(status) { json in
            json.object { json in
                json.members(of: endpoint, at: exchange.context.publicOrigin)
                json.present("secret", secret)
            }
        }
    }
}

extension IncomingDelivery.State {
    var word: String {
        switch self {
        case .taken: "taken"
        case .failed: "failed"
        case .waiting: "waiting"
        case .settled: "settled"
        }
    }

    fileprivate init(word: String) throws(Problem) {
        guard let state = Self.allCases.first(where: { $0.word == word }) else {
            let words = Self.allCases.map(\.word).joined(separator: ", ")
            throw .malformedQuery("bad_value", "The parameter state is one of: \(words).")
        }
        self = state
    }
}

extension DeliveryPlace: CursorPlace {
    static var partCount: Int { 2 }

    var cursorParts: [String] { [String(receivedAt.milliseconds), id] }

    init(cursorParts parts: ArraySlice<String>) throws(Problem) {
        let parts = Array(parts)
        guard let milliseconds = Int64(parts[0]) else { throw PageCursor.invalid }
        self.init(receivedAt: Timestamp(milliseconds: milliseconds), id: parts[1])
    }
}

extension JSONWriter {
    /// `origin` is where other systems reach the service, if the settings say.
    fileprivate mutating func members(of endpoint: WebhookEndpoint, at origin: String?) {
        member("name", endpoint.name)
        member("url", origin.map { $0 + "/v1/webhooks/in/" + endpoint.name })
        member("source", endpoint.source)
        member("scheme", endpoint.scheme)
        member("mappings") { json in
            json.object { json in
                for rule in endpoint.rules {
                    json.key(named: rule.event)
                    json.string(rule.mapping)
                }
            }
        }
        member("redact", endpoint.reviewsErasures ? "review" : "carry_out")
        member("secrets") { json in
            json.array(of: endpoint.secrets) { json, secret in json.object { $0.member("ends_at", secret.endsAt) } }
        }
        member("created_at", endpoint.createdAt)
        member("changed_at", endpoint.changedAt)
    }
}
