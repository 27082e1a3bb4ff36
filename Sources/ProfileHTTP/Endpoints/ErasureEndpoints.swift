import Hummingbird
package import ProfileCore
package import ProfileService
import ProfileStore
package import ProfileWire

/// Erasing people, and taking it back that they stay erased.
enum ErasureEndpoints {
    static let routes = [
        Route(.delete, "/v1/profiles/{id}", .stewards, query: ["dry_run"], handle: erase),
        Route(.get, "/v1/erasures", .stewards, query: ["cursor", "limit"], handle: list),
        Route(.post, "/v1/erasures/lookup", .stewards, body: .json, handle: lookup),
        Route(.get, "/v1/erasures/{id}", .stewards, handle: show),
        Route(.post, "/v1/erasures/{id}/lift", .stewards, body: .json, handle: lift),
    ]

    private static func erase(_ exchange: Exchange) async throws -> Response {
        let reference = try exchange.profileReference()
        if try exchange.query.flag("dry_run") { return try await foresee(reference, exchange.service) }
        guard let certificate = try await exchange.service.erase(reference, by: exchange.callerName) else {
            throw try await absence(of: reference, exchange.service)
        }
        return .json { $0.certificate(certificate) }
    }

    private static func foresee(_ reference: ProfileReference, _ service: ProfileService) async throws -> Response {
        guard let counts = try await service.erasable(reference) else {
            throw try await absence(of: reference, service)
        }
        return .json { json in
            json.object { json in
                json.member("dry_run", true)
                json.member("removed") { $0.counts(counts) }
            }
        }
    }

    /// Why there was nothing to erase.
    private static func absence(of reference: ProfileReference, _ service: ProfileService) async throws -> Problem {
        if case .several = try await service.reached(reference) { .sharedIdentifier } else { .unknownProfile }
    }

    private static func list(_ exchange: Exchange) async throws -> Response {
        let limit = try exchange.pageLimit()
        let start = exchange.query["cursor"]
        guard let found = try await exchange.service.erasures(after: start, limit: limit + 1) else {
            throw PageCursor.invalid
        }
        return .page(found, limit: limit, next: { $0.last?.erasure.id }) { $0.certificate($1) }
    }

    private static func show(_ exchange: Exchange) async throws -> Response {
        guard let certificate = try await exchange.service.erasure(try exchange.parameter("id")) else { throw unknown }
        return .json { $0.certificate(certificate) }
    }

    /// Only a caller who knows an identifier can find out whose erasure it is.
    private static func lookup(_ exchange: Exchange) async throws -> Response {
        let request = try await exchange.request { bytes throws(WireRejection) in try LookupRequest(json: bytes) }
        let identifiers = await exchange.references(request.names).compactMap { reference -> Identifier? in
            if case .identifier(let identifier)? = reference { identifier } else { nil }
        }
        let found = try await exchange.service.erasures(burying: identifiers)
        let ids = Set(found.joined()).sorted()
        var certificates: [ErasureCertificate] = []
        for id in ids.prefix(lookupLimit) {
            if let certificate = try await exchange.service.erasure(id) { certificates.append(certificate) }
        }
        return .json { json in
            json.object { json in
                json.member("found", !ids.isEmpty)
                json.member("items") { $0.array(of: certificates) { $0.certificate($1) } }
                json.member("items_truncated", ids.count > lookupLimit)
            }
        }
    }

    private static let lookupLimit = 100

    private static func lift(_ exchange: Exchange) async throws -> Response {
        let id = try exchange.parameter("id")
        let request = try await exchange.request { bytes throws(WireRejection) in try LiftRequest(json: bytes) }
        switch try await exchange.service.lift(id, by: exchange.callerName, reason: request.reason) {
        case .success(let certificate): return .json { $0.certificate(certificate) }
        case .failure(.unknown): throw unknown
        case .failure(.lifted): throw Problem(.stateConflict, "That erasure was lifted before.")
        }
    }

    private static let unknown = Problem(.notFound, "There is no such erasure.")
}

extension JSONWriter {
    package mutating func certificate(_ certificate: ErasureCertificate) {
        let erasure = certificate.erasure
        object { json in
            json.member("id", erasure.id)
            json.member("erased_at", erasure.at)
            json.member("by", erasure.by)
            json.member("removed") { $0.counts(erasure.counts) }
            json.member("tombstones", erasure.tombstones)
            json.member("hash", certificate.seal)
            json.key("lifted")
            if let lifting = erasure.lifting { json.lifting(lifting) } else { json.null() }
        }
    }

    package mutating func counts(_ counts: ErasureCounts) {
        object { json in
            for kind in RecordKind.ofProfiles {
                json.key(named: kind.pathSegment)
                json.integer(counts.facts[kind] ?? 0)
            }
            json.member("links", counts.links)
            json.member("conflicts", counts.conflicts)
            json.member("merges", counts.merges)
            json.member("separations", counts.separations)
            json.member("aliases", counts.aliases)
            json.member("invitations", counts.assignments)
        }
    }

    private mutating func lifting(_ lifting: Erasure.Lifting) {
        object { json in
            json.member("at", lifting.at)
            json.member("by", lifting.by)
            json.member("reason", lifting.reason)
        }
    }
}
