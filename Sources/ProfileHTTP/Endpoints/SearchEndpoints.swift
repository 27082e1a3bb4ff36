import Hummingbird
import ProfileCore
import ProfileService
import ProfileWire

/// Finding people by what somebody says of them.
enum SearchEndpoints {
    static let routes = [
        Route(.post, "/v1/profiles/search", .profileReaders, body: .json, handle: search)
    ]

    private static func search(_ exchange: Exchange) async throws -> Response {
        let request = try await exchange.request { bytes throws(WireRejection) in try SearchRequest(json: bytes) }
        let place = try request.after.map(place)
        let page = try await exchange.service.search(
            request.query(exchange.context.normalizer), after: place, limit: request.limit)
        return .json { json in
            json.object { json in
                json.member("results") { json in
                    json.array(of: page.results) { $0.searchResult($1.profile, matched: $1.matches) }
                }
                json.member("next", page.next?.cursor)
                json.member("truncated", page.isTruncated)
            }
        }
    }
}

extension SearchEndpoints {
    private static func place(_ cursor: String) throws(Problem) -> SearchPlace {
        do {
            return try SearchPlace(cursor: cursor)
        } catch {
            throw .invalidBody("/after", "bad_cursor", "the `next` of an earlier page, unchanged")
        }
    }
}

/// A cursor says nothing of whom was searched for.
extension SearchPlace: CursorPlace {
    static var partCount: Int { 3 }

    var cursorParts: [String] { [String(rank), String(age), profile.description] }

    init(cursorParts parts: ArraySlice<String>) throws(Problem) {
        let parts = Array(parts)
        guard let rank = Int(parts[0]), let age = Int(parts[1]), let profile = ProfileID(parts[2]) else {
            throw PageCursor.invalid
        }
        self.init(rank: rank, age: age, profile: profile)
    }
}
