import HTTPTypes
import Hummingbird
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// The Model Context Protocol: assistants ask by tools, and read and follow profiles as resources.
///
/// There are no sessions: whatever a request needs it brings along, also after a handshake.
enum MCPEndpoint {
    /// Far more than a full queue takes.
    private static let longest = 1024 * 1024
    /// For how long a client may keep a list, which varies with the key and the version of the service alone.
    private static let listSeconds = 300

    static let routes = [
        Route(
            .post, "/mcp", .vipReaders, body: .json, isStream: true,
            refusal: refusal, handle: answer),
        Route(.get, ProtectedResource.path, .anyone, handle: ProtectedResource.describe),
        Route(.get, ProtectedResource.path + "/mcp", .anyone, handle: ProtectedResource.describe),
    ]

    private static func answer(_ exchange: Exchange) async throws -> Response {
        try exchange.context.checkOriginOfAssistant(exchange.request)
        let bytes = try await exchange.body(atMost: longest)
        let headers = MCPHeaders(exchange.request.headers)
        let message: MCPMessage
        do throws(MCPFault) {
            message = try MCPMessage(json: bytes)
            guard case .request = message else { return try acknowledgement(of: message, headers) }
        } catch {
            return error.response(to: nil, in: nil)
        }
        guard case .request(let request) = message else { return Response(status: .accepted) }
        return try await answer(request, headers, exchange)
    }

    /// Before the body was looked at. Clients tell by the id what is refused, so the body is read for it where a key or
    /// a session says who asks: both of these refusals come after that. From anybody else no body is read.
    private static func refusal(
        _ problem: Problem, _ request: Request, _ context: ServerContext
    ) async -> Response? {
        let isKnown = [.insufficientScope, .foreignOrigin].contains(problem.kind)
        let id = isKnown ? try? await id(in: request, context) : nil
        return ProtectedResource.refusal(problem, to: id, request, context)
    }

    /// Nil where the client would have to be asked for the body, or that is no request.
    private static func id(in request: Request, _ context: ServerContext) async throws -> JSONValue? {
        guard request.headers[.expect] == nil else { return nil }
        let pieces = try BodyPieces(request.body, packedAs: request.headers[.contentEncoding], context.limits)
        var bytes = try await Exchange.bytes(of: pieces, atMost: longest)
        ByteOrderMark.strip(&bytes)
        guard case .request(let request) = try MCPMessage(json: bytes) else { return nil }
        return request.id
    }

    private static func acknowledgement(of message: MCPMessage, _ headers: MCPHeaders) throws(MCPFault) -> Response {
        if try !MCPEra.speaksByHandshake(headers), case .response = message {
            throw MCPFault(.invalidRequest, "Nothing was asked of you.")
        }
        return Response(status: .accepted)
    }

    private static func answer(
        _ request: MCPRequest, _ headers: MCPHeaders, _ exchange: Exchange
    ) async throws -> Response {
        var era: MCPEra?
        do {
            let spoken = try MCPEra(of: request, headers)
            era = spoken
            if spoken == .stateless, request.method == "subscriptions/listen" {
                return try await MCPSubscription.response(to: request, exchange)
            }
            let reply = try await reply(to: request, in: spoken, exchange)
            let message = reply.message(to: request, in: spoken, version: exchange.context.version)
            return .bytes(message, as: MediaType.json)
        } catch let fault as MCPFault {
            return fault.response(to: request.id, in: era)
        } catch let problem as Problem {
            let refusal = ProtectedResource.refusal(problem, to: request.id, exchange.request, exchange.context)
            guard let refusal else { throw problem }
            return refusal
        }
    }

    private static func reply(
        to request: MCPRequest, in era: MCPEra, _ exchange: Exchange
    ) async throws -> MCPReply {
        switch (request.method, era) {
        case ("server/discover", .stateless): return discovery
        case ("initialize", .handshake): return handshake(request, exchange.context.version)
        case ("ping", .handshake): return MCPReply { _ in }
        case ("tools/list", _): return try tools(request, exchange)
        case ("tools/call", _): return try await call(request, exchange)
        case ("resources/list", _): return try MCPResources.list(request)
        case ("resources/templates/list", _): return try MCPResources.templates(request)
        case ("resources/read", _): return try await MCPResources.read(request, in: era, exchange)
        default: throw MCPFault.unknownMethod
        }
    }

    // MARK: Who is there

    private static let instructions =
        "Clientele holds one live profile of each customer. Find a customer by find_customer, then get_brief tells "
        + "what matters; vip_status and rank_queue tell who goes first. \(JSONWriter.untrustedNotice)"

    private static let discovery = MCPReply(.seconds(listSeconds)) { json in
        json.member("supportedVersions") { $0.array(of: MCPEra.versions) { $0.string($1) } }
        json.member("capabilities") { json in
            json.object { json in
                json.member("tools") { $0.object { _ in } }
                json.member("resources") { json in json.object { $0.member("subscribe", true) } }
            }
        }
        json.member("instructions", instructions)
    }

    /// A version that is not spoken here is answered with the latest that is, for the client to accept or to leave.
    private static func handshake(_ request: MCPRequest, _ version: String) -> MCPReply {
        let wanted = request.params.member(["protocolVersion"])?.text ?? ""
        let spoken = MCPEra.handshakeVersions.contains(wanted) ? wanted : MCPEra.handshakeVersions[0]
        return MCPReply { json in
            json.member("protocolVersion", spoken)
            json.member("capabilities") { json in
                json.object { json in
                    json.member("tools") { $0.object { _ in } }
                    json.member("resources") { $0.object { _ in } }
                }
            }
            json.member("serverInfo") { $0.serverInfo(version) }
            json.member("instructions", instructions)
        }
    }

    // MARK: Tools

    /// Those that the key may call, all on one page.
    private static func tools(_ request: MCPRequest, _ exchange: Exchange) throws(MCPFault) -> MCPReply {
        try request.checkPage()
        let allowed = MCPTool.all.filter { tool in exchange.key.map(tool.access.allows) ?? false }
        return MCPReply(.seconds(listSeconds)) { json in
            json.member("tools") { $0.array(of: allowed) { $1.write(to: &$0) } }
        }
    }

    private static func call(_ request: MCPRequest, _ exchange: Exchange) async throws -> MCPReply {
        guard let tool = MCPTool.all.first(where: { $0.name == request.params.member(["name"])?.text }) else {
            throw MCPFault(.invalidParams, "There is no such tool.")
        }
        let arguments = request.params.member(["arguments"]) ?? .object(JSONObject(members: []))
        guard case .object = arguments else { throw MCPFault(.invalidParams, "The arguments have to be an object.") }
        let answer = try await exchange.context.spans.telling(ofTool: tool.name, request.meta) {
            try await MCPToolAnswer(tool, arguments, exchange)
        }
        return MCPReply { answer.write(to: &$0) }
    }
}

extension MCPRequest {
    /// Every list fits on one page, so that no cursor was ever given out.
    func checkPage() throws(MCPFault) {
        guard params.member(["cursor"]) == nil else {
            throw MCPFault(.invalidParams, "The cursor is none that was given out.")
        }
    }
}
