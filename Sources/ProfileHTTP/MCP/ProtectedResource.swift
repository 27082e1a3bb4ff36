import HTTPTypes
import Hummingbird
import ProfileWire

/// What an operator settles about assistants.
package struct AssistantAccess: Hashable, Sendable {
    /// Pages of other hosts that may make a browser ask, by scheme and host.
    package var origins: [String]
    /// The issuers of tokens that a gateway before the service takes in place of a key.
    package var authorizationServers: [String]

    package init(origins: [String] = [], authorizationServers: [String] = []) {
        (self.origins, self.authorizationServers) = (origins, authorizationServers)
    }
}

/// How clients that know OAuth learn what to send (RFC 9728).
enum ProtectedResource {
    static let path = "/.well-known/oauth-protected-resource"
    private static let scope = "profiles:read"

    /// Without an issuer there is nothing to sign in to: the service's own keys are what it takes.
    static func describe(_ exchange: Exchange) -> Response {
        let context = exchange.context
        let site = context.site(of: exchange.request)
        return .json { json in
            json.object { json in
                json.member("resource", site + "/mcp")
                json.member("resource_name", "Clientele")
                json.member("resource_documentation", site + "/docs")
                json.member("bearer_methods_supported") { $0.array(of: ["header"]) { $0.string($1) } }
                json.member("scopes_supported") { $0.array(of: [scope, "vip:read"]) { $0.string($1) } }
                let issuers = context.assistants.authorizationServers
                if issuers.isEmpty {
                    json.member("credentials", "No authorization server: send an API key of this service as bearer.")
                } else {
                    json.member("authorization_servers") { $0.array(of: issuers) { $0.string($1) } }
                }
            }
        }
    }

    /// The answer to somebody whose key is missing or does not do, in the form in which clients of the protocol show
    /// it; nil for any other problem. `id` is that of the request, where it was read.
    static func refusal(
        _ problem: Problem, to id: JSONValue?, _ request: Request, _ context: ServerContext
    ) -> Response? {
        guard [.unauthorized, .insufficientScope, .foreignOrigin].contains(problem.kind) else { return nil }
        var response = MCPFault(.refused, problem.detail, status: problem.kind.status).response(to: id, in: nil)
        response.headers[.wwwAuthenticate] = challenge(problem, request, context)
        return response
    }

    private static func challenge(_ problem: Problem, _ request: Request, _ context: ServerContext) -> String? {
        let error =
            switch problem.kind {
            case .unauthorized: ""
            case .insufficientScope: "error=\"insufficient_scope\", "
            default: nil as String?
            }
        guard let error else { return nil }
        let wanted = problem.wantedScopes.isEmpty ? scope : problem.wantedScopes.joined(separator: " ")
        return "Bearer realm=\"clientele\", \(error)resource_metadata=\"\(context.site(of: request))\(path)/mcp\", "
            + "scope=\"\(wanted)\""
    }
}

extension ServerContext {
    /// Where the client finds the service: as the operator says, else as it asked.
    fileprivate func site(of request: Request) -> String {
        if let publicOrigin { return publicOrigin }
        let host = request.head.authority ?? ""
        // It goes into a header field, between quotation marks.
        let isPlain = !host.isEmpty && host.utf8.allSatisfy { $0.isHostCharacter }
        return isPlain ? "http://" + host : ""
    }

    /// A page that a browser took for one of this host by a name of its own making asks from an origin that nobody
    /// settled. So the host that it names proves nothing, unless it is this very machine.
    func checkOriginOfAssistant(_ request: Request) throws(Problem) {
        guard let origin = request.headers[.origin]?.lowercased() else { return }
        if origin == publicOrigin || assistants.origins.contains(origin) { return }
        let host = (request.head.authority ?? "").lowercased()
        if Self.isLoopback(host), origin == "http://" + host { return }
        throw Problem(.foreignOrigin, "Pages of other hosts ask here where mcp.origins names them.")
    }

    private static func isLoopback(_ host: String) -> Bool {
        ["localhost", "127.0.0.1", "[::1]"].contains { host == $0 || host.hasPrefix($0 + ":") }
    }
}

extension UInt8 {
    fileprivate var isHostCharacter: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "["),
            UInt8(ascii: "]"):
            true
        default: false
        }
    }
}
