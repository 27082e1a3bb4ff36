import ProfileService
import SQLiteStore
import ProfileWire
import HTTPTypes
import ProfileHTTP
import ProfileStore
import SQLStore
import Testing

@Suite("Keys open what their scopes name, and nothing else")
struct AccessTests {
    /// A call for each operation that would succeed or fail for another reason than the key.
    static func request(for route: Route) -> (path: String, body: String?) {
        let path = route.path.text.replacing("{source}", with: "crm").replacing("{id}", with: "crm:1")
        return (path, route.body == .none ? nil : "{}")
    }

    static let guarded = ClienteleServer.routes.filter { $0.access != .anyone }

    @Test("Without a key, with an unknown one and with a revoked one every operation answers 401")
    func noKey() async throws {
        let test = try await TestServer()
        let revoked = KeyToken.draw()
        var key = revoked.key(named: "old", scopes: [.admin], sources: nil, at: TestServer.moment)
        key.revokedAt = TestServer.moment
        try await test.service.put(key)
        try await test.call { call async throws in
            for route in Self.guarded {
                let (path, body) = Self.request(for: route)
                for token in [nil, KeyToken.draw().text, revoked.text, "nonsense", ""] {
                    let answer = try await call.send(
                        route.method, path, token: token, body: body.map { Array($0.utf8) })
                    #expect(answer.status == 401, "\(route.method) \(path)")
                    #expect(answer.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
                }
            }
        }
    }

    @Test("Each scope opens its operations only", arguments: APIKey.Scope.allCases)
    func scopes(scope: APIKey.Scope) async throws {
        let test = try await TestServer()
        // Streams end at once.
        test.service.hub.stop()
        try await test.call { call async throws in
            for route in Self.guarded {
                let (path, body) = Self.request(for: route)
                let answer = try await call(route.method, path, as: scope, body: body)
                guard case .holders(let scopes) = route.access else { continue }
                let opens = scope == .admin || scopes.contains(scope)
                #expect((answer.status != 403) == opens, "\(scope) \(route.method) \(path): \(answer.status)")
            }
        }
    }

    @Test("The matrix of the design holds")
    func matrix() {
        func scopes(_ method: HTTPRequest.Method, _ path: String) -> Access? {
            ClienteleServer.routes.first { $0.method == method && $0.path.text == path }?.access
        }
        #expect(scopes(.get, "/v1/vip/{id}") == .holders(of: [.vipRead, .profilesRead]))
        #expect(scopes(.get, "/v1/profiles/{id}") == .holders(of: [.profilesRead]))
        #expect(scopes(.get, "/v1/profiles/{id}/identity") == .holders(of: [.steward, .profilesRead]))
        #expect(scopes(.post, "/v1/profiles/{id}/merge") == .holders(of: [.steward]))
        #expect(scopes(.put, "/v1/profiles/{id}/vip") == .holders(of: [.steward]))
        #expect(scopes(.put, "/v1/vip/policy") == .holders(of: [.admin]))
        #expect(scopes(.post, "/v1/ingest") == .holders(of: [.ingestWrite]))
        #expect(scopes(.get, "/v1/conflicts") == .holders(of: [.steward]))
        #expect(scopes(.get, "/metrics") == .anyone)
    }

    @Test("A key bound to sources writes for them only")
    func sources() async throws {
        let test = try await TestServer()
        let token = KeyToken.draw()
        try await test.store.put(
            token.key(named: "erp", scopes: [.ingestWrite], sources: ["erp"], at: TestServer.moment))
        try await test.call { call async throws in
            _ = try await call(.post, "/v1/keys", body: #"{"name":"x","scopes":["admin"]}"#)
            let body = Array(#"{"given_name":"Jane"}"#.utf8)
            let own = try await call.send(.put, "/v1/sources/erp/customers/1", token: token.text, body: body)
            #expect(own.status == 200)
            let other = try await call.send(.put, "/v1/sources/crm/customers/1", token: token.text, body: body)
            #expect(other.status == 403)
            #expect(try other.json["type"] == .string("/problems/source-not-allowed"))
            let erased = try await call.send(.delete, "/v1/sources/crm/customers/1", token: token.text, body: nil)
            #expect(erased.status == 403)
            let lines =
                #"{"kind":"customer","source":"crm","id":"2"}"# + "\n" + #"{"kind":"customer","source":"erp","id":"2"}"#
            let stream = try await call.send(.post, "/v1/ingest", token: token.text, body: Array(lines.utf8))
            #expect(try stream.json["accepted"]?.integer == 1)
            #expect(try stream.json["errors"]?[0]?["code"] == .string("source_not_allowed"))
            #expect(try stream.json["errors"]?[0]?["line"]?.integer == 1)
        }
    }

    @Test("A key bound to sources learns of its own records, and nothing of profiles or of others")
    func discretion() async throws {
        let test = try await TestServer()
        let (bound, reading) = (KeyToken.draw(), KeyToken.draw())
        try await test.store.put(
            bound.key(named: "erp", scopes: [.ingestWrite], sources: ["erp"], at: TestServer.moment))
        try await test.store.put(
            reading.key(
                named: "both", scopes: [.ingestWrite, .profilesRead], sources: ["erp"], at: TestServer.moment))
        try await test.call { call async throws in
            _ = try await call(.post, "/v1/keys", body: #"{"name":"x","scopes":["admin"]}"#)
            for id in 1...3 {
                let body = #"{"emails":["a\#(id)@example.com"],"birthday":"1980-01-0\#(id)","family_name":"N\#(id)"}"#
                _ = try await call(.put, "/v1/sources/crm/customers/\(id)", body: body)
            }
            let record = #"{"emails":["a1@example.com","a2@example.com"]}"#
            let line = #"{"kind":"customer","source":"erp","id":"2","emails":["a1@example.com","a3@example.com"]}"#
            for (token, tells) in [(bound, false), (reading, true)] {
                let put = try await call.send(
                    .put, "/v1/sources/erp/customers/1", token: token.text, body: Array(record.utf8))
                #expect(put.status == 200)
                #expect(put.text.contains("prf_") == tells && put.text.contains("version") == tells)
                let stream = try await call.send(.post, "/v1/ingest", token: token.text, body: Array(line.utf8))
                #expect(stream.status == 200)
                #expect((try stream.json["profiles"] != nil) == tells)
                #expect((try stream.json["conflicts"] != nil) == tells)
                for answer in [put, stream] where !tells { #expect(!answer.text.contains("link_refused")) }
            }
            try await tellOfErased(call, to: [(bound, false), (reading, true)])
        }
    }

    private func tellOfErased(_ call: TestCaller, to keys: [(KeyToken, Bool)]) async throws {
        let emails = #""emails":["gone@example.com"]"#
        _ = try await call(.put, "/v1/sources/crm/customers/9", body: "{\(emails)}")
        #expect(try await call.status(.delete, "/v1/profiles/crm:9") == 200)
        for (number, (token, tells)) in keys.enumerated() {
            let put = try await call.send(
                .put, "/v1/sources/erp/customers/7\(number)", token: token.text, body: Array("{\(emails)}".utf8))
            let line = #"{"kind":"customer","source":"erp","id":"8\#(number)",\#(emails)}"#
            let stream = try await call.send(.post, "/v1/ingest", token: token.text, body: Array(line.utf8))
            for answer in [put, stream] {
                #expect(answer.text.contains("accepted"))
                #expect(answer.text.contains("buried_identifier") == tells)
            }
        }
    }

    @Test("The last key that can make keys cannot be revoked, not even by two at once")
    func lastAdmin() async throws {
        try await TestServer().call { call async throws in
            let own = try #require(call.keys[.admin]).id
            #expect(try await call.status(.delete, "/v1/keys/\(own)") == 409)
            let made = try await call(.post, "/v1/keys", body: #"{"name":"x","scopes":["admin"]}"#)
            let (other, id) = (try #require(try made.json["key"]?.string), try #require(try made.json["id"]?.string))
            async let one = call.status(.delete, "/v1/keys/\(id)")
            async let two = call.send(.delete, "/v1/keys/\(own)", token: other, body: nil).status
            let statuses = try await [one, two].sorted()
            // A revoked key may be refused before it can ask.
            #expect(statuses[0] == 204 && [401, 409].contains(statuses[1]))
            let left = try await call.send(.get, "/v1/keys", token: other, body: nil).status
            #expect([left, try await call.status(.get, "/v1/keys")].sorted() == [200, 401])
        }
    }

    @Test("A key that was revoked while the keys were read does not come back")
    func overlap() {
        let token = KeyToken.draw()
        var key = token.key(named: "old", scopes: [.admin], sources: nil, at: TestServer.moment)
        let ring = KeyRing([key])
        let (slow, held) = (ring.beginReading(), [key])
        key.revokedAt = TestServer.moment
        let quick = ring.beginReading()
        ring.take([key], from: quick)
        ring.take(held, from: slow)
        #expect(ring.key(proving: token) == nil)
        ring.take(held, from: ring.beginReading())
        #expect(ring.key(proving: token) == held[0])
    }

    @Test(
        "A secret that is easy to guess is known as such",
        arguments: [
            String(repeating: "a", count: 32), String(repeating: "ab", count: 20),
            String(repeating: "passw0rd", count: 4), "abcdefghijklmnopqrstuvwxyz0123456789",
            "0123456789876543210123456789876543", "REPLACE-BY-32-RANDOM-LETTERS-OR-MORE",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaabc",
        ])
    func guessable(secret: String) throws {
        #expect(try #require(KeyToken("ck_admin_" + secret)).isGuessable)
    }

    @Test("Secrets that were drawn are not taken for guessable ones", arguments: 0..<20)
    func drawn(round: Int) throws {
        for _ in 0..<100 {
            #expect(!KeyToken.draw().isGuessable)
            let hex = (0..<32).map { _ in String(Int.random(in: 0..<16), radix: 16) }.joined()
            #expect(!(try #require(KeyToken("ck_admin_" + hex)).isGuessable))
        }
    }

    @Test("A key is made, shown once, listed without its secret, and revoked at once")
    func life() async throws {
        try await TestServer().call { call async throws in
            let made = try await call(
                .post, "/v1/keys", body: #"{"name":"router","scopes":["vip:read"],"sources":null}"#)
            #expect(made.status == 201)
            let token = try #require(try made.json["key"]?.string)
            let id = try #require(try made.json["id"]?.string)
            #expect(try await call.send(.get, "/v1/vip/crm:1", token: token, body: nil).status == 200)
            let list = try await call(.get, "/v1/keys")
            #expect(list.text.contains(id))
            let secret = try #require(KeyToken(token)).secret
            #expect(!list.text.contains(secret))
            #expect(try await call.status(.delete, "/v1/keys/\(id)") == 204)
            #expect(try await call.send(.get, "/v1/vip/crm:1", token: token, body: nil).status == 401)
            #expect(try await call.status(.delete, "/v1/keys/nobody") == 404)
        }
    }

    @Test("A key with a scope nobody knows is not made")
    func unknownScope() async throws {
        try await TestServer().call { call async throws in
            let answer = try await call(.post, "/v1/keys", body: #"{"name":"x","scopes":["vip:read","root"]}"#)
            #expect(answer.status == 422)
            #expect(try answer.json["errors"]?[0]?["pointer"] == .string("/scopes/1"))
        }
    }

    @Test("A key that somebody made up has the form of one and a long secret")
    func tokens() throws {
        let drawn = KeyToken.draw()
        #expect(KeyToken(drawn.text) == drawn)
        #expect(KeyToken("ck_ops_" + String(repeating: "x", count: 32)) != nil)
        #expect(KeyToken("ck_ops_" + String(repeating: "x", count: 31)) == nil)
        #expect(KeyToken("ck__" + String(repeating: "x", count: 32)) == nil)
        #expect(KeyToken("sk_ops_" + String(repeating: "x", count: 32)) == nil)
        #expect(KeyToken("ck_ops_" + String(repeating: "x", count: 300)) == nil)
    }
}
