import Hummingbird
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// Who is a VIP, who goes first, and by which policy.
enum VIPEndpoints {
    static let routes = [
        Route(.get, "/v1/vip/policy", .vipReaders, handle: policy),
        Route(.put, "/v1/vip/policy", .admins, body: .json, handle: putPolicy),
        Route(.post, "/v1/vip/policy/preview", .admins, body: .json, handle: preview),
        Route(.post, "/v1/vip/policy/rehearsal", .admins, body: .json, handle: rehearsal),
        lookups,
        Route(.post, "/v1/vip/rank", .vipReaders, body: .json, handle: rank),
        Route(.get, "/v1/vip/{id}", .vipReaders, handle: answer),
    ]

    /// The fast path takes it as well.
    static let lookups = Route(.post, "/v1/vip/lookup", .vipReaders, body: .json, handle: lookup)

    /// A router gets an answer whatever its chat calls the person: a name that cannot be read is somebody unknown.
    private static func answer(_ exchange: Exchange) async throws -> Response {
        let reference = exchange.context.normalizer.reference(try exchange.parameter("id"))
        let answers = try await exchange.service.vip([reference])
        return .json { $0.vipAnswer(answers.first ?? .unknown) }
    }

    private static func lookup(_ exchange: Exchange) async throws -> Response {
        let request = try await exchange.request { bytes throws(WireRejection) in try LookupRequest(json: bytes) }
        let answers = try await exchange.service.vip(await exchange.references(request.names))
        return .json { json in
            json.object { $0.member("answers") { $0.array(of: answers) { $0.vipAnswer($1) } } }
        }
    }

    private static func rank(_ exchange: Exchange) async throws -> Response {
        let request = try await exchange.request { bytes throws(WireRejection) in try RankRequest(json: bytes) }
        // A recommendation's reason quotes past contacts, so the key must be allowed to read profiles.
        if request.free != nil { try Access.profileReaders.check(exchange.key) }
        let references = await exchange.references(request.entries.map(\.name))
        let queue = zip(request.entries, references).map { entry, reference in
            Waiting(ref: entry.ref, reference: reference, waitedSeconds: entry.waitedSeconds, matter: entry.matter)
        }
        let name = request.isRemembered ? request.name : nil
        let places = try await exchange.service.rank(queue, rememberedAs: name)
        guard let free = request.free else { return .json { $0.vipQueue(places) } }
        let handling = try await exchange.service.handling(of: places, in: queue, free: free.ids)
        let warnings = free.warnings(knowing: handling.known.contains)
        return .json { $0.vipQueue(places, handling.recommendations, warnings) }
    }

    private static func policy(_ exchange: Exchange) -> Response {
        .json { VIPPolicyEncoder.write(exchange.service.policy, to: &$0) }
    }

    private static func putPolicy(_ exchange: Exchange) async throws -> Response {
        let policy = try await policy(in: exchange)
        try await exchange.service.put(policy)
        return .json { VIPPolicyEncoder.write(policy, to: &$0) }
    }

    private static func preview(_ exchange: Exchange) async throws -> Response {
        let preview = try await exchange.service.preview(try await policy(in: exchange))
        return .json { $0.vipPolicyPreview(preview) }
    }

    private static func rehearsal(_ exchange: Exchange) async throws -> Response {
        let rehearsal = try await exchange.service.rehearse(try await policy(in: exchange))
        return .json { $0.queueRehearsal(rehearsal) }
    }

    private static func policy(in exchange: Exchange) async throws -> VIPPolicy {
        try await exchange.request { bytes throws(WireRejection) in
            try VIPPolicyDecoder.decode(bytes, defaultCurrency: exchange.context.decoding.defaultCurrency)
        }
    }
}
