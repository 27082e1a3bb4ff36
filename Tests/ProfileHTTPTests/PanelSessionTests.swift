import HTTPTypes
import HummingbirdTesting
import ProfileHTTP
import ProfileStore
import ProfileWire
import Testing

@Suite("A panel in a frame of another site has a session of its own", .timeLimit(.minutes(2)))
struct PanelSessionTests {
    private static let site = "https://clientele.example.com"
    private static let header = "Clientele-Session: panel\r\n"

    private static func signIn(
        _ body: String, _ call: TestCaller, origin: String? = nil
    ) async throws -> (document: JSONValue, cookie: String?) {
        var headers: HTTPFields = [.contentType: "application/json"]
        headers[.origin] = origin
        let answer = try await call(.post, "/v1/sessions", as: .profilesRead, body: body, headers: headers)
        #expect(answer.status == 201)
        return (try answer.json, answer.headers[.setCookie])
    }

    private static func ask(_ line: String, _ call: TestCaller, _ fields: String) async throws -> String {
        try await call.asBrowser(line, fields: fields, body: "{}")
    }

    @Test("Under https it is a partitioned cookie, which counts only with the panel's header")
    func partitioned() async throws {
        try await TestServer(publicOrigin: Self.site).callLive { call async throws in
            let begun = try await Self.signIn(#"{"for":"panel"}"#, call)
            let cookie = try #require(begun.cookie)
            #expect(cookie.hasPrefix("__Host-") && begun.document["token"] == nil)
            for attribute in ["HttpOnly", "SameSite=None", "Secure", "Partitioned", "Path=/", "Max-Age=43200"] {
                #expect(cookie.contains("; \(attribute)"))
            }
            let pair = "Cookie: \(cookie.prefix { $0 != ";" })\r\n"
            let current = "GET /v1/sessions/current"
            #expect(try await Self.ask(current, call, pair + Self.header).hasPrefix("HTTP/1.1 200"))
            #expect(try await Self.ask(current, call, pair).hasPrefix("HTTP/1.1 401"))

            // A change still has to come from a page of this host.
            let signOut = "DELETE /v1/sessions/current"
            for origin in ["", "Origin: https://desk.example.com\r\n", "Origin: null\r\n"] {
                let refused = try await Self.ask(signOut, call, pair + Self.header + origin)
                #expect(refused.hasPrefix("HTTP/1.1 403") && refused.contains("/problems/foreign-origin"))
            }
            let left = try await Self.ask(signOut, call, pair + Self.header + "Origin: \(Self.site)\r\n")
            #expect(left.hasPrefix("HTTP/1.1 204") && left.contains("__Host-clientele_panel=;"))
            #expect(left.contains("Partitioned") && left.contains("Max-Age=0"))
            #expect(try await Self.ask(current, call, pair + Self.header).hasPrefix("HTTP/1.1 401"))
        }
    }

    @Test("The cookies of console and panel are not taken for each other")
    func apart() async throws {
        try await TestServer(publicOrigin: Self.site).callLive { call async throws in
            let names = [(body: "", field: ""), (body: #"{"for":"panel"}"#, field: Self.header)]
            var cookies: [String] = []
            var ids: [String] = []
            for (body, _) in names {
                let begun = try await Self.signIn(body, call)
                cookies.append(String(try #require(begun.cookie).prefix { $0 != ";" }))
                ids.append(try #require(begun.document["id"]?.string))
            }
            let both = "Cookie: \(cookies.joined(separator: "; "))\r\n"
            for (own, other) in [(0, 1), (1, 0)] {
                let field = names[own].field
                #expect(try await Self.ask("GET /v1/sessions/current", call, both + field).contains(ids[own]))
                let foreign = "Cookie: \(cookies[other])\r\n"
                let refused = try await Self.ask("GET /v1/sessions/current", call, foreign + field)
                #expect(refused.hasPrefix("HTTP/1.1 401"))
            }
        }
    }

    @Test("Under plain http, and without cookies, it is a token that the page sends", arguments: [nil, site])
    func token(origin: String?) async throws {
        try await TestServer(publicOrigin: origin).callLive { call async throws in
            let body = origin == nil ? #"{"for":"panel"}"# : #"{"for":"panel","cookies":false}"#
            let begun = try await Self.signIn(body, call)
            #expect(begun.cookie == nil)
            let token = try #require(begun.document["token"]?.string)
            let bearer = "Authorization: Bearer \(token)\r\n"
            #expect(try await call.status(.put, "/v1/sources/crm/customers/1", body: "{}") == 200)
            #expect(try await Self.ask("GET /v1/profiles/crm:1", call, bearer).hasPrefix("HTTP/1.1 200"))
            #expect(try await Self.ask("GET /v1/keys", call, bearer).hasPrefix("HTTP/1.1 403"))
            #expect(try await Self.ask("POST /v1/sessions", call, bearer).hasPrefix("HTTP/1.1 401"))
            let altered = "Authorization: Bearer \(token)x\r\n"
            #expect(try await Self.ask("GET /v1/profiles/crm:1", call, altered).hasPrefix("HTTP/1.1 401"))
            let current = try await Self.ask("GET /v1/sessions/current", call, bearer)
            #expect(current.hasPrefix("HTTP/1.1 200") && !current.contains("token"))

            // It is listed and revoked as any other.
            let listed = try await call(.get, "/v1/sessions").json["sessions"]
            #expect(listed?.count == 1 && listed?[0]?["id"] == begun.document["id"])
            let id = try #require(begun.document["id"]?.string)
            #expect(try await call.status(.delete, "/v1/sessions/\(id)") == 204)
            #expect(try await Self.ask("GET /v1/profiles/crm:1", call, bearer).hasPrefix("HTTP/1.1 401"))
        }
    }

    @Test("The Origin header shows that a proxy speaks https")
    func proxied() async throws {
        try await TestServer().callLive { call async throws in
            let host = "x:80"
            for (origin, isKept) in [("https://\(host)", true), ("http://\(host)", false), ("https://y", false)] {
                let answer = try await Self.ask(
                    "POST /v1/sessions", call,
                    "Authorization: Bearer \(try #require(call.keys[.profilesRead]).text)\r\nOrigin: \(origin)\r\n")
                #expect(answer.contains("; Secure") == isKept)
            }
        }
    }

    @Test("Unknown pages and members are refused")
    func unknown() async throws {
        try await TestServer().call { call async throws in
            for body in [#"{"for":"desk"}"#, #"{"cookies":"no"}"#, #"{"page":"panel"}"#] {
                #expect(try await call.status(.post, "/v1/sessions", body: body) == 422)
            }
        }
    }
}
