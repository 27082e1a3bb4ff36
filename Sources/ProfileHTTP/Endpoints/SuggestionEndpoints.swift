import Hummingbird
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// Products to suggest.
enum SuggestionEndpoints {
    static let routes = [
        Route(.get, "/v1/profiles/{id}/suggestions", .profileReaders, query: ["sku"], handle: show),
        Route(.post, "/v1/suggestions", .profileReaders, body: .json, handle: suggest),
        Route(.get, "/v1/suggestions/learned", .profileReaders, handle: learned),
    ]

    private static func show(_ exchange: Exchange) async throws -> Response {
        let reference = try exchange.profileReference()
        let found = try await exchange.service.suggestions(to: reference, beside: exchange.query["sku"])
        return answer(try found.only(), exchange)
    }

    /// Somebody unknown has a cart too: then it alone tells.
    private static func suggest(_ exchange: Exchange) async throws -> Response {
        let request = try await exchange.request { bytes throws(WireRejection) in try SuggestionRequest(json: bytes) }
        let reference = request.customer.flatMap { exchange.context.normalizer.reference($0) }
        return answer(try await exchange.service.suggestions(toCart: request.cart, of: reference), exchange)
    }

    private static func answer(_ suggestions: Suggestions, _ exchange: Exchange) -> Response {
        .json { $0.suggestions(suggestions, exchange.service.learnedSuggestions) }
    }

    private static func learned(_ exchange: Exchange) -> Response {
        .json { json in
            json.object { json in
                json.key("learned")
                if let learned = exchange.service.learnedSuggestions {
                    json.learnedSuggestions(learned)
                } else {
                    json.null()
                }
            }
        }
    }
}
