import InboundWebhooks
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// One genuine delivery on its way into the store.
struct WebhookReception {
    enum Outcome: Sendable {
        case taken(records: Int)
        case duplicate
        case kept([WebhookContent.Reason])
        /// A person has to do something.
        case waiting
        /// The service did what it asks for.
        case settled

        /// For metrics and answers.
        var word: String {
            switch self {
            case .taken: "taken"
            case .duplicate: "duplicate"
            case .kept: "kept"
            case .waiting: "waiting"
            case .settled: "settled"
            }
        }
    }

    let context: ServerContext
    let endpoint: OpenEndpoint
    let box: SecretBox

    private var service: ProfileService { context.service }

    func key(_ id: String) -> IncomingDelivery.Key {
        IncomingDelivery.Key(endpoint: endpoint.endpoint.name, id: id)
    }

    /// Takes a delivery, or keeps it with the reason why it cannot be taken; durable once this returns. `body` is what
    /// it says, unpacked.
    func take(
        _ request: SignedRequest, saying body: Result<[UInt8], Problem>, by scheme: WebhookScheme, signedAt: Timestamp?
    ) async throws -> Outcome {
        let key = key(WebhookDocuments.id(of: request, by: scheme))
        let isNamed = WebhookDocuments.isNamed(request, by: scheme)
        let former = isNamed ? try await service.state(of: key) : nil
        if let former, former != .failed { return .duplicate }
        let arrivedAt = min(signedAt ?? context.now(), context.now())
        switch body {
        case .failure(let problem): return try await keep(request, scheme, key, .init(problem), arrivedAt)
        case .success(let unpacked):
            let documents: WebhookDocuments
            do throws(WebhookDocuments.Refusal) {
                documents = try WebhookDocuments(request.saying(unpacked), by: scheme) { type in
                    membersRead(of: type, by: scheme)
                }
            } catch {
                return try await keep(request, scheme, key, .init(error), arrivedAt)
            }
            let outcome = try await take(KeptEvents(documents.events, in: unpacked), key, arrivedAt: arrivedAt)
            // What was taken at last must not be listed as failed, nor tried again.
            if former == .failed, case .taken = outcome { try await service.settle(key) }
            return outcome
        }
    }

    /// What is read of an event of that type; nil for all of it.
    private func membersRead(of type: String, by scheme: WebhookScheme) -> MemberFilter? {
        guard PrivacyRequest.kind(of: type, by: scheme) == nil, case .map(let mappings)? = endpoint.action(for: type)
        else { return nil }
        return mappings.membersRead
    }

    /// Keeps the reason why nothing can be read of a delivery. A request about a customer's data has a term all the
    /// same: it waits for a person.
    private func keep(
        _ request: SignedRequest, _ scheme: WebhookScheme, _ key: IncomingDelivery.Key,
        _ reason: WebhookContent.Reason, _ arrivedAt: Timestamp
    ) async throws -> Outcome {
        let type = WebhookDocuments.headerType(of: request, by: scheme) ?? ""
        let kind = PrivacyRequest.kind(of: type, by: scheme)
        let reasons = (kind.map { [Self.task($0)] } ?? []) + [reason]
        let content = WebhookContent(event: type, reasons: reasons, sealed: nil)
        try await keep(key, kind == nil ? .failed : .waiting, content, about: [], receivedAt: arrivedAt)
        return kind == nil ? .kept(reasons) : .waiting
    }

    /// Takes the events of a delivery, also of one that was kept before.
    func take(_ events: KeptEvents, _ key: IncomingDelivery.Key, arrivedAt: Timestamp) async throws -> Outcome {
        let (requested, others) = try await takeRequests(in: events, key, arrivedAt: arrivedAt)
        if let requested, others.all.isEmpty {
            if events.all.count > 1 { service.noteTaken(key) }
            return requested
        }
        return try await takeRecords(of: others, key, arrivedAt: arrivedAt)
    }

    /// In the order of the events. Of those that cannot be taken alone anything is kept.
    private func takeRecords(
        of events: KeptEvents, _ key: IncomingDelivery.Key, arrivedAt: Timestamp
    ) async throws -> Outcome {
        var (progress, breather) = (Progress(), Breather())
        for event in events.all {
            await breather.pause()
            let reading = read(event)
            progress.begin(event, reading.reasons)
            let isRestored = endpoint.scheme?.restores(event.type) ?? false
            progress.add(reading.records.map { $0.stated(at: arrivedAt, isRestored: isRestored) })
            if progress.unfiled.count >= service.step(atMost: context.limits.batchLines) {
                try await file(&progress, arrivedAt)
            }
            guard let gone = reading.withdrawn else { continue }
            try await file(&progress, arrivedAt)
            _ = try await service.withdraw(gone.key, statedAt: min(gone.at ?? arrivedAt, arrivedAt))
        }
        try await file(&progress, arrivedAt)
        let failed = progress.failed
        guard !failed.all.isEmpty else {
            service.noteTaken(key)
            return .taken(records: progress.filed)
        }
        let reasons = progress.reasons
        // To look for names takes long steps, which the thread of a connection has no time for.
        return try await apart(throwing: { try await keep(failed.whole(), key, reasons, arrivedAt) })
    }

    /// Keeps events that could not be taken.
    private func keep(
        _ failed: KeptEvents, _ key: IncomingDelivery.Key, _ reasons: [WebhookContent.Reason], _ arrivedAt: Timestamp
    ) async throws -> Outcome {
        let names = await names(in: failed)
        // What may name somebody who is not found would not go with them.
        let sealed = names == nil ? nil : try sealed(failed)
        let all = reasons + (names == nil ? [.overfull] : [])
        let content = WebhookContent(event: failed.type, reasons: all, sealed: sealed)
        try await keep(key, .failed, content, about: names ?? [], receivedAt: arrivedAt)
        return .kept(all)
    }

    /// Whom events are about; nil where that cannot be told for certain.
    private func names(in events: KeptEvents) async -> Set<ErasableName>? {
        var (names, phonesLeft, breather): (Set<ErasableName>, Int, Breather) = (
            [], NamesInDocument.mostPhones, Breather()
        )
        for event in events.all {
            await breather.pause()
            guard let found = self.names(in: event, phonesLeft: &phonesLeft) else { return nil }
            names.formUnion(found)
        }
        return names
    }

    /// Keeps a delivery that is not taken, as one to an unknown endpoint where that was removed meanwhile.
    func keep(
        _ key: IncomingDelivery.Key, _ state: IncomingDelivery.State, _ content: WebhookContent,
        about names: Set<ErasableName>, receivedAt: Timestamp
    ) async throws {
        let isKept = try await service.keep(key, state, content, about: names, receivedAt: receivedAt)
        guard isKept else { throw IncomingWebhookEndpoints.unknown }
    }

    func sealed(_ events: KeptEvents) throws(SecretFailure) -> [UInt8] {
        try box.seal(Stored.bytes(of: events), as: ProfileService.purpose(ofEndpoint: endpoint.endpoint.name))
    }

    /// Nil where nothing of it is kept, or the key that sealed it is gone.
    func events(of delivery: IncomingDelivery) throws(DecodingFailure) -> KeptEvents? {
        guard let sealed = delivery.content?.sealed,
            let bytes = try? box.open(sealed, as: ProfileService.purpose(ofEndpoint: endpoint.endpoint.name))
        else { return nil }
        return try Stored.value(from: bytes)
    }

    /// Whom an event is about: by what its mapping makes of it, and by what stands in it. Nil where that cannot be told
    /// for certain.
    func names(in event: KeptEvents.Event) -> Set<ErasableName>? {
        var phonesLeft = NamesInDocument.mostPhones
        return names(in: event, phonesLeft: &phonesLeft)
    }

    /// `phonesLeft` is how many phone numbers are looked at.
    private func names(in event: KeptEvents.Event, phonesLeft: inout Int) -> Set<ErasableName>? {
        let source = endpoint.endpoint.source
        let region = context.decoding.sources[source]?.phoneRegion
        let inDocument = NamesInDocument(
            of: event, from: source, region: region, phonesLeft: phonesLeft, context.normalizer)
        phonesLeft = inDocument.phonesLeft
        guard !inDocument.isOverfull else { return nil }
        var names = inDocument.found
        switch endpoint.action(for: event.type) {
        case .withdraw(let kind):
            if case .success(let gone) = end(of: kind, in: event.document) { names.insert(.fact(gone.key)) }
        case .map(let mappings):
            guard let mapping = mappings.mapping(for: nil, on: context.now().day) else { break }
            guard let read = mapping.names(in: event.document, by: context.decoder()) else { return nil }
            names.formUnion(read)
        case nil, .ignore, .unmappable: break
        }
        return names
    }

    // MARK: Records

    fileprivate struct Withdrawal {
        let key: FactKey
        /// As the sender says; nil where it does not.
        let at: Timestamp?
    }

    fileprivate struct Reading {
        var records: [SourceRecord] = []
        /// The record that is no more.
        var withdrawn: Withdrawal?
        var reasons: [WebhookContent.Reason] = []
    }

    /// How far the events of a delivery are taken.
    private struct Progress {
        private static let reasonLimit = 20

        private struct Step {
            let event: KeptEvents.Event
            var isFailed = false
        }

        private var steps: [Step] = []
        /// With the events that they are of.
        fileprivate var unfiled: [(record: SourceRecord, step: Int)] = []
        fileprivate var filed = 0
        private(set) var reasons: [WebhookContent.Reason] = []

        mutating func begin(_ event: KeptEvents.Event, _ reasons: [WebhookContent.Reason]) {
            steps.append(Step(event: event))
            fail(steps.count - 1, reasons)
        }

        mutating func add(_ records: [SourceRecord]) {
            let step = steps.count - 1
            unfiled += records.map { ($0, step) }
        }

        mutating func fail(_ step: Int, _ reasons: [WebhookContent.Reason]) {
            guard !reasons.isEmpty else { return }
            steps[step].isFailed = true
            self.reasons += reasons.prefix(Self.reasonLimit - self.reasons.count)
        }

        var failed: KeptEvents { KeptEvents(steps.filter(\.isFailed).map(\.event)) }
    }

    private func read(_ event: KeptEvents.Event) -> Reading {
        var reading = Reading()
        let decoder = context.decoder()
        switch endpoint.action(for: event.type) {
        case nil: reading.reasons.append(.unmapped(event.type))
        case .ignore: break
        case .withdraw(let kind): reading.add(end(of: kind, in: event.document))
        case .unmappable: reading.reasons.append(.unusable(event.type))
        case .map(let mappings):
            guard let mapping = mappings.mapping(for: nil, on: context.now().day) else {
                reading.reasons.append(.unusable(event.type))
                break
            }
            for result in mapping.decode(event.document, by: decoder) { reading.add(result) }
        }
        return reading
    }

    /// Which record a document is the end of.
    private func end(of kind: RecordKind, in document: JSONValue) -> Result<Withdrawal, WireRejection> {
        let gone = WithdrawnDocument(document)
        return context.decoder().key(kind: kind, source: endpoint.endpoint.source, written: gone.id)
            .map { Withdrawal(key: $0, at: gone.deletedAt) }
    }

    /// Files what is to be filed.
    private func file(_ progress: inout Progress, _ arrivedAt: Timestamp) async throws(StoreError) {
        guard !progress.unfiled.isEmpty else { return }
        let unfiled = progress.unfiled.wholesFirst(\.record)
        let verdicts = try await service.file(unfiled.map(\.record), arrivedAt: arrivedAt).verdicts
        progress.unfiled = []
        progress.filed += unfiled.count
        for ((record, step), verdict) in zip(unfiled, verdicts) {
            context.metrics.count(kind: record.key.kind.word, verdict: verdict.status.rawValue)
            if verdict.status == .refused {
                progress.fail(step, verdict.problems(of: record.key.kind).map { .init($0) })
            }
        }
    }
}

extension WebhookReception.Reading {
    fileprivate mutating func add(_ result: Result<WebhookReception.Withdrawal, WireRejection>) {
        switch result {
        case .success(let gone): withdrawn = gone
        case .failure(let rejection): reasons += rejection.problems.map { .init($0) }
        }
    }

    fileprivate mutating func add(_ result: Result<MappedRecord, RowRejection>) {
        switch result {
        case .success(let decoded): records.append(decoded.record)
        case .failure(let rejection):
            reasons += rejection.problems.map { .init(code: $0.problem.code, detail: $0.sentence) }
        }
    }
}

extension WebhookContent.Reason {
    init(_ refusal: WebhookDocuments.Refusal) {
        switch refusal {
        case .notJSON: self.init(code: "invalid_json", detail: "the body has to be one JSON value; it is not kept")
        case .noForm: self.init(code: "invalid_form", detail: "the body is no form in UTF-8; it is not kept")
        case .unexpected:
            self.init(code: "wrong_type", detail: "the body has to be an object, or a list of objects; it is not kept")
        }
    }

    /// Of a body that cannot be unpacked.
    fileprivate init(_ problem: Problem) {
        self.init(
            code: problem.flaws.first?.code ?? problem.kind.rawValue, detail: problem.detail + " It is not kept.")
    }

    init(_ problem: WireProblem) {
        let place = problem.pointer.isEmpty ? "" : problem.pointer + ": "
        self.init(code: problem.code, detail: place + problem.detail)
    }

    fileprivate static let overfull = Self(
        code: "too_many",
        detail: "whom it names cannot be told, since it has too many numbers or identifiers; it is not kept")

    fileprivate static func unmapped(_ type: String) -> Self {
        Self(code: "no_mapping", detail: "the endpoint has no mapping for the type of event \"\(type)\"")
    }

    fileprivate static func unusable(_ type: String) -> Self {
        Self(code: "bad_mapping", detail: "the mapping for the type of event \"\(type)\" cannot be read any more")
    }
}

extension SourceRecord {
    /// A delivery was sent at a moment, so that one that is replayed later undoes nothing that was sent after it.
    ///
    /// What was restored was changed last before it was deleted, and counts from when that was told.
    fileprivate func stated(at moment: Timestamp, isRestored: Bool) -> SourceRecord {
        let counts = isTimedByArrival || isRestored && moment > updatedAt
        return counts ? with(updatedAt: moment, isTimedByArrival: false) : self
    }
}
