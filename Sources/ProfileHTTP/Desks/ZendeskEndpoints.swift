import HTTPTypes
import Hummingbird
import Logging
import ProfileService
import ProfileStore

/// The panel in Zendesk's sidebar, where nobody types a key.
enum ZendeskEndpoints {
    static let routes = [
        // The page reads them itself, and Zendesk may add others.
        Route(
            .post, "/panel/zendesk", .anyone, query: ["lang", "origin", "app_guid"], readsQuery: false, body: .form,
            handle: panel)
    ]

    private static let destination = HTTPField.Name("Sec-Fetch-Dest") ?? .server

    /// The panel with a ticket, by which the page begins its session. Without a valid token the page carries no ticket
    /// and asks for a key: a frame would not show a problem.
    private static func panel(_ exchange: Exchange) async throws -> Response {
        let context = exchange.context
        guard let app = context.desks.zendesk else {
            throw Problem(.notFound, "Zendesk is not set up here: the settings panel.zendesk are missing.")
        }
        // In a window of its own the framework's script would act with the console's cookie.
        if let destination = exchange.request.headers[destination], destination != "iframe" {
            throw Problem(.notFound, "This page opens in Zendesk's frame alone.")
        }
        let now = context.now()
        let body = try await exchange.body(atMost: Form.longest)
        guard let token = Form(body)?["token"], app.admits(token, at: now) else {
            return context.console.zendesk(nil, status: .unauthorized)
        }
        guard let key = context.keys.key(named: app.keyName, scopes: [.profilesRead]) else {
            if app.mayWarn(at: now) { context.logger.warning(ZendeskApp.keyIsMissing) }
            return context.console.zendesk(nil, status: .forbidden)
        }
        let ticket = TicketToken.draw(for: .signIn)
        try await exchange.service.put(ticket.ticket(of: Caller(key: key), at: now), at: now)
        return context.console.zendesk(ticket, status: .ok)
    }
}

/// The fields of a form as browsers send them.
struct Form {
    static let longest = 16 * 1024

    private let text: String

    /// Nil for more than a form of ours may have.
    init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.longest else { return nil }
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// The first value of a field; nil when there is none, or it is not decodable.
    subscript(name: String) -> String? {
        let pairs = text.split(separator: "&").lazy.map { $0.split(separator: "=", maxSplits: 1) }
        let value = pairs.first { $0.count == 2 && $0[0] == name }?[1]
        return value.flatMap { PercentDecoding.decode($0.replacing("+", with: " ")) }
    }
}
