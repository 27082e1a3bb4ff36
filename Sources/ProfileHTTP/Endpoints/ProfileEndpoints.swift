import HTTPTypes
import Hummingbird
import NIOCore
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// Profiles out.
enum ProfileEndpoints {
    /// Candidates are for people to choose from.
    static let candidateLimit = 20

    static let routes = [
        Route(.post, "/v1/profiles/lookup", .profileReaders, body: .json, handle: lookup),
        wholeProfile,
    ]

    static let wholeProfile = Route(
        .get, "/v1/profiles/{id}", .profileReaders, query: ["fields", "explain"], handle: profile)

    private static func profile(_ exchange: Exchange) async throws -> Response {
        let reference = try exchange.profileReference()
        let (explains, sections) = (try exchange.query.flag("explain"), try exchange.query.sections())
        if explains || sections != nil {
            return try await narrowed(reference, to: sections ?? ProfileSection.all, explains: explains, exchange)
        }
        let served = try await exchange.service.rendered(reference).only()
        return exchange.answer(tagged: served.etag) { ByteBuffer(unpacking: served.packed) }
    }

    private static func narrowed(
        _ reference: ProfileReference, to sections: Set<ProfileSection>, explains: Bool, _ exchange: Exchange
    ) async throws -> Response {
        let state = try await exchange.service.reached(reference).only()
        let profile = exchange.service.profile(of: state)
        let explanation = explains ? ProfileExplanation(of: profile, state: state, rules: exchange.context.rules) : nil
        let body = ProfileRenderer.render(profile, sections: sections, explanation: explanation)
        return exchange.answer(tagged: EntityTag.strong(of: body)) { ByteBuffer(bytes: body) }
    }

    private static func lookup(_ exchange: Exchange) async throws -> Response {
        let request = try await exchange.request { bytes throws(WireRejection) in try LookupRequest(json: bytes) }
        let references = await exchange.references(request.names)
        let matches = try await exchange.service.lookup(references.compactMap(\.self))
        let single = matches.count == 1 ? matches.first?.profile : nil
        let listed = matches.count > 1 ? matches.prefix(candidateLimit) : []
        return .json { json in
            json.object { json in
                json.member("found", !matches.isEmpty)
                json.key("profile")
                if let single { ProfileRenderer.write(single, to: &json) } else { json.null() }
                json.member("candidates") { $0.array(of: listed) { write($1, to: &$0) } }
                json.member("candidates_truncated", listed.count < matches.count && single == nil)
            }
        }
    }

    private static func write(_ match: ProfileMatch, to json: inout JSONWriter) {
        json.object { json in
            json.member("matched") { $0.array(of: match.matched) { $0.string($1.text) } }
            json.member("claimed") { $0.array(of: match.claimed) { $0.string($1.description) } }
            json.member("profile") { ProfileRenderer.write(match.profile, to: &$0) }
        }
    }
}

extension Exchange {
    /// The body, unless the client says that it has it already.
    fileprivate func answer(tagged tag: String, _ body: () -> ByteBuffer) -> Response {
        let isKnown = EntityTag.matches(request.headers[values: .ifNoneMatch], tag)
        var response = isKnown ? Response(status: .notModified) : .buffer(body(), as: MediaType.json)
        response.headers[.eTag] = tag
        PrivateCaching.add(to: &response.headers)
        return response
    }
}

extension ProfileReference {
    var text: String {
        switch self {
        case .id(let id): id.description
        case .identifier(let identifier): identifier.description
        }
    }
}
