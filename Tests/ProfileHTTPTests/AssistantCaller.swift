import HTTPTypes
import ProfileHTTP
import ProfileStore
import ProfileWire
import Testing

/// A client of the Model Context Protocol, as the tests need it: each field and member may be left out or be wrong.
struct AssistantCaller {
    static let version = HTTPField.Name("MCP-Protocol-Version") ?? .server
    static let method = HTTPField.Name("Mcp-Method") ?? .server
    static let name = HTTPField.Name("Mcp-Name") ?? .server

    let call: TestCaller
    var scope: APIKey.Scope? = .profilesRead

    /// The fields that belong to a request of version 2026-07-28.
    static func fields(_ method: String, name: String? = nil, version: String = "2026-07-28") -> HTTPFields {
        var fields: HTTPFields = [.contentType: "application/json", .accept: "application/json, text/event-stream"]
        fields[Self.version] = version
        fields[Self.method] = method
        fields[Self.name] = name
        return fields
    }

    /// The body of one. `params` are members, with a comma after each.
    static func body(_ method: String, _ params: String = "", version: String = "2026-07-28") -> String {
        let meta =
            #""io.modelcontextprotocol/protocolVersion":"\#(version)","io.modelcontextprotocol/clientCapabilities":{}"#
        return #"{"jsonrpc":"2.0","id":7,"method":"\#(method)","params":{\#(params)"_meta":{\#(meta)}}}"#
    }

    /// A request of version 2026-07-28.
    func ask(_ method: String, _ params: String = "", name: String? = nil) async throws -> TestCaller.Answer {
        try await send(Self.body(method, params), Self.fields(method, name: name))
    }

    /// What a tool answers; `arguments` are an object.
    func use(_ tool: String, _ arguments: String) async throws -> JSONValue {
        let answer = try await ask("tools/call", #""name":"\#(tool)","arguments":\#(arguments),"#, name: tool)
        #expect(answer.status == 200, "\(answer.text)")
        return try #require(try answer.json["result"])
    }

    /// A request as after a handshake.
    func askByHandshake(
        _ method: String, _ params: String = "{}", version: String? = "2025-11-25"
    ) async throws -> TestCaller.Answer {
        var fields: HTTPFields = [.contentType: "application/json", .accept: "application/json, text/event-stream"]
        fields[Self.version] = version
        return try await send(#"{"jsonrpc":"2.0","id":"a","method":"\#(method)","params":\#(params)}"#, fields)
    }

    func send(_ body: String, _ fields: HTTPFields) async throws -> TestCaller.Answer {
        try await call(.post, "/mcp", as: scope, body: body, headers: fields)
    }
}

extension TestCaller.Answer {
    /// The code of an error of JSON-RPC.
    var fault: Int? { get throws { try json["error"]?["code"]?.integer } }
}
