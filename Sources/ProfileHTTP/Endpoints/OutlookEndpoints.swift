import Hummingbird
import ProfileCore
import ProfileService
import ProfileWire

/// What was learned of what customers do, and how well it stands beside plain baselines.
enum OutlookEndpoints {
    static let routes = [
        Route(.get, "/v1/outlook", .profileReaders, handle: show),
        Route(.post, "/v1/outlook/learn", .admins, handle: learn),
    ]

    private static func show(_ exchange: Exchange) -> Response {
        answer(exchange.service.learnedOutlook)
    }

    private static func learn(_ exchange: Exchange) async throws -> Response {
        answer(try await exchange.service.learnOutlook())
    }

    private static func answer(_ learned: LearnedOutlook?) -> Response {
        .json { json in
            json.object { $0.member("learned") { $0.learnedOutlook(learned) } }
        }
    }
}
