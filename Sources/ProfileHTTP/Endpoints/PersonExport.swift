import HTTPTypes
import Hummingbird
import NIOCore
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// Everything that is held about one person, with its sources, in one document of any length: no more than a page of
/// it is in memory.
enum PersonExport {
    static let routes = [Route(.get, "/v1/profiles/{id}/export", .identityReaders, handle: export)]

    private static let pageSize = 200

    private static func export(_ exchange: Exchange) async throws -> Response {
        let (reference, service) = (try exchange.profileReference(), exchange.service)
        let found = try await service.identity(of: reference, factsAfter: nil, limit: pageSize).only()
        let waits = try await service.waits(of: found.profile)
        let assignments = try await service.assignments(of: found.profile)
        let profile = service.profile(of: found.profile)
        let start = opening(profile, found, waits, assignments, at: exchange.context.now())
        let context = exchange.context
        let deliveries = try await service.searchDeliveries().map { DeliveryExport($0, context) }
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(bytes: start))
            var (claims, separator) = (try await service.claims(of: found.profile.id, after: nil, limit: pageSize), "")
            while let last = claims.last {
                try await writer.write(ByteBuffer(bytes: items(claims, after: &separator) { $0.refusal($1) }))
                claims = try await service.claims(of: found.profile.id, after: last.key, limit: pageSize)
            }
            try await writer.write(ByteBuffer(string: #"],"records":["#))
            separator = ""
            var (facts, deliveries) = (found.facts, deliveries)
            while let last = facts.last {
                try await writer.write(ByteBuffer(bytes: items(facts, after: &separator) { $0.filedRecord($1) }))
                try await deliveries?.note(facts)
                facts = try await next(of: found.profile, after: last.key, service)
            }
            try await writer.write(ByteBuffer(string: #"],"deliveries":["#))
            separator = ""
            for found in try await deliveries?.all() ?? [] {
                guard let kept = try await deliveries?.read(found) else { continue }
                try await writer.write(ByteBuffer(bytes: items([kept], after: &separator) { $0.kept($1) }))
            }
            try await writer.write(ByteBuffer(string: "]}"))
            try await writer.finish(nil)
        }
        var response = Response(status: .ok, headers: [.contentType: MediaType.json], body: body)
        PrivateCaching.add(to: &response.headers)
        return response
    }

    /// Profiles were joined or taken apart while the document was sent. The document breaks off, so that no reader
    /// takes a part for the whole. What merely came or changed meanwhile costs nothing: a person who is written to all
    /// the time has to get an export too.
    private struct Torn: Error {}

    private static func next(
        of profile: ProfileState, after key: FactKey, _ service: ProfileService
    ) async throws -> [Fact] {
        let page = try await service.identity(of: .id(profile.id), factsAfter: key, limit: pageSize).value
        guard let page, page.profile.id == profile.id, page.profile.aliases == profile.aliases,
            Set(page.profile.summary.bindingIdentifiers).isSuperset(of: profile.summary.bindingIdentifiers)
        else { throw Torn() }
        return page.facts
    }

    /// All but the refused claims and the records; the array of the first is left open.
    private static func opening(
        _ profile: Profile, _ page: IdentityPage, _ waits: [PastWait], _ assignments: [AssignmentChange],
        at now: Timestamp
    ) -> [UInt8] {
        let (state, history) = (page.profile, page.history)
        var json = JSONWriter()
        json.object { json in
            json.member("profile_id", state.id.description)
            json.member("exported_at", now)
            json.member("profile") { ProfileRenderer.write(profile, to: &$0) }
            json.member("aliases") { $0.array(of: state.aliases) { $0.string($1.description) } }
            json.member("links") { $0.array(of: history.links) { $0.link($1) } }
            json.member("merges") { $0.array(of: history.merges) { $0.merge($1) } }
            json.member("waits") { $0.array(of: waits) { $0.wait($1) } }
            json.member("invitations") { json in
                json.array(of: assignments) { $0.assignment(($1.identifier, $1.assignment)) }
            }
        }
        return json.bytes.dropLast() + Array(#","refused":["#.utf8)
    }

    private static func items<Item>(
        _ items: [Item], after separator: inout String, write: (inout JSONWriter, Item) -> Void
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        for item in items {
            var json = JSONWriter()
            write(&json, item)
            bytes += Array(separator.utf8) + json.bytes
            separator = ","
        }
        return bytes
    }
}

extension JSONWriter {
    fileprivate mutating func wait(_ wait: PastWait) {
        object {
            $0.member("queue", wait.queue)
            $0.member("arrived_at", wait.arrivedAt)
            $0.member("last_seen_at", wait.servedAt)
        }
    }

    fileprivate mutating func filedRecord(_ fact: Fact) {
        object { json in
            json.member("received_at", fact.receivedAt)
            json.member("reason", fact.reason)
            json.member("home", fact.filing.home.description)
            json.member("record") { RecordEncoder.write(fact.record, to: &$0) }
        }
    }

    /// A claimant must not learn who holds the identifier.
    fileprivate mutating func refusal(_ claim: Conflict) {
        object { json in
            json.member("identifier", claim.identifier.description)
            json.member("stated_by") { $0.factKey(claim.fact) }
            json.member("at", claim.at)
            json.member("rule", claim.rule.rawValue)
        }
    }
}
