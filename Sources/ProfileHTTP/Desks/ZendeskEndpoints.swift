import HTTPTypes
import Hummingbird
import Logging
import ProfileService
import ProfileStore

/// The panel in Zendesk's sidebar, where nobody types a key.
enum ZendeskEndpoints {
    static let routes = [
        // Zendesk's framework reads the other two from the page's address.
        Route(.post, "/panel/zendesk", .anyone, query: ["lang", "origin", "app_guid"], body: .form, handle: panel)
    ]

    /// The panel with a ticket, by which it begins a session wherever the frame's browser keeps one. Who is refused
    /// gets it without, and may sign in by a key: an agent sees nothing of a problem that no frame may show.
    private static func panel(_ exchange: Exchange) async throws -> Response {
        let context = exchange.context
        guard let app = context.desks.zendesk else {
            throw Problem(.notFound, "Zendesk is not set up here: the settings panel.zendesk are missing.")
        }
        let now = context.now()
        guard let token = Form(try await exchange.body())["token"], app.admits(token, at: now) else {
            return context.console.zendesk(nil, status: .unauthorized)
        }
        guard let key = context.keys.key(named: app.keyName, scopes: [.profilesRead]) else {
            context.logger.warning("panel.zendesk.key names no key whose only scope is profiles:read")
            return context.console.zendesk(nil, status: .forbidden)
        }
        let ticket = TicketToken.draw(for: .signIn)
        try await exchange.service.put(ticket.ticket(of: Caller(key: key), at: now), at: now)
        return context.console.zendesk(ticket, status: .ok)
    }
}

/// The fields of a form as browsers send them.
struct Form {
    private let text: String

    init(_ bytes: [UInt8]) {
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// The first value of a field; nil when there is none, or it is not decodable.
    subscript(name: String) -> String? {
        let pairs = text.split(separator: "&").lazy.map { $0.split(separator: "=", maxSplits: 1) }
        let value = pairs.first { $0.count == 2 && $0[0] == name }?[1]
        return value.flatMap { PercentDecoding.decode($0.replacing("+", with: " ")) }
    }
}
