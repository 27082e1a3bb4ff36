import HTTPTypes
import HummingbirdTesting
import ProfileCore
import ProfileHTTP
import ProfileStore
import ProfileWire
import Testing

@Suite("Zendesk signs in its agents by a token that it signed for the app, while that holds")
struct ZendeskTests {
    private static let audience = "https://desk.zendesk.com/api/v2/apps/installations/42.json"
    private static let now = TestServer.moment.milliseconds / 1000

    private static func claims(
        aud: String = audience, iat: Int64 = now - 10, exp: Int64? = now + 60, more: String = ""
    ) -> String {
        let end = exp.map { #","exp":\#($0)"# } ?? ""
        return #"{"iss":"desk.zendesk.com","aud":"\#(aud)","sub":"1","iat":\#(iat)\#(end)\#(more)}"#
    }

    /// Runs `body` with a server for an app of `program`'s key.
    private static func serve(
        _ program: OpenSSL, keyName: String = "profiles:read",
        _ body: @Sendable (TestCaller) async throws -> Void
    ) async throws {
        let app = try #require(ZendeskApp(publicKey: program.publicKey, audience: audience, keyName: keyName))
        let hosts = ["https://desk.zendesk.com"]
        try await TestServer(panelHosts: hosts, desks: DeskApps(zendesk: app)).call(body)
    }

    private static func open(_ token: String, _ call: TestCaller) async throws -> TestCaller.Answer {
        try await call(
            .post, "/panel/zendesk?origin=https%3A%2F%2Fdesk.zendesk.com&app_guid=8e2f", as: nil,
            body: "token=\(token)", headers: [.contentType: "application/x-www-form-urlencoded"])
    }

    @Test("A token that holds opens the panel with a ticket, which begins one session that only reads")
    func admitted() async throws {
        let program = try OpenSSL()
        defer { program.remove() }
        let token = try OpenSSL.token(Self.claims()) { try program.sign($0) }
        try await Self.serve(program) { call async throws in
            let page = try await Self.open(token, call)
            #expect(page.status == 200 && page.headers[.cacheControl] == "no-store")
            let policy = try #require(page.headers[.contentSecurityPolicy])
            #expect(policy.hasSuffix("frame-ancestors https://desk.zendesk.com") && !policy.contains("unsafe"))
            #expect(policy.contains("script-src 'self' https://static.zdassets.com/"))
            #expect(!page.text.contains("{{") && !page.text.contains(token))
            let ticket = try #require(page.text.firstMatch(of: #/name="ticket" content="([^"]+)"/#)).1

            // The ticket is good for nothing else, and once.
            #expect(try await call.send(.get, "/v1/sessions/current", token: String(ticket)).status == 401)
            #expect(try await call.send(.get, "/v1/profiles/crm:1", token: String(ticket)).status == 401)
            let stream = "/v1/profiles/crm:1/stream?ticket=\(ticket)"
            #expect(try await call.status(.get, stream, as: nil) == 401)
            let begun = try await call.send(
                .post, "/v1/sessions", token: String(ticket), body: Array(#"{"for":"panel"}"#.utf8))
            #expect(begun.status == 201)
            #expect(try begun.json["scopes"]?[0] == .string("profiles:read") && begun.json["scopes"]?.count == 1)
            let session = try #require(try begun.json["token"]?.string)
            #expect(try await call.send(.get, "/v1/sessions/current", token: session).status == 200)
            #expect(try await call.send(.post, "/v1/sessions", token: String(ticket)).status == 401)
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
        let longer = OpenSSL.token(Self.claims(exp: Self.now + 9_999)) { _ in [] }.split(separator: ".")[1]
        let tokens = [
            "over": try sign(Self.claims(exp: Self.now)),
            "long over": try sign(Self.claims(iat: Self.now - 9_999, exp: Self.now - 9_000)),
            "without an end": try sign(Self.claims(exp: nil)),
            "of tomorrow": try sign(Self.claims(iat: Self.now + 86_400, exp: Self.now + 90_000)),
            "not yet": try sign(Self.claims(more: #","nbf":\#(Self.now + 600)"#)),
            "another audience": try sign(Self.claims(aud: Self.audience + "x")),
            "no audience": try sign(#"{"exp":\#(Self.now + 60)}"#),
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
        let program = try OpenSSL()
        defer { program.remove() }
        let token = try OpenSSL.token(Self.claims()) { try program.sign($0) }
        try await Self.serve(program, keyName: name) { call async throws in
            #expect(try await Self.open(token, call).status == 403)
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
