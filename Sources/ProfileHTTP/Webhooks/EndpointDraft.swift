import Foundation
import InboundWebhooks
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// What endpoints may be called: their names stand in addresses.
enum EndpointName {
    static let rule = "An endpoint is named by 1 to 64 of a-z, 0-9, _ and -, beginning with a letter."
    /// Parts of other paths.
    private static let reserved: Set = ["deliveries", "replay", "secret", "settle", "test", "ping"]

    static func isValid(_ name: String) -> Bool {
        name.wholeMatch(of: #/[a-z][a-z0-9_\-]{0,63}/#) != nil && !reserved.contains(name)
    }
}

/// An endpoint as somebody wishes it, checked.
struct EndpointDraft {
    let endpoint: WebhookEndpoint
    /// Sealed; nil where nobody gave one.
    private let givenSecret: [UInt8]?
    /// For a new endpoint to which nobody gave one.
    let drawnSecret: String?
    private let sealedDrawnSecret: [UInt8]
    /// What the wish was made of; nil for one that counts whatever is there.
    private let basis: WebhookEndpoint?

    /// What became of a draft.
    enum Saving {
        case made
        case changed
        /// What it was made of is not there any more as it was.
        case outdated
    }

    /// Throws a problem that says what is wrong with the wish, or that the settings lack a key.
    init(
        _ request: WebhookEndpointRequest, named name: String, of basis: WebhookEndpoint? = nil,
        _ context: ServerContext
    ) throws {
        guard let scheme = WebhookScheme(rawValue: request.scheme) else {
            let words = WebhookScheme.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem.invalidBody("/scheme", "unknown_scheme", "one of: \(words)")
        }
        try Self.check(request.source, context)
        let rules = try Self.rules(request, scheme, keeping: basis?.rules ?? [], context)
        try Self.check(request.secret, scheme, named: name, of: basis, context)
        self.basis = basis
        let drawn = Self.drawSecret()
        sealedDrawnSecret = try Self.seal(drawn, for: name, context.service)
        givenSecret = try request.secret.map { try Self.seal($0, for: name, context.service) }
        drawnSecret = request.secret == nil ? drawn : nil
        let now = context.now()
        endpoint = WebhookEndpoint(
            name: name, source: request.source, scheme: request.scheme, secrets: [], rules: rules,
            reviewsErasures: request.reviewsErasures, createdAt: now, changedAt: now)
    }

    /// One that was there keeps its secrets, unless another one was given: that ends them at once.
    func save(_ service: ProfileService) async throws -> Saving {
        let saving = try await service.changeWebhookEndpoint {
            [basis, endpoint, givenSecret, sealedDrawnSecret] endpoints in
            var saved = endpoint
            let former = endpoints.first { $0.name == endpoint.name }
            if let basis, former != basis { return (nil, Saving?.some(.outdated)) }
            if former == nil, endpoints.count >= ProfileService.endpointLimit { return (nil, nil) }
            let given = givenSecret.map { [WebhookEndpoint.Secret(sealed: $0)] }
            saved.secrets = given ?? former?.secrets ?? [.init(sealed: sealedDrawnSecret)]
            if let former { saved = saved.made(at: former.createdAt) }
            return (saved, former == nil ? .made : .changed)
        }
        guard let saving else {
            throw Problem(.stateConflict, "There are \(ProfileService.endpointLimit) endpoints; remove one first.")
        }
        return saving
    }

    /// As of any record: it must be a source that this service takes.
    private static func check(_ source: String, _ context: ServerContext) throws(Problem) {
        if case .failure(let rejection) = context.decoder().key(kind: .customer, source: source, id: "1"),
            let problem = rejection.problems.first
        {
            throw .invalidBody("/source", problem.code, problem.detail)
        }
    }

    /// Those that are there already may stay, though they could not be made any more.
    private static func rules(
        _ request: WebhookEndpointRequest, _ scheme: WebhookScheme, keeping present: [WebhookEndpoint.Rule],
        _ context: ServerContext
    ) throws(Problem) -> [WebhookEndpoint.Rule] {
        let wished = request.mappings?.map { WebhookEndpoint.Rule(event: $0.event, mapping: $0.mapping) }
        let rules = wished ?? scheme.standardRules.map { WebhookEndpoint.Rule(event: $0.event, mapping: $0.mapping) }
        for rule in rules where OpenEndpoint.plainAction(rule.mapping) == nil && !present.contains(rule) {
            do throws(WireRejection) {
                _ = try DocumentMapping(context.mappings.mapping(rule.mapping), today: context.now().day)
            } catch {
                let place = "/mappings".appending(member: rule.event)
                throw Problem(
                    .invalidBody, "A mapping cannot be used.",
                    flaws: error.problems.map {
                        Problem.Flaw(pointer: place, code: $0.code, detail: $0.placedDetail)
                    })
            }
        }
        return rules
    }

    // MARK: Secrets

    /// A present secret stays where no other is given, and then has to be one of the scheme too. Those of a basis
    /// count, since another node may have changed what is held in memory here.
    private static func check(
        _ given: String?, _ scheme: WebhookScheme, named name: String, of basis: WebhookEndpoint?,
        _ context: ServerContext
    ) throws(Problem) {
        if let given { return try check(given, scheme) }
        let opened = basis.map { OpenEndpoint($0, context.service.secrets, context.mappings) }
        guard let present = opened ?? context.webhooks.endpoint(name), present.scheme != scheme else { return }
        for secret in present.secrets(at: context.now()) { try check(String(decoding: secret, as: UTF8.self), scheme) }
    }

    /// One by which nothing could ever be proved would show with the first delivery, which its sender gives up.
    static func check(_ secret: String, _ scheme: WebhookScheme) throws(Problem) {
        guard let rule = scheme.rule(brokenBy: secret) else { return }
        throw .invalidBody("/secret", "bad_secret", rule)
    }

    static let noKey = Problem(
        .stateConflict, "Secrets of other systems are sealed by a key that is missing: the setting secrets.key.")

    static func seal(_ secret: String, for name: String, _ service: ProfileService) throws -> [UInt8] {
        guard let box = service.secrets else { throw noKey }
        return try box.seal(Array(secret.utf8), as: ProfileService.purpose(ofEndpoint: name))
    }

    /// 256 random bits, written as secrets of Standard Webhooks are.
    static func drawSecret() -> String {
        "whsec_" + Data((0..<32).map { _ in UInt8.random(in: .min ... .max) }).base64EncodedString()
    }
}

extension WireProblem {
    /// With its place in the mapping, unless it is about the whole.
    fileprivate var placedDetail: String { pointer.isEmpty ? detail : "\(pointer) \(detail)" }
}

extension WebhookEndpoint {
    fileprivate func made(at moment: Timestamp) -> WebhookEndpoint {
        WebhookEndpoint(
            name: name, source: source, scheme: scheme, secrets: secrets, rules: rules,
            reviewsErasures: reviewsErasures, createdAt: moment, changedAt: changedAt)
    }
}
