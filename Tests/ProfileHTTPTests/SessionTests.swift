import HTTPTypes
import HummingbirdTesting
import ProfileHTTP
import ProfileStore
import ProfileWire
import Testing

@Suite("Sessions act for their key, from pages of this host, until they end", .timeLimit(.minutes(2)))
struct SessionTests {
    /// Signs in and gives the cookie.
    private static func signIn(_ call: TestCaller, as scope: APIKey.Scope = .admin) async throws -> String {
        let answer = try await call(.post, "/v1/sessions", as: scope)
        #expect(answer.status == 201)
        let cookie = try #require(answer.headers[.setCookie])
        for attribute in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"] {
            #expect(cookie.contains("; \(attribute)"))
        }
        #expect(!cookie.contains("Secure"))
        return String(cookie.prefix { $0 != ";" })
    }

    private static func ask(
        _ line: String, _ cookie: String, _ call: TestCaller, fields: String = "", body: String = ""
    ) async throws -> String {
        try await call.asBrowser(line, fields: "Cookie: a=b; \(cookie)\r\n" + fields, body: body)
    }

    @Test("A session reads as its key does, and says what it is")
    func reading() async throws {
        try await TestServer().callLive { call async throws in
            let cookie = try await Self.signIn(call, as: .profilesRead)
            #expect(try await call.status(.put, "/v1/sources/crm/customers/1", body: "{}") == 200)
            #expect(try await Self.ask("GET /v1/profiles/crm:1", cookie, call).hasPrefix("HTTP/1.1 200"))
            #expect(try await Self.ask("GET /v1/keys", cookie, call).hasPrefix("HTTP/1.1 403"))
            let current = try await Self.ask("GET /v1/sessions/current", cookie, call)
            #expect(current.contains(#""key":"profiles:read","scopes":["profiles:read"]"#))
            #expect(try await Self.ask("GET /v1/profiles/crm:1", cookie + "x", call).hasPrefix("HTTP/1.1 401"))
            #expect(try await call.status(.get, "/v1/sessions/current") == 401)
        }
    }

    @Test("Under https the cookie's name keeps others from setting it, and the plain one counts for nothing")
    func names() async throws {
        try await TestServer(publicOrigin: "https://clientele.example.com").callLive { call async throws in
            let answer = try await call(.post, "/v1/sessions")
            let cookie = String(try #require(answer.headers[.setCookie]).prefix { $0 != ";" })
            #expect(cookie.hasPrefix("__Host-clientele_session=ses_"))
            let line = "GET /v1/sessions/current"
            #expect(try await Self.ask(line, cookie, call).hasPrefix("HTTP/1.1 200"))
            let plain = String(cookie.dropFirst("__Host-".count))
            #expect(try await Self.ask(line, plain, call).hasPrefix("HTTP/1.1 401"))
        }
    }

    @Test("Of two cookies that differ neither counts")
    func twice() async throws {
        try await TestServer().callLive { call async throws in
            let (one, other) = (try await Self.signIn(call), try await Self.signIn(call, as: .profilesRead))
            let line = "GET /v1/sessions/current"
            #expect(try await Self.ask(line, "\(one); \(one)", call).hasPrefix("HTTP/1.1 200"))
            for cookies in ["\(one); \(other)", "\(one); clientele_session=x", "clientele_session=x; \(one)"] {
                #expect(try await Self.ask(line, cookies, call).hasPrefix("HTTP/1.1 401"))
            }
        }
    }

    @Test("A change by a session is taken from pages of this host alone, and no session makes another")
    func origin() async throws {
        try await TestServer().callLive { call async throws in
            let cookie = try await Self.signIn(call)
            let line = "PUT /v1/sources/crm/customers/1"
            for fields in ["", "Origin: http://y\r\n", "Origin: null\r\n", "Origin: http://x:81\r\n"] {
                let refused = try await Self.ask(line, cookie, call, fields: fields, body: "{}")
                #expect(refused.hasPrefix("HTTP/1.1 403") && refused.contains("/problems/foreign-origin"))
            }
            for fields in ["Origin: http://x:80\r\n", "Origin: https://x:80\r\n"] {
                #expect(try await Self.ask(line, cookie, call, fields: fields, body: "{}").hasPrefix("HTTP/1.1 200"))
                let again = try await Self.ask("POST /v1/sessions", cookie, call, fields: fields)
                #expect(again.hasPrefix("HTTP/1.1 401"))
            }
        }
    }

    @Test("A session ends when it is signed out, when it is revoked, and with its key")
    func endings() async throws {
        try await TestServer().callLive { call async throws in
            let own = "Origin: http://x:80\r\n"
            let first = try await Self.signIn(call)
            let left = try await Self.ask("DELETE /v1/sessions/current", first, call, fields: own)
            #expect(left.hasPrefix("HTTP/1.1 204") && left.contains("Max-Age=0"))
            #expect(try await Self.ask("GET /v1/sessions/current", first, call).hasPrefix("HTTP/1.1 401"))

            let second = try await Self.signIn(call, as: .steward)
            let listed = try await call(.get, "/v1/sessions").json["sessions"]
            #expect(listed?.count == 1 && listed?[0]?["key"] == .string("steward"))
            let id = try #require(listed?[0]?["id"]?.string)
            #expect(try await call.status(.delete, "/v1/sessions/\(id)") == 204)
            #expect(try await call.status(.delete, "/v1/sessions/\(id)") == 404)
            #expect(try await Self.ask("GET /v1/sessions/current", second, call).hasPrefix("HTTP/1.1 401"))

            let third = try await Self.signIn(call, as: .vipRead)
            let key = try #require(call.keys[.vipRead])
            #expect(try await call.status(.delete, "/v1/keys/\(key.id)") == 204)
            #expect(try await Self.ask("GET /v1/sessions/current", third, call).hasPrefix("HTTP/1.1 401"))
        }
    }

    @Test("A ticket opens one stream, once; a session that ends takes its streams along")
    func tickets() async throws {
        let server = try await TestServer()
        try await server.callLive { call async throws in
            #expect(try await call.status(.put, "/v1/sources/crm/customers/1", body: "{}") == 200)
            let ticket = try #require(try await call(.post, "/v1/streams/tickets").json["ticket"]?.string)
            let path = "/v1/profiles/crm:1/stream?ticket=\(ticket)"
            // A HEAD opens no stream, and uses no ticket up.
            #expect(try await call.status(.head, path, as: nil) == 401)
            let reader = try await EventReader(path, call, key: "")
            #expect(try await reader.next().name == "profile")
            #expect(try await EventReader(path, call, key: "").status == 401)
            // No other operation takes one.
            let other = try #require(try await call(.post, "/v1/streams/tickets").json["ticket"]?.string)
            #expect(try await call.status(.get, "/v1/profiles/crm:1?ticket=\(other)", as: nil) == 401)
            reader.end()

            let cookie = try await Self.signIn(call)
            let live = try await EventReader("/v1/profiles/crm:1/stream", call, key: "", cookie: cookie)
            _ = try await live.next()
            let own = "Origin: http://x:80\r\n"
            _ = try await Self.ask("DELETE /v1/sessions/current", cookie, call, fields: own)
            try await Task.sleep(for: .milliseconds(1100))
            let body = #"{"given_name":"Jane"}"#
            #expect(try await call.status(.put, "/v1/sources/crm/customers/1", body: body) == 200)
            #expect(try await live.rest() == [])
        }
    }

    @Test("A key may be bound to agents, and says so")
    func agents() async throws {
        try await TestServer().callLive { call async throws in
            let body = #"{"name":"desk","scopes":["profiles:read"],"agents":["kim","lee"]}"#
            let made = try await call(.post, "/v1/keys", body: body).json
            #expect(made["agents"]?.count == 2)
            let key = try #require(made["key"]?.string)
            let own = try await EventReader("/v1/agents/kim/stream", call, key: key)
            #expect(own.status == 200)
            own.end()
            #expect(try await EventReader("/v1/agents/max/stream", call, key: key).status == 403)
            for agent in ["kim", "max"] {
                let interaction = """
                    {"customer":{"crm":"1"},"occurred_at":"2026-11-22T09:55:00Z","channel":"phone","status":"open",
                    "agent":{"id":"\(agent)"}}
                    """
                let path = "/v1/sources/desk/interactions/\(agent)"
                #expect(try await call.status(.put, path, body: interaction) == 200)
            }
            let changes = try await call.send(.get, "/v1/changes", token: key).json["changes"]
            let agents = (0..<(changes?.count ?? 0)).compactMap { changes?[$0]?["agent"] }
            #expect(agents == [.string("kim")])
        }
    }
}
