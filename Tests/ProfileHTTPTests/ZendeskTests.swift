import HTTPTypes
import HummingbirdTesting
import ProfileCore
import ProfileHTTP
import ProfileStore
import ProfileWire
import Synchronization
import Testing

@Suite("Zendesk signs in its agents by a token that it signed for the app, while that holds")
struct ZendeskTests {
    private static let audience = "https://desk.zendesk.com/api/v2/apps/installations/42.json"
    private static let now = TestServer.moment.milliseconds / 1000

    private static func claims(
        aud: String = audience, iat: Int64? = now - 10, exp: Int64? = now + 60, more: String = ""
    ) -> String {
        let times = [("iat", iat), ("exp", exp)].compactMap { name, time in time.map { #","\#(name)":\#($0)"# } }
        return #"{"iss":"desk.zendesk.com","aud":"\#(aud)","sub":"1"\#(times.joined())\#(more)}"#
    }

    /// Runs `body` with a server for an app of `program`'s key.
    private static func serve(
        _ program: OpenSSL, keyName: String = "profiles:read", publicOrigin: String? = nil,
        _ body: @Sendable (TestCaller) async throws -> Void
    ) async throws {
        try await server(program, keyName: keyName, publicOrigin: publicOrigin).call(body)
    }

    /// The same with a token that the server takes.
    private static func serve(
        keyName: String = "profiles:read", publicOrigin: String? = nil,
        _ body: @Sendable (TestCaller, String) async throws -> Void
    ) async throws {
        let program = try OpenSSL()
        defer { program.remove() }
        let token = try OpenSSL.token(claims()) { try program.sign($0) }
        try await serve(program, keyName: keyName, publicOrigin: publicOrigin) { try await body($0, token) }
    }

    private static func server(
        _ program: OpenSSL, keyName: String = "profiles:read", publicOrigin: String? = nil,
        now: @escaping @Sendable () -> Timestamp = { TestServer.moment }
    ) async throws -> TestServer {
        let app = try #require(ZendeskApp(publicKey: program.publicKey, audience: audience, keyName: keyName))
        return try await TestServer(
            panelHosts: ["https://desk.zendesk.com"], desks: DeskApps(zendesk: app), publicOrigin: publicOrigin,
            now: now)
    }

    private static func open(
        _ token: String, _ call: TestCaller, query: String = "origin=https%3A%2F%2Fdesk.zendesk.com&app_guid=8e2f",
        into destination: String? = "iframe"
    ) async throws -> TestCaller.Answer {
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        headers[try #require(HTTPField.Name("Sec-Fetch-Dest"))] = destination
        return try await call(.post, "/panel/zendesk?\(query)", as: nil, body: "token=\(token)", headers: headers)
    }

    private static func ticket(in page: TestCaller.Answer) throws -> String {
        String(try #require(page.text.firstMatch(of: #/name="ticket" content="([^"]+)"/#)).1)
    }

    @Test("A token that holds opens the panel with a ticket, which begins one session that only reads")
    func admitted() async throws {
        try await Self.serve { call, token async throws in
            let page = try await Self.open(token, call)
            #expect(page.status == 200 && page.headers[.cacheControl] == "no-store")
            let policy = try #require(page.headers[.contentSecurityPolicy])
            #expect(policy.hasSuffix("frame-ancestors https://desk.zendesk.com") && !policy.contains("unsafe"))
            #expect(policy.contains("script-src 'self' https://static.zdassets.com/"))
            #expect(!page.text.contains("{{") && !page.text.contains(token))
            let ticket = try Self.ticket(in: page)

            // The ticket is good for nothing else, and once.
            #expect(try await call.send(.get, "/v1/sessions/current", token: ticket).status == 401)
            #expect(try await call.send(.get, "/v1/profiles/crm:1", token: ticket).status == 401)
            let stream = "/v1/profiles/crm:1/stream?ticket=\(ticket)"
            #expect(try await call.status(.get, stream, as: nil) == 401)
            for method in [HTTPRequest.Method.get, .head, .delete] {
                let refused = try await call.send(method, "/v1/sessions", token: ticket).status
                #expect(refused == 401 || refused == 405, "\(method)")
            }
            let begun = try await call.send(
                .post, "/v1/sessions", token: ticket, body: Array(#"{"for":"panel"}"#.utf8))
            #expect(begun.status == 201)
            #expect(try begun.json["scopes"]?[0] == .string("profiles:read") && begun.json["scopes"]?.count == 1)
            let session = try #require(try begun.json["token"]?.string)
            #expect(try await call.send(.get, "/v1/sessions/current", token: session).status == 200)
            #expect(try await call.send(.post, "/v1/sessions", token: ticket).status == 401)
        }
    }

    @Test("A session that a ticket began is never the console's cookie", arguments: ["{}", #"{"for":"console"}"#])
    func keeping(body: String) async throws {
        try await Self.serve(publicOrigin: "https://clientele.example.com") { call, token async throws in
            let ticket = try Self.ticket(in: try await Self.open(token, call))
            let begun = try await call.send(.post, "/v1/sessions", token: ticket, body: Array(body.utf8))
            #expect(begun.status == 201 && begun.headers[.setCookie] == nil)
            #expect(try begun.json["token"]?.string?.hasPrefix("ses_") == true)
        }
    }

    @Test("The page opens only in a frame, with any query, and only for a small body")
    func frames() async throws {
        try await Self.serve { call, token async throws in
            for place in ["document", "script", "empty", nil] {
                let answer = try await Self.open(token, call, into: place)
                #expect(answer.status == 404 && !answer.text.contains("zdassets"))
            }
            #expect(try await Self.open(token, call, into: "iframe").status == 200)
            #expect(try await Self.open(token, call, query: "product=support&lang=de&lang=en&x=%zz").status == 200)
            let long = try await Self.open(token + "&x=" + String(repeating: "x", count: 16 * 1024), call)
            #expect(long.status == 413 && long.text.contains("at most 16384 bytes"))
        }
    }

    @Test("A missing key is logged at start, and at most once a minute")
    func warnings() async throws {
        let program = try OpenSSL()
        defer { program.remove() }
        let token = try OpenSSL.token(Self.claims(exp: Self.now + 600)) { try program.sign($0) }
        let later = Mutex<Int64>(0)
        let clock = { @Sendable in
            Timestamp(milliseconds: TestServer.moment.milliseconds + later.withLock { $0 })
        }
        let server = try await Self.server(program, keyName: "nobody", now: clock)
        let warnings = { @Sendable [log = server.log] in
            log.all.filter { String(decoding: $0, as: UTF8.self).contains("names no key") }.count
        }
        #expect(warnings() == 1)
        try await server.call { call async throws in
            for (moment, told) in [(0, 2), (1_000, 2), (59_999, 2), (60_000, 3)] as [(Int64, Int)] {
                later.withLock { $0 = moment }
                #expect(try await Self.open(token, call).status == 403)
                #expect(warnings() == told)
            }
        }
    }

    @Test("A stream's ticket begins no session")
    func streamTicket() async throws {
        try await TestServer().call { call async throws in
            let ticket = try #require(try await call(.post, "/v1/streams/tickets").json["ticket"]?.string)
            #expect(try await call.send(.post, "/v1/sessions", token: ticket).status == 401)
        }
    }

    @Test("Tokens that are over, of another audience, without an end, not yet valid or altered are refused")
    func refused() async throws {
        let program = try OpenSSL()
        let other = try OpenSSL()
        defer { for one in [program, other] { one.remove() } }
        let sign = { (claims: String) in try OpenSSL.token(claims) { try program.sign($0) } }
        let good = try sign(Self.claims())
        let parts = good.split(separator: ".").map(String.init)
        let longer = OpenSSL.token(Self.claims(exp: Self.now + 999)) { _ in [] }.split(separator: ".")[1]
        let tokens = [
            "over": try sign(Self.claims(exp: Self.now)),
            "long over": try sign(Self.claims(iat: Self.now - 9_999, exp: Self.now - 9_000)),
            "without an end": try sign(Self.claims(exp: nil)),
            "without end": try sign(Self.claims(exp: nil, more: #","exp":1e999"#)),
            "without end and beginning": try sign(Self.claims(iat: nil, exp: nil, more: #","exp":1e999"#)),
            "without a beginning": try sign(Self.claims(iat: nil)),
            "from of old": try sign(Self.claims(exp: nil, more: #","exp":1e300"#)),
            "of a long life": try sign(Self.claims(exp: Self.now + 3_600)),
            "of tomorrow": try sign(Self.claims(iat: Self.now + 86_400, exp: Self.now + 90_000)),
            "not yet": try sign(Self.claims(more: #","nbf":\#(Self.now + 600)"#)),
            "another audience": try sign(Self.claims(aud: Self.audience + "x")),
            "no audience": try sign(#"{"iat":\#(Self.now),"exp":\#(Self.now + 60)}"#),
            "an audience twice": try sign(Self.claims(aud: "x", more: #","aud":"\#(Self.audience)""#)),
            "another key": try OpenSSL.token(Self.claims()) { try other.sign($0) },
            "altered": [parts[0], String(longer), parts[2]].joined(separator: "."),
            "unsigned": [parts[0], parts[1], ""].joined(separator: "."),
            "in pieces": [parts[0], parts[1]].joined(separator: "."), "nothing": "",
        ]
        try await Self.serve(program) { call async throws in
            #expect(try await Self.open(good, call).status == 200)
            for (name, token) in tokens {
                let answer = try await Self.open(token, call)
                #expect(answer.status == 401 && answer.text.contains(#"name="ticket" content="""#), "\(name)")
            }
        }
    }

    @Test("No token chooses how it is verified")
    func algorithms() async throws {
        let program = try OpenSSL()
        defer { program.remove() }
        let claims = Self.claims()
        let key = program.publicKey
        let tokens = [
            OpenSSL.token(claims, header: #"{"alg":"none"}"#) { _ in [] },
            try OpenSSL.token(claims, header: #"{"alg":"none"}"#) { try program.sign($0) },
            try OpenSSL.token(claims, header: #"{"alg":"HS256"}"#) { try OpenSSL.authenticate($0, with: key) },
            try OpenSSL.token(claims, header: #"{"alg":"RS256"}"#) { try OpenSSL.authenticate($0, with: key) },
            try OpenSSL.token(claims, header: #"{"alg":"rs256"}"#) { try program.sign($0) },
            try OpenSSL.token(claims, header: #"{"typ":"JWT"}"#) { try program.sign($0) },
            try OpenSSL.token(claims, header: #"{"alg":"RS256","crit":["b64"],"b64":false}"#) { try program.sign($0) },
        ]
        try await Self.serve(program) { call async throws in
            for token in tokens { #expect(try await Self.open(token, call).status == 401, "\(token)") }
        }
    }

    @Test("A key that may do more than read, or is not there, signs nobody in", arguments: ["admin", "nobody"])
    func keys(name: String) async throws {
        try await Self.serve(keyName: name) { call, token async throws in
            #expect(try await Self.open(token, call).status == 403)
        }
    }

    @Test("Once the latest key of the name is revoked, an older one signs nobody in")
    func revokedKey() async throws {
        let program = try OpenSSL()
        defer { program.remove() }
        let token = try OpenSSL.token(Self.claims()) { try program.sign($0) }
        let seconds = Mutex<Int64>(0)
        let clock = { @Sendable in
            Timestamp(milliseconds: TestServer.moment.milliseconds + seconds.withLock { $0 } * 1_000)
        }
        try await Self.server(program, keyName: "zendesk", now: clock).call { call async throws in
            let make = { @Sendable () async throws -> String in
                seconds.withLock { $0 += 1 }
                let body = #"{"name":"zendesk","scopes":["profiles:read"]}"#
                return try #require(try await call(.post, "/v1/keys", body: body).json["id"]?.string)
            }
            let (oldest, _, latest) = (try await make(), try await make(), try await make())
            for (revoked, status) in [(oldest, 200), (latest, 403)] {
                #expect(try await call.status(.delete, "/v1/keys/\(revoked)") == 204)
                #expect(try await Self.open(token, call).status == status)
            }
            _ = try await make()
            #expect(try await Self.open(token, call).status == 200)
        }
    }

    @Test("Without the settings there is nothing, and a short key is none")
    func settings() async throws {
        let program = try OpenSSL(bits: 1024)
        defer { program.remove() }
        #expect(ZendeskApp(publicKey: program.publicKey, audience: Self.audience, keyName: "x") == nil)
        #expect(ZendeskApp(publicKey: "-----BEGIN PUBLIC KEY-----", audience: Self.audience, keyName: "x") == nil)
        try await TestServer().call { call async throws in
            #expect(try await Self.open("x", call).status == 404)
        }
    }
}
