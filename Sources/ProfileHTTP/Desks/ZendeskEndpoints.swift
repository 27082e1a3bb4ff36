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
    /// The most bytes of a form that is read. A token has half of that.
    private static let longest = 16 * 1024

    /// The panel with a ticket, by which the page begins its session. Without a valid token the page carries no ticket
    /// and asks for a key: a frame would not show a problem.
    private static func panel(_ exchange: Exchange) async throws -> Response {
        let context = exchange.context
        guard let app = context.desks.zendesk else {
            throw Problem(.notFound, "Zendesk is not set up here: the settings panel.zendesk are missing.")
        }
        // In a window of its own the framework's script would act with the console's cookie.
        guard exchange.request.headers[destination] == "iframe" else {
            throw Problem(.notFound, "This page opens in Zendesk's frame alone.")
        }
        let now = context.now()
        let form = Form(try await exchange.body(atMost: longest))
        guard let token = form["token"], app.admits(token, at: now) else {
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
