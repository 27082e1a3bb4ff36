import Hummingbird
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// Whom to invite to a chat, and what that does.
enum InvitationEndpoints {
    static let routes = [
        Route(.post, "/v1/invitations/decide", .vipReaders, body: .json, handle: decide),
        Route(.post, "/v1/invitations/decline", .vipReaders, body: .json, handle: decline),
        Route(.get, "/v1/invitations/effect", .profileReaders, handle: effect),
    ]

    /// A name that cannot be read is answered as somebody unknown, so that a site never gets an error for it.
    private static func decide(_ exchange: Exchange) async throws -> Response {
        let request = try await exchange.request { bytes throws(WireRejection) in try InvitationRequest(json: bytes) }
        let reference = exchange.context.normalizer.reference(request.identifier)
        let answer = try await exchange.service.decideInvitation(about: reference, request.ask)
        return .json { $0.invitationAnswer(answer) }
    }

    private static func decline(_ exchange: Exchange) async throws -> Response {
        let request = try await exchange.request { bytes throws(WireRejection) in try DeclineRequest(json: bytes) }
        let reference = exchange.context.normalizer.reference(request.identifier)
        let isNoted = try await exchange.service.declineInvitation(of: reference)
        return .json { json in
            json.object { $0.member("noted", isNoted) }
        }
    }

    private static func effect(_ exchange: Exchange) async throws -> Response {
        let effect = try await exchange.service.invitationEffect()
        return .json { $0.invitationEffect(effect, exchange.service.learnedInvitations) }
    }
}
