import HTTPTypes
import Hummingbird
import ProfileCore
import ProfileService
import ProfileWire

/// The customer's first screen beside a conversation in Intercom.
enum IntercomEndpoints {
    /// The most bytes of a body that are held before its signature is checked.
    private static let longest = 256 * 1024
    private static let signature = HTTPField.Name("X-Body-Signature") ?? .server

    static let routes = [
        Route(.post, "/v1/panel/intercom/initialize", .anyone, body: .json, handle: canvas),
        Route(.post, "/v1/panel/intercom/submit", .anyone, body: .json, handle: canvas),
    ]

    private static func canvas(_ exchange: Exchange) async throws -> Response {
        guard let app = exchange.context.desks.intercom else {
            throw Problem(.notFound, "Intercom is not set up here: the setting panel.intercom.secret is missing.")
        }
        let sent = try await exchange.sentBody(atMost: longest)
        guard app.signs(sent, exchange.request.headers[signature]) else {
            throw Problem(.wrongSignature, "X-Body-Signature is not that of the app's secret for this body.")
        }
        let bytes = try await exchange.unpacked(sent)
        guard let request = IntercomRequest(json: bytes, externalIDType: app.externalIDType) else {
            throw Problem(.malformedJSON, "The body is no JSON object.")
        }
        let canvas = try await canvas(for: request, exchange)
        return .bytes(canvas.json(site: exchange.context.publicOrigin), as: MediaType.json)
    }

    private static func canvas(for request: IntercomRequest, _ exchange: Exchange) async throws -> IntercomCanvas {
        let references = await exchange.references(request.names).compactMap(\.self)
        guard !references.isEmpty else { return .nameless }
        let found = try await exchange.service.lookup(references).map(\.profile)
        guard !found.isEmpty else { return .unknown }
        // The choice is limited to profiles that the contact's own identifiers lead to.
        let chosen = found.first { $0.id.description == request.chosen }
        if let profile = chosen ?? (found.count == 1 ? found.first : nil) {
            return .customer(FirstScreen(profile), profile.id)
        }
        let listed = found.prefix(ProfileEndpoints.candidateLimit)
        return .choice(listed.map { (FirstScreen($0).who, $0.id) }, more: found.count - listed.count)
    }
}
