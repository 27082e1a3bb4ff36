import Hummingbird
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// What stands behind profiles, page by page.
enum HistoryEndpoints {
    static let routes = [
        Route(.get, "/v1/profiles/{id}/timeline", .profileReaders, query: ["cursor", "limit"], handle: timeline),
        Route(.get, "/v1/profiles/{id}/identity", .identityReaders, query: ["cursor", "limit"], handle: identity),
        Route(.get, "/v1/conflicts", .stewards, query: ["cursor", "limit"], handle: conflicts),
    ]

    private static func timeline(_ exchange: Exchange) async throws -> Response {
        let reference = try exchange.profileReference()
        let limit = try exchange.pageLimit()
        let start: PlaceInProfile<TimelineCursor>? = try exchange.cursor()
        let found = try await exchange.service.timeline(of: reference, after: start?.place, limit: limit + 1)
        let page = try found.only()
        let profile = page.profile
        try start?.check(profile)
        let next = { PlaceInProfile(profile.id, TimelineCursor($0)).cursor }
        return .page(page.facts, limit: limit, next: { $0.last.map(next) }) { json, fact in
            RecordEncoder.write(fact.record, to: &json)
        } before: {
            $0.member("profile_id", profile.id.description)
        }
    }

    private static func identity(_ exchange: Exchange) async throws -> Response {
        let reference = try exchange.profileReference()
        let limit = try exchange.pageLimit()
        let start: PlaceInProfile<FactKey>? = try exchange.cursor()
        let found = try await exchange.service.identity(of: reference, factsAfter: start?.place, limit: limit + 1)
        let page = try found.only()
        let profile = page.profile
        try start?.check(profile)
        let next = { (fact: Fact) in PlaceInProfile(profile.id, fact.key).cursor }
        return .page(page.facts, limit: limit, next: { $0.last.map(next) }) { json, fact in
            json.filing(of: fact)
        } before: { json in
            json.member("profile_id", profile.id.description)
            json.member("aliases") { $0.array(of: profile.aliases) { $0.string($1.description) } }
            json.member("links") { $0.array(of: page.history.links) { $0.link($1) } }
            json.member("merges") { $0.array(of: page.history.merges) { $0.merge($1) } }
        }
    }

    private static func conflicts(_ exchange: Exchange) async throws -> Response {
        let limit = try exchange.pageLimit()
        let start: ConflictCursor? = try exchange.cursor()
        let found = try await exchange.service.conflicts(after: start, limit: limit + 1)
        return .page(found, limit: limit, next: { ConflictCursor(after: $0, from: start)?.cursor }) { $0.conflict($1) }
    }
}

extension Exchange {
    func pageLimit() throws(Problem) -> Int {
        try query.integer("limit", in: 1...200, default: 50)
    }

    func cursor<Place: CursorPlace>() throws(Problem) -> Place? {
        try query["cursor"].map { text throws(Problem) in try Place(cursor: text) }
    }
}

extension Response {
    /// A page of `elements`, of which one more than `limit` was read to see whether there is a next page.
    static func page<Element>(
        _ elements: [Element], limit: Int, next: (ArraySlice<Element>) -> String?,
        _ write: (inout JSONWriter, Element) -> Void, before: (inout JSONWriter) -> Void = { _ in }
    ) -> Response {
        let items = elements.prefix(limit)
        return .json { json in
            json.object { json in
                before(&json)
                json.member("items") { $0.array(of: items) { write(&$0, $1) } }
                json.member("next", elements.count > limit ? next(items) : nil)
            }
        }
    }
}
