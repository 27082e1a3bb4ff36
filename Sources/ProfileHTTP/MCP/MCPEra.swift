import Foundation
import HTTPTypes
import ProfileWire

/// How a client speaks: each request by itself, or after a handshake.
enum MCPEra: Hashable, Sendable {
    case stateless
    case handshake

    static let statelessVersion = "2026-07-28"
    /// Latest first.
    static let handshakeVersions = ["2025-11-25", "2025-06-18"]
    static let versions = [statelessVersion] + handshakeVersions

    private static let versionMember = "io.modelcontextprotocol/protocolVersion"
    private static let capabilitiesMember = "io.modelcontextprotocol/clientCapabilities"

    /// The era of a request, which has to say the same in its header fields and in its body.
    init(of request: MCPRequest, _ headers: MCPHeaders) throws(MCPFault) {
        let stated = request.meta?.member([Self.versionMember])
        if stated == nil {
            guard try Self.speaksByHandshake(headers) else {
                throw MCPFault(.invalidParams, "params._meta has to name \(Self.versionMember).")
            }
            self = .handshake
            return
        }
        guard case .string(let version)? = stated, case .object? = request.meta?.member([Self.capabilitiesMember])
        else {
            throw MCPFault(
                .invalidParams, "params._meta has to name \(Self.versionMember) and \(Self.capabilitiesMember).")
        }
        try headers.check(request, version)
        guard version == Self.statelessVersion else { throw .unsupported(version) }
        self = .stateless
    }

    /// Whether a message that states no version in its body is of a client that shook hands, or is about to.
    static func speaksByHandshake(_ headers: MCPHeaders) throws(MCPFault) -> Bool {
        guard let version = headers.version else { return headers.method == nil }
        guard versions.contains(version) else { throw .unsupported(version) }
        return version != statelessVersion
    }
}

/// What header fields repeat of a message, so that proxies need not read it.
struct MCPHeaders: Hashable, Sendable {
    let version: String?
    let method: String?
    let name: String?
    private let isAmbiguous: Bool

    private static let versionName = HTTPField.Name("MCP-Protocol-Version") ?? .server
    private static let methodName = HTTPField.Name("Mcp-Method") ?? .server
    private static let nameName = HTTPField.Name("Mcp-Name") ?? .server

    init(_ fields: HTTPFields) {
        let all = [Self.versionName, Self.methodName, Self.nameName].map { fields[values: $0] }
        (version, method, name) = (all[0].first, all[1].first, all[2].first)
        isAmbiguous = all.contains { $0.count > 1 }
    }

    /// The member of `params` that `Mcp-Name` repeats.
    private static let named = ["tools/call": "name", "resources/read": "uri", "prompts/get": "name"]

    fileprivate func check(_ request: MCPRequest, _ statedVersion: String) throws(MCPFault) {
        let wanted = Self.named[request.method].flatMap { request.params.member([$0])?.text }
        guard !isAmbiguous, version == statedVersion, method == request.method,
            wanted == nil || name.flatMap(Self.decoded) == wanted
        else {
            throw MCPFault(
                .headerMismatch, "MCP-Protocol-Version, Mcp-Method and Mcp-Name have to be there once, as in the body.")
        }
    }

    /// The value that was meant: one that a header field cannot hold comes as `=?base64?…?=`.
    static func decoded(_ text: String) -> String? {
        let (start, end) = ("=?base64?", "?=")
        guard text.hasPrefix(start), text.hasSuffix(end), text.utf8.count >= start.utf8.count + end.utf8.count else {
            return text
        }
        let packed = text.dropFirst(start.count).dropLast(end.count)
        // Only the one way to write it counts, so that nobody reads another name in it.
        guard let data = Data(base64Encoded: String(packed)), data.base64EncodedString() == packed else { return nil }
        return String(validating: data, as: UTF8.self)
    }
}
