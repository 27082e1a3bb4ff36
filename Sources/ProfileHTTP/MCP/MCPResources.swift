import Hummingbird
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// Profiles as resources. Nothing lists them: whom a client may read it has found before.
enum MCPResources {
    private static let prefix = "clientele://profiles/"

    /// The profile that a URI names, by its id alone: identifiers are personal and have no place in addresses.
    static func profile(_ uri: String) -> ProfileID? {
        uri.hasPrefix(prefix) ? ProfileID(String(uri.dropFirst(prefix.count))) : nil
    }

    static func list(_ request: MCPRequest) throws(MCPFault) -> MCPReply {
        try request.checkPage()
        return MCPReply(.seconds(300)) { json in json.member("resources") { $0.array(of: [Int]()) { _, _ in } } }
    }

    static func templates(_ request: MCPRequest) throws(MCPFault) -> MCPReply {
        try request.checkPage()
        return MCPReply(.seconds(300)) { json in
            json.member("resourceTemplates") { json in
                json.array(of: [prefix + "{id}"]) { json, template in
                    json.object {
                        $0.member("uriTemplate", template)
                        $0.member("name", "profile")
                        $0.member("title", "Profile of a customer")
                        $0.member("description", "All that is served of one customer, by the profile's id.")
                        $0.member("mimeType", MediaType.json)
                    }
                }
            }
        }
    }

    /// Changes reach those who listen, and others ask each time.
    static func read(_ request: MCPRequest, in era: MCPEra, _ exchange: Exchange) async throws -> MCPReply {
        try Access.profileReaders.check(exchange.key)
        guard let uri = request.params.member(["uri"])?.text else {
            throw MCPFault(.invalidParams, "A resource is read by its uri.")
        }
        guard let id = profile(uri), let document = try await exchange.service.served(.id(id)) else {
            // The stateless version has no code of its own for it any more.
            throw MCPFault(era == .stateless ? .invalidParams : .resourceNotFound, "There is no such resource.")
        }
        let text = String(decoding: JSONWriter.resource(document.body), as: UTF8.self)
        return MCPReply(.seconds(0)) { json in
            json.member("contents") { json in
                json.array(of: [uri]) { json, uri in
                    json.object {
                        $0.member("uri", uri)
                        $0.member("mimeType", MediaType.json)
                        $0.member("text", text)
                    }
                }
            }
        }
    }
}
