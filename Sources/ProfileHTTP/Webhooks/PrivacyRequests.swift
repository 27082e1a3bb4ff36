import InboundWebhooks
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// Requests to see what is held, and to be forgotten, that a platform passes on.
extension WebhookReception {
    /// What the first event asks for; nil where it asks for nothing of the kind.
    func request(in events: KeptEvents, by scheme: WebhookScheme) -> PrivacyRequest? {
        events.all.first.flatMap { PrivacyRequest(type: $0.type, document: $0.document, by: scheme) }
    }

    /// What became of the last request among the events, and the events that are none.
    func takeRequests(
        in events: KeptEvents, _ key: IncomingDelivery.Key, arrivedAt: Timestamp
    ) async throws -> (outcome: Outcome?, others: KeptEvents) {
        guard let scheme = endpoint.scheme else { return (nil, events) }
        var (outcome, others): (Outcome?, [KeptEvents.Event]) = (nil, [])
        for (place, event) in events.all.enumerated() {
            let one = KeptEvents([event])
            guard let request = request(in: one, by: scheme) else {
                others.append(event)
                continue
            }
            let isAlone = events.all.count == 1
            let own = isAlone ? key : self.key("\(key.id)/\(place)")
            // A list whose sender lost patience is sent again: what was settled of it stays so.
            let former = isAlone ? nil : try await context.service.state(of: own)
            if let former, former != .failed {
                outcome = outcome ?? .duplicate
            } else {
                // To erase takes long steps, which the thread of a connection has no time for.
                outcome = try await apart(throwing: { try await take(request, in: one, own, arrivedAt: arrivedAt) })
            }
        }
        return (outcome, outcome == nil ? events : KeptEvents(others))
    }

    /// Erases at once where the endpoint says so and the customer is known; leaves everything else to a person.
    private func take(
        _ request: PrivacyRequest, in events: KeptEvents, _ key: IncomingDelivery.Key, arrivedAt: Timestamp
    ) async throws -> Outcome {
        let references = references(of: request)
        // Of names that cannot be anybody's nothing follows about who is known.
        let isClear = request.missing.isEmpty && !references.isEmpty
        if request.kind == .erasure, isClear, !endpoint.endpoint.reviewsErasures {
            let (reasons, isDone) = try await erase(references)
            let content = WebhookContent(event: events.type, reasons: reasons, sealed: nil)
            let state: IncomingDelivery.State = isDone ? .settled : .waiting
            try await keep(key, state, content, about: [], receivedAt: arrivedAt)
            return isDone ? .settled : .waiting
        }
        let reasons = [Self.task(request.kind)] + Self.doubts(request)
        let content = WebhookContent(event: events.type, reasons: reasons, sealed: try sealed(events))
        let names = references.compactMap(\.identifier).map(ErasableName.identifier)
        try await keep(key, .waiting, content, about: Set(names), receivedAt: arrivedAt)
        return .waiting
    }

    /// The profiles that a request is about.
    func profiles(of request: PrivacyRequest) async throws -> [ProfileID] {
        try await context.service.lookup(references(of: request)).map(\.profile.id)
    }

    private func references(of request: PrivacyRequest) -> [ProfileReference] {
        request.names(in: endpoint.endpoint.source).compactMap { context.normalizer.reference($0) }
    }

    /// Erases the people whom the names lead to. All names are looked up first, because an identifier of an erased
    /// person passes to somebody else to whom it was refused. `isDone` is false if a person has to decide about more.
    private func erase(
        _ references: [ProfileReference]
    ) async throws -> (reasons: [WebhookContent.Reason], isDone: Bool) {
        var (known, others, unknown): ([ProfileID], [ProfileID], [ProfileReference]) = ([], [], [])
        var isShared = false
        let own = references.lazy.compactMap(\.identifier).first { $0.type == endpoint.endpoint.source }
        for reference in references {
            switch try await context.service.reached(reference) {
            case .nobody: unknown.append(reference)
            case .several: isShared = true
            case .one(let state) where known.contains(state.id) || others.contains(state.id): break
            case .one(let state) where isAnother(state, than: own): others.append(state.id)
            case .one(let state): known.append(state.id)
            }
        }
        let by = "webhook \(endpoint.endpoint.name)"
        var reasons: [WebhookContent.Reason] = []
        for reference in unknown + known.map(ProfileReference.id) {
            guard let certificate = try await context.service.erase(reference, by: by) else { continue }
            reasons.append(.init(code: "erased", detail: certificate.erasure.id))
        }
        reasons += others.map { .init(code: "another_customer", detail: "\($0) is to be decided about by a person") }
        if isShared { reasons.append(.init(code: "shared", detail: "one of the names leads to several people")) }
        if reasons.isEmpty { reasons = [.init(code: "nobody", detail: "nobody was known by what the request names")] }
        return (reasons, others.isEmpty && !isShared)
    }

    /// Whether the shop knows somebody by an id of its own who was reached by an address, and by another one.
    private func isAnother(_ state: ProfileState, than own: Identifier?) -> Bool {
        guard let own, state.summary.identifiers[own] == nil else { return false }
        return state.summary.identifiers.keys.contains { $0.type == own.type }
    }

    /// The topic of a delivery is not always signed: what lacks members of such a request may be something else.
    private static func doubts(_ request: PrivacyRequest) -> [WebhookContent.Reason] {
        guard !request.missing.isEmpty else { return [] }
        let members = request.missing.joined(separator: ", ")
        let detail = "it lacks \(members), which such a request has: see at the sender whether, and for whom, it is one"
        return [.init(code: "missing", detail: detail)]
    }

    /// What a person has to do.
    static func task(_ kind: PrivacyRequest.Kind) -> WebhookContent.Reason {
        let detail =
            switch kind {
            case .export: "send the customer what GET /v1/profiles/{id}/export answers, then settle this"
            case .erasure: "erase the customer by DELETE /v1/profiles/{id}, then settle this"
            case .shopErasure: "the shop has left: decide what of its records is to go, then settle this"
            }
        return WebhookContent.Reason(code: kind.rawValue, detail: detail)
    }
}
