import HTTPTypes
import Hummingbird
import ProfileWire

/// What a request is answered with.
struct MCPReply: Sendable {
    /// How long a client may keep an answer, where it may at all. What answers say depends on the key.
    enum Keeping: Sendable {
        case none
        case seconds(Int)
    }

    let keeping: Keeping
    let members: @Sendable (inout JSONWriter) -> Void

    init(_ keeping: Keeping = .none, _ members: @escaping @Sendable (inout JSONWriter) -> Void) {
        (self.keeping, self.members) = (keeping, members)
    }

    /// The message with the answer to `request`.
    func message(to request: MCPRequest, in era: MCPEra, version: String) -> [UInt8] {
        var json = JSONWriter()
        json.rpc(id: request.id) { json in
            json.member("result") { json in
                json.object { json in
                    if era == .stateless { writeFrame(to: &json, version) }
                    members(&json)
                }
            }
        }
        return json.bytes
    }

    private func writeFrame(to json: inout JSONWriter, _ version: String) {
        json.member("resultType", "complete")
        if case .seconds(let seconds) = keeping {
            json.member("ttlMs", seconds * 1000)
            json.member("cacheScope", "private")
        }
        json.member("_meta") { json in
            json.object { json in
                json.key(named: "io.modelcontextprotocol/serverInfo")
                json.serverInfo(version)
            }
        }
    }
}

extension MCPFault {
    /// After a handshake, statuses speak of the connection alone: clients take a 404 for the end of a session.
    func response(to id: JSONValue?, in era: MCPEra?) -> Response {
        var json = JSONWriter()
        json.rpc(id: id ?? .null) { json in
            json.member("error") { json in
                json.object { json in
                    json.member("code", code.rawValue)
                    json.member("message", message)
                    json.present("data", requested) { json, requested in
                        json.object { json in
                            json.member("supported") { $0.array(of: MCPEra.versions) { $0.string($1) } }
                            json.member("requested", requested)
                        }
                    }
                }
            }
        }
        return .bytes(json.bytes, as: MediaType.json, status: era == .handshake ? .ok : status)
    }
}

extension JSONWriter {
    /// A message of JSON-RPC about the request with that id.
    fileprivate mutating func rpc(id: JSONValue, _ members: (inout JSONWriter) -> Void) {
        object { json in
            json.member("jsonrpc", "2.0")
            json.key("id")
            json.value(id)
            members(&json)
        }
    }

    mutating func serverInfo(_ version: String) {
        object {
            $0.member("name", "clientele")
            $0.member("title", "Clientele")
            $0.member("version", version)
        }
    }
}
