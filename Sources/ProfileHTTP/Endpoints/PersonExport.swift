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
        let start = opening(service.profile(of: found.profile), found, at: exchange.context.now())
        let body = ResponseBody { writer in
            try await writer.write(ByteBuffer(bytes: start))
            var (facts, separator) = (found.facts, "")
            while let last = facts.last {
                try await writer.write(ByteBuffer(bytes: records(facts, after: &separator)))
                facts = try await service.facts(of: found.profile.id, after: last.key, limit: pageSize)
            }
            try await writer.write(ByteBuffer(string: "]}"))
            try await writer.finish(nil)
        }
        var response = Response(status: .ok, headers: [.contentType: MediaType.json], body: body)
        PrivateCaching.add(to: &response.headers)
        return response
    }

    /// All but the records, whose array it leaves open.
    private static func opening(
        _ profile: Profile, _ page: IdentityPage, at now: Timestamp
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
        }
        return json.bytes.dropLast() + Array(#","records":["#.utf8)
    }

    private static func records(_ facts: [Fact], after separator: inout String) -> [UInt8] {
        var bytes: [UInt8] = []
        for fact in facts {
            var json = JSONWriter()
            json.object { json in
                json.member("received_at", fact.receivedAt)
                json.member("reason", fact.reason)
                json.member("home", fact.filing.home.description)
                json.member("record") { RecordEncoder.write(fact.record, to: &$0) }
            }
            bytes += Array(separator.utf8) + json.bytes
            separator = ","
        }
        return bytes
    }
}
