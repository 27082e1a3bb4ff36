import ConsolePages
import HTTPTypes
import Hummingbird
import ProfileService
import ProfileWire

/// The pages for people. They hold nobody's data, so that no key is needed to load them.
enum ConsoleEndpoints {
    static let routes = [
        Route(.get, "/console", .anyone, query: ["lang"]) { exchange in
            exchange.context.console.console(exchange.request)
        },
        Route(.get, "/panel", .anyone, query: ["lang"]) { exchange in
            exchange.context.console.panel(exchange.request)
        },
        Route(.get, "/console/assets/{version}/{file}", .anyone, handle: file),
    ]

    private static func file(_ exchange: Exchange) throws -> Response {
        let (version, name) = (try exchange.parameter("version"), try exchange.parameter("file"))
        guard let response = ConsoleFiles.shared.response(to: exchange.request, version: version, file: name) else {
            throw Problem(.notFound, "There is no such file.")
        }
        return response
    }
}

/// The console and the panel as this server shows them.
struct ConsoleSite: Sendable {
    private let consolePage: WebFile
    private let panelPage: WebFile
    /// With a place for a ticket.
    private let zendeskPage: String
    private let panelHosts: [String]

    /// `panelHosts` are the origins of pages that may show the panel in a frame.
    init(panelHosts: [String]) {
        self.panelHosts = panelHosts
        consolePage = Self.file(Self.page("console", entry: "app.js"))
        panelPage = Self.file(Self.page("panel", entry: "panel.js", hearing: panelHosts))
        zendeskPage = Self.page(
            "panel", entry: "zendesk.js", hearing: panelHosts,
            first: [#"<meta name="ticket" content="{{ticket}}">"#, #"<script src="\#(Self.zendeskScript)"></script>"#])
    }

    func console(_ request: Request) -> Response {
        answer(consolePage, to: request, framedBy: "'none'")
    }

    func panel(_ request: Request) -> Response {
        answer(panelPage, to: request, framedBy: panelFrames)
    }

    /// The panel with Zendesk's framework, for the holder of `ticket`.
    func zendesk(_ ticket: TicketToken?, status: HTTPResponse.Status) -> Response {
        let page = zendeskPage.replacing("{{ticket}}", with: ticket?.text ?? "")
        var response = Response.bytes(Array(page.utf8), as: Self.mediaType, status: status)
        let policy = WebFile.policy(scripts: "'self' \(Self.zendeskScript)")
        response.headers[.contentSecurityPolicy] = policy + panelFrames
        return response
    }

    private static let mediaType = "text/html; charset=utf-8"
    private static let zendeskScript = "https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js"

    private var panelFrames: String { panelHosts.isEmpty ? "'none'" : panelHosts.joined(separator: " ") }

    private func answer(_ page: WebFile, to request: Request, framedBy hosts: String) -> Response {
        var response = page.response(to: request, caching: "no-cache")
        response.headers[.contentSecurityPolicy] = WebFile.policy + hosts
        return response
    }

    private static func file(_ page: String) -> WebFile {
        WebFile(Array(page.utf8), as: mediaType)
    }

    /// The page accepts messages from pages of these `origins`. It loads `lines` before its own modules.
    private static func page(
        _ kind: String, entry: String, hearing origins: [String] = [], first lines: [String] = []
    ) -> String {
        let files = ConsoleFiles.shared
        let preloads = files.modules(of: entry).map { #"<link rel="modulepreload" href="\#(files.path)/\#($0)">"# }
        let values = [
            "assets": files.path, "preload": (lines + preloads).joined(separator: "\n"), "kind": kind, "entry": entry,
            "languages": files.languages.joined(separator: " "), "origins": origins.joined(separator: " "),
        ]
        return values.reduce(ConsolePages.page) { $0.replacing("{{\($1.key)}}", with: $1.value) }
    }
}
