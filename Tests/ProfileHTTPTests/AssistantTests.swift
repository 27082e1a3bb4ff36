import HTTPTypes
import HummingbirdTesting
import ProfileHTTP
import ProfileStore
import ProfileWire
import SQLStore
import SQLiteStore
import Testing

@Suite("Assistants ask by the Model Context Protocol")
struct AssistantTests {
    private typealias Caller = AssistantCaller

    @Test("A request by itself is answered with the frame of its version")
    func discovery() async throws {
        try await TestServer().call { call async throws in
            let answer = try await Caller(call: call).ask("server/discover")
            #expect(answer.status == 200)
            let result = try answer.json["result"]
            #expect(try answer.json["id"] == .number("7"))
            #expect(result?["resultType"] == .string("complete"))
            #expect(result?["supportedVersions"]?[0] == .string("2026-07-28"))
            #expect(result?["cacheScope"] == .string("private"))
            #expect(result?["ttlMs"]?.integer == 300_000)
            #expect(result?["_meta"]?["io.modelcontextprotocol/serverInfo"]?["name"] == .string("clientele"))
            #expect(result?["instructions"]?.string?.contains("untrusted") == true)
        }
    }

    @Test("Header fields and body say the same, or the request is refused", arguments: [0, 1, 2, 3, 4, 5, 6])
    func headers(variant: Int) async throws {
        try await TestServer().call { call async throws in
            var fields = Caller.fields("tools/call", name: "vip_status")
            switch variant {
            case 0: fields[Caller.version] = nil
            case 1: fields[Caller.method] = nil
            case 2: fields[Caller.name] = nil
            case 3: fields[Caller.version] = "2025-11-25"
            case 4: fields[Caller.method] = "tools/list"
            case 5: fields[Caller.name] = "get_brief"
            default: fields.append(HTTPField(name: Caller.name, value: "get_brief"))
            }
            let body = Caller.body("tools/call", #""name":"vip_status","arguments":{"identifiers":["crm:1"]},"#)
            let answer = try await Caller(call: call).send(body, fields)
            #expect(answer.status == 400)
            #expect(try answer.fault == -32020)
            #expect(try answer.json["id"] == .number("7"))
        }
    }

    @Test("A name that no header field can hold comes packed")
    func packedName() async throws {
        try await TestServer().call { call async throws in
            let caller = Caller(call: call)
            let uri = #""uri":"clientele://profiles/ü","#
            let right = try await caller.send(
                Caller.body("resources/read", uri),
                Caller.fields("resources/read", name: "=?base64?Y2xpZW50ZWxlOi8vcHJvZmlsZXMvw7w=?="))
            #expect(try right.fault == -32602)
            let wrong = try await caller.send(
                Caller.body("resources/read", uri),
                Caller.fields("resources/read", name: "=?base64?Y2xpZW50ZWxlOi8vcHJvZmlsZXMvw7x=?="))
            #expect(try wrong.fault == -32020)
        }
    }

    @Test("What a request has to bring along in its body is asked for by name")
    func meta() async throws {
        try await TestServer().call { call async throws in
            let caller = Caller(call: call)
            let version = #""io.modelcontextprotocol/protocolVersion":"2026-07-28""#
            for params in ["{}", #"{"_meta":{}}"#, #"{"_meta":{\#(version)}}"#, #"{"_meta":[]}"#] {
                let body = #"{"jsonrpc":"2.0","id":7,"method":"tools/list","params":\#(params)}"#
                let answer = try await caller.send(body, Caller.fields("tools/list"))
                #expect(answer.status == 400)
                #expect(try answer.fault == -32602, "\(params)")
            }
        }
    }

    @Test("A version that is not spoken here is told from those that are", arguments: ["2027-01-01", "2025-03-26"])
    func version(version: String) async throws {
        try await TestServer().call { call async throws in
            let caller = Caller(call: call)
            let byItself = try await caller.send(
                Caller.body("tools/list", version: version), Caller.fields("tools/list", version: version))
            let afterHandshake = try await caller.askByHandshake("tools/list", version: version)
            for answer in [byItself, afterHandshake] {
                #expect(answer.status == 400)
                #expect(try answer.fault == -32022)
                #expect(try answer.json["error"]?["data"]?["supported"]?.count == 3)
                #expect(try answer.json["error"]?["data"]?["requested"] == .string(version))
            }
        }
    }

    @Test("An unknown method is not found, an unknown tool and a made-up cursor are wrong parameters")
    func unknown() async throws {
        try await TestServer().call { call async throws in
            let caller = Caller(call: call)
            for method in ["tools/like", "initialize", "ping", "prompts/list"] {
                let answer = try await caller.ask(method)
                #expect(answer.status == 404)
                #expect(try answer.fault == -32601)
            }
            let tool = try await caller.ask("tools/call", #""name":"drop","arguments":{},"#, name: "drop")
            #expect(try tool.fault == -32602)
            for method in ["tools/list", "resources/list", "resources/templates/list"] {
                #expect(try await caller.ask(method, #""cursor":"x","#).fault == -32602)
            }
            let shape = try await caller.ask("tools/call", #""name":"vip_status","arguments":[],"#, name: "vip_status")
            #expect(try shape.fault == -32602)
        }
    }

    @Test("What is no message is refused, and a notification is taken note of")
    func messages() async throws {
        try await TestServer().call { call async throws in
            let caller = Caller(call: call)
            let fields = Caller.fields("tools/list")
            #expect(try await caller.send("nonsense", fields).fault == -32700)
            for body in [
                "[]", "1", #"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#, #"{"id":1,"method":"ping"}"#,
                #"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, #"{"jsonrpc":"2.0","id":1.5,"method":"ping"}"#,
                #"{"jsonrpc":"2.0","id":1}"#, #"{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}"#,
                #"{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/list"}"#,
                #"{"jsonrpc":"2.0","id":1,"result":{}}"#,
            ] {
                let answer = try await caller.send(body, fields)
                #expect(answer.status == 400, "\(body)")
                #expect(try answer.fault == -32600, "\(body)")
                #expect(try answer.json["id"] == .null)
            }
            let note = #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#
            for fields in [fields, [.contentType: "application/json"]] {
                let answer = try await caller.send(note, fields)
                #expect(answer.status == 202)
                #expect(answer.bytes.isEmpty)
            }
            let old = try await caller.send(note, Caller.fields("", version: "2024-11-05"))
            #expect(old.status == 400)
            #expect(try await call.status(.get, "/mcp") == 405)
            #expect(try await call.status(.delete, "/mcp") == 405)
            let long = String(repeating: " ", count: 1 << 20) + note
            #expect(try await caller.send(long, fields).status == 413)
        }
    }

    @Test(
        "A handshake agrees on a version, and what follows is answered as before",
        arguments: ["2025-11-25", "2025-06-18"])
    func handshake(version: String) async throws {
        try await TestServer().call { call async throws in
            let caller = Caller(call: call)
            let hello = try await caller.askByHandshake(
                "initialize",
                #"{"protocolVersion":"\#(version)","capabilities":{},"clientInfo":{"name":"x","version":"1"}}"#,
                version: nil)
            let result = try hello.json["result"]
            #expect(result?["protocolVersion"] == .string(version))
            #expect(result?["serverInfo"]?["name"] == .string("clientele"))
            #expect(result?["resultType"] == nil)
            #expect(!hello.headers.contains { $0.name.canonicalName == "mcp-session-id" })
            let pong = try await caller.askByHandshake("ping", version: version)
            #expect(try pong.json["result"]?.names == [])
            #expect(
                try await caller.askByHandshake("tools/list", version: version).json["result"]?["tools"]?.count == 6)
            let unknown = try await caller.askByHandshake("server/discover", version: version)
            #expect(unknown.status == 200)
            #expect(try unknown.fault == -32601)
            let other = try await caller.askByHandshake(
                "initialize", #"{"protocolVersion":"2024-11-05"}"#, version: nil)
            #expect(try other.json["result"]?["protocolVersion"] == .string("2025-11-25"))
            let missing = try await caller.askByHandshake(
                "resources/read", #"{"uri":"clientele://profiles/prf_00000000000000000000000000"}"#)
            #expect(try missing.fault == -32002)
        }
    }

    @Test("Without a key, or with one that does not do, a client learns what to send")
    func keys() async throws {
        try await TestServer(publicOrigin: "https://c.example.com").call { call async throws in
            let metadata = "resource_metadata=\"https://c.example.com/.well-known/oauth-protected-resource/mcp\""
            let stranger = try await Caller(call: call, scope: nil).ask("tools/list")
            #expect(try stranger.status == 401 && stranger.fault == -32003 && stranger.json["id"] == .null)
            let challenge = try #require(stranger.headers[.wwwAuthenticate])
            #expect(challenge.contains(metadata) && challenge.contains("scope=\"profiles:read\""))
            #expect(!challenge.contains("error="))
            let writer = try await Caller(call: call, scope: .ingestWrite).ask("tools/list")
            let router = try await Caller(call: call, scope: .vipRead)
                .ask("tools/call", #""name":"get_brief","arguments":{"identifier":"crm:1"},"#, name: "get_brief")
            let reader = try await Caller(call: call, scope: .vipRead).ask(
                "resources/read", #""uri":"clientele://profiles/prf_1","#, name: "clientele://profiles/prf_1")
            for (answer, id, scope) in [
                (writer, JSONValue.number("7"), "profiles:read or vip:read"), (router, .number("7"), "profiles:read"),
                (reader, .number("7"), "profiles:read"),
            ] {
                #expect(answer.status == 403)
                #expect(answer.headers[.contentType] == "application/json")
                let json = try answer.json
                #expect(DescribedSchema.misfits(json, "AssistantAnswer") == [])
                #expect(try answer.fault == -32003 && json["id"] == id)
                #expect(json["error"]?["message"]?.string?.contains("the scope \(scope).") == true)
                let challenge = try #require(answer.headers[.wwwAuthenticate])
                #expect(challenge.contains("error=\"insufficient_scope\"") && challenge.contains(metadata))
            }
            let steward = try await Caller(call: call, scope: .profilesRead).ask(
                "tools/call", #""name":"set_vip_tier","arguments":{},"#, name: "set_vip_tier")
            #expect(try #require(steward.headers[.wwwAuthenticate]).contains("scope=\"steward\""))
            for path in ["", "/mcp"] {
                let answer = try await call(.get, "/.well-known/oauth-protected-resource\(path)", as: nil)
                #expect(try answer.json["resource"] == .string("https://c.example.com/mcp"))
                #expect(try answer.json["authorization_servers"] == nil)
                #expect(try answer.json["credentials"]?.string?.contains("API key") == true)
            }
        }
    }

    @Test("Authorization servers are named where the settings do")
    func issuers() async throws {
        let access = AssistantAccess(authorizationServers: ["https://login.example.com"])
        try await TestServer(assistants: access).call { call async throws in
            let answer = try await call(.get, "/.well-known/oauth-protected-resource", as: nil)
            #expect(try answer.json["authorization_servers"]?[0] == .string("https://login.example.com"))
            #expect(try answer.json["credentials"] == nil)
        }
    }

    @Test("Pages of other hosts do not get to ask, not even by a name of their own for this one")
    func origins() async throws {
        let access = AssistantAccess(origins: ["https://desk.example.com"])
        let test = try await TestServer(assistants: access, publicOrigin: "https://c.example.com")
        try await test.callLive { call async throws in
            let key = try #require(call.keys[.profilesRead]?.text)
            let body = Caller.body("tools/list")
            func told(_ origin: String, host: String) async throws -> String {
                let connection = try RawConnection(port: try #require(call.client.port))
                let fields = Caller.fields("tools/list").map { "\($0.name): \($0.value)\r\n" }.joined()
                await connection.send(
                    "POST /mcp HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\nAuthorization: Bearer \(key)\r\n"
                        + "Origin: \(origin)\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
                return try #require(await connection.receive())
            }
            for (origin, host, expected) in [
                ("https://c.example.com", "c.example.com", 200), ("https://desk.example.com", "c.example.com", 200),
                ("http://127.0.0.1:8080", "127.0.0.1:8080", 200), ("http://localhost", "localhost", 200),
                ("https://evil.example.com", "c.example.com", 403),
                ("http://evil.example.com", "evil.example.com", 403),
                ("http://localhost.evil.example.com", "localhost.evil.example.com", 403), ("null", "127.0.0.1", 403),
                ("http://127.0.0.1:9", "127.0.0.1:8080", 403),
            ] {
                let answer = try await told(origin, host: host)
                #expect(Int(answer.split(separator: " ")[1]) == expected, "\(origin) \(host)")
                #expect(answer.contains(#""id":7"#), "\(answer)")
            }
        }
    }

    @Test("What cannot be done is told to the model; nothing of the arguments is repeated")
    func failures() async throws {
        try await TestServer().call { call async throws in
            let caller = Caller(call: call)
            for (tool, arguments) in [
                ("get_brief", #"{"identifier":"email:secret@example.com"}"#),
                ("get_brief", #"{"identifier":"secret"}"#),
                ("get_brief", #"{"identifier":5}"#), ("get_brief", #"{"identifier":"crm:1","max_tokens":1}"#),
                ("get_timeline", #"{"identifier":"crm:1","cursor":"secret"}"#),
                ("find_customer", #"{"query":"x","cursor":"secret"}"#), ("vip_status", #"{"identifiers":[]}"#),
                ("explain_value", #"{"identifier":"crm:1","pointer":"secret"}"#),
                ("rank_queue", #"{"queue":[{"ref":"a","secret":1}],"remember":true}"#), ("rank_queue", "{}"),
            ] {
                let result = try await caller.use(tool, arguments)
                #expect(result["isError"] == .bool(true), "\(tool) \(arguments)")
                #expect(result["structuredContent"] == nil)
                let text = try #require(result["content"]?[0]?["text"]?.string)
                #expect(!text.contains("secret") || text.contains("/secret"), "\(text)")
            }
        }
    }

    @Test("A tier is set by a key with the scope for it, and by no other")
    func writing() async throws {
        let test = try await TestServer()
        let token = KeyToken.draw()
        try await test.store.put(
            token.key(named: "desk", scopes: [.profilesRead, .steward], sources: nil, at: TestServer.moment))
        try await test.call { call async throws in
            _ = try await call(.post, "/v1/keys", body: #"{"name":"x","scopes":["admin"]}"#)
            _ = try await call(.put, "/v1/sources/crm/customers/1", body: #"{"given_name":"Jane"}"#)
            let arguments = #""name":"set_vip_tier","arguments":{"identifier":"crm:1","tier":"gold","reason":"asked"},"#
            let reader = try await Caller(call: call).ask("tools/call", arguments, name: "set_vip_tier")
            #expect(reader.status == 403)
            #expect(try await call(.get, "/v1/vip/crm:1").json["tier"] == .null)
            let steward = try await call.send(
                .post, "/mcp", token: token.text, body: Array(Caller.body("tools/call", arguments).utf8),
                Caller.fields("tools/call", name: "set_vip_tier"))
            #expect(try steward.json["result"]?["isError"] == .bool(false))
            #expect(try await call(.get, "/v1/vip/crm:1").json["tier"] == .string("gold"))
            for wrong in [##""tier":"none""##, ##""tier":"gold","until":"2001-01-01T00:00:00Z""##] {
                let body = Caller.body(
                    "tools/call",
                    #""name":"set_vip_tier","arguments":{"identifier":"crm:1","reason":"x",\#(wrong)},"#)
                let answer = try await call.send(
                    .post, "/mcp", token: token.text, body: Array(body.utf8),
                    Caller.fields("tools/call", name: "set_vip_tier"))
                #expect(try answer.json["result"]?["isError"] == .bool(true))
            }
        }
    }

    @Test("Ranking by a tool leaves no trace")
    func trial() async throws {
        let test = try await TestServer()
        try await test.call { call async throws in
            _ = try await call(.put, "/v1/sources/crm/customers/1", body: #"{"given_name":"Jane"}"#)
            let queue = #"{"queue":[{"ref":"a","identifier":"crm:1","waited_seconds":30},{"ref":"b"}]}"#
            let result = try await Caller(call: call, scope: .vipRead).use("rank_queue", queue)
            #expect(result["structuredContent"]?["queue"]?[0]?["ref"] == .string("a"))
            #expect(result["structuredContent"]?["queue"]?[1]?["position"]?.integer == 2)
        }
    }

    @Test("Neither answers to errors nor the log tell of whom was asked")
    func discretion() async throws {
        let test = try await TestServer()
        try await test.call { call async throws in
            let caller = Caller(call: call)
            _ = try await caller.use("get_brief", #"{"identifier":"email:canary@example.com"}"#)
            _ = try await caller.use("find_customer", #"{"query":"canary"}"#)
            let wrong = try await caller.ask("canary/list", #""canary":1,"#)
            #expect(!wrong.text.contains("canary"))
        }
        for line in test.log.all { #expect(!String(decoding: line, as: UTF8.self).contains("canary")) }
    }
}
