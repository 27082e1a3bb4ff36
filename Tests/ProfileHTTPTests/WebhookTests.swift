import Foundation
import HTTPTypes
import ProfileCore
import ProfileHTTP
import ProfileService
import ProfileStore
import ProfileWire
import SQLStore
import Testing

@Suite("Other systems send what they know, signed")
struct WebhookTests {
    static let secret = "a-secret-of-the-shop"
    static let path = "/v1/webhooks/in/shop"

    /// Knows the mapping `orders`, and reads others that are written as JSON.
    private static let mappings = MappingLibrary { text throws(WireRejection) in
        guard text == "orders" || text.hasPrefix("{") else { throw WireRejection(problems: [MappingLibrary.unknown]) }
        let written = text == "orders" ? orders(total: "total") : text
        let tree: JSONValue
        do throws(JSONError) { tree = try JSONReader.parse(Array(written.utf8)) } catch { throw WireRejection(error) }
        return try Mapping(tree)
    }

    private static func orders(total: String) -> String {
        """
        {"format":"json","kind":"order","source":"vendor","record":{"id":"id","updated_at":"updated_at",
        "placed_at":"placed_at","currency":{"value":"EUR"},"total":"\(total)","status":"status",
        "customer":{"vendor":"buyer","email":"email"}}}
        """
    }

    static func server(
        hasKey: Bool = true, limits: HTTPLimits = .standard,
        now: @escaping @Sendable () -> Timestamp = { TestServer.moment }
    ) async throws -> TestServer {
        let box = hasKey ? SecretBox(keys: [Array(0..<32)]) : nil
        return try await TestServer(limits: limits, secrets: box, mappings: mappings, now: now)
    }

    static func endpoint(
        _ members: String = #""mappings":{"orders/*":"orders"}"#, scheme: String = "shopify", secret: String = secret
    ) -> String {
        #"{"source":"boutique","scheme":"\#(scheme)","secret":"\#(secret)",\#(members)}"#
    }

    static func order(
        _ id: Int = 1, total: String = "10.00", at hour: Int = 9, buyer: String = "7", email: String = "ada@example.com"
    ) -> String {
        """
        {"id":\(id),"updated_at":"2026-11-22T0\(hour):00:00Z","placed_at":"2026-11-20T09:00:00Z","total":"\(total)",
        "status":"paid","buyer":\(buyer),"email":"\(email)"}
        """
    }

    /// As the shop does, by another program's signature.
    static func send(
        _ body: String, _ call: TestCaller, topic: String = "orders/paid", id: String, to path: String = path,
        secret: String = secret
    ) async throws -> TestCaller.Answer {
        let signature = Data(try OpenSSL.authenticate(body, with: secret)).base64EncodedString()
        let fields = [
            "X-Shopify-Topic": topic, "X-Shopify-Webhook-Id": id, "X-Shopify-Hmac-SHA256": signature,
            "Content-Type": "application/json",
        ]
        var headers = HTTPFields()
        for (name, value) in fields { headers[try #require(HTTPField.Name(name))] = value }
        return try await call(.post, path, as: nil, body: body, headers: headers)
    }

    static func failed(_ call: TestCaller) async throws -> [JSONValue] {
        guard case .array(let items)? = try await call(.get, path + "/deliveries").json["items"] else { return [] }
        return items
    }

    @Test("A signed order is in the profile with the answer, as one of the endpoint's source")
    func taken() async throws {
        try await Self.server().call { call async throws in
            #expect(try await call(.put, Self.path, body: Self.endpoint()).status == 201)
            let answer = try await Self.send(Self.order(), call, id: "d1")
            #expect(try answer.status == 200 && answer.json["status"]?.string == "taken")
            let profile = try await call(.get, "/v1/profiles/boutique:7").json
            #expect(profile["purchases"]?["recent"]?[0]?["source"]?.string == "boutique")
            #expect(profile["purchases"]?["totals"]?[0]?["net"]?.string == "10.00")
            #expect(try await call.status(.get, "/v1/profiles/vendor:7") == 404)
            #expect(try await Self.failed(call).isEmpty)
        }
    }

    @Test("A repeated delivery is told from another, and an older one that comes late undoes nothing")
    func repeated() async throws {
        let server = try await Self.server()
        try await server.call { call async throws in
            _ = try await call(.put, Self.path, body: Self.endpoint())
            _ = try await Self.send(Self.order(total: "20.00", at: 9), call, id: "d2")
            let again = try await Self.send(Self.order(total: "99.00", at: 9), call, id: "d2")
            #expect(try again.status == 200 && again.json["status"]?.string == "duplicate")
            _ = try await Self.send(Self.order(total: "10.00", at: 8), call, id: "d1")
            let totals = try await call(.get, "/v1/profiles/boutique:7").json["purchases"]?["totals"]
            #expect(totals?[0]?["net"]?.string == "20.00")
            try await server.service.settleDeliveries()
            let taken = try await call(.get, Self.path + "/deliveries?state=taken").json["items"]
            #expect(Set([taken?[0]?["id"]?.string, taken?[1]?["id"]?.string]) == ["d1", "d2"])
        }
    }

    @Test("What another process took is known by what it wrote down")
    func repeatedElsewhere() async throws {
        let server = try await Self.server()
        try await server.call { call async throws in
            _ = try await call(.put, Self.path, body: Self.endpoint())
            let key = IncomingDelivery.Key(endpoint: "shop", id: "d1")
            try await server.store.put([IncomingDelivery(key: key, state: .taken, receivedAt: TestServer.moment)])
            #expect(try await Self.send(Self.order(), call, id: "d1").json["status"]?.string == "duplicate")
        }
    }

    @Test("A wrong signature, an unknown endpoint and too large a body get nothing but their status")
    func refused() async throws {
        var limits = HTTPLimits.standard
        limits.bodySize = 4096
        try await Self.server(limits: limits).call { call async throws in
            _ = try await call(.put, Self.path, body: Self.endpoint())
            let forged = try await Self.send(Self.order(), call, id: "d1", secret: "another secret")
            #expect(forged.status == 401 && !forged.text.contains("ada@"))
            #expect(try await Self.send(Self.order(), call, id: "d1", to: Self.path + "x").status == 404)
            let large = Self.order(email: String(repeating: "x", count: 5000))
            #expect(try await Self.send(large, call, id: "d1").status == 413)
            #expect(try await call.status(.get, "/v1/profiles/boutique:7") == 404)
            #expect(try await Self.failed(call).isEmpty)
            let metrics = try await call(.get, "/metrics").text
            #expect(metrics.contains(#"clientele_webhooks_received_total{endpoint="shop",outcome="forged"} 1"#))
            let families = metrics.split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }
            #expect(Set(families).count == families.count)
        }
    }

    @Test("What cannot be mapped is kept with its reason, never its values, and taken once the mapping is mended")
    func mended() async throws {
        try await Self.server().call { call async throws in
            _ = try await call(.put, Self.path, body: Self.endpoint())
            let broken = Self.order().replacing(#""total""#, with: #""amount""#)
                .replacing(#""placed_at""#, with: #""when""#)
            let answer = try await Self.send(broken, call, id: "d1")
            #expect(try answer.status == 202 && answer.json["status"]?.string == "kept")
            #expect(try await Self.send("{}", call, topic: "carts/update", id: "d2").status == 202)
            #expect(try await Self.send("{", call, id: "d3").status == 202)
            let kept = try await Self.failed(call)
            #expect(kept.map { $0["id"]?.string } == ["d1", "d2", "d3"])
            #expect(kept[0]["errors"]?[0]?["code"]?.string == "missing")
            #expect(kept.map { $0["errors"]?[0]?["code"]?.string }[1...] == ["no_mapping", "invalid_json"])
            #expect(kept.map { $0["replayable"] } == [.bool(true), .bool(true), .bool(false)])
            #expect(!answer.text.contains("ada@") && !kept.map { "\($0)" }.joined().contains("ada@"))

            let mended = Self.orders(total: "amount")
                .replacing(#""placed_at":"placed_at""#, with: #""placed_at":"when""#)
            var rules = JSONWriter()
            rules.string(mended)
            let text = String(decoding: rules.bytes, as: UTF8.self)
            let members = #""mappings":{"orders/*":\#(text),"carts/*":"ignore"}"#
            #expect(try await call.status(.put, Self.path, body: Self.endpoint(members)) == 200)
            let replay = try await call(.post, Self.path + "/replay", body: #"{"deliveries":["d1","nope"]}"#).json
            #expect(["taken", "failed", "unknown"].map { replay[$0]?.integer } == [1, 0, 1])
            #expect(try await call(.post, Self.path + "/replay").json["taken"]?.integer == 1)
            #expect(try await Self.failed(call).map { $0["id"]?.string } == ["d3"])
            let totals = try await call(.get, "/v1/profiles/boutique:7").json["purchases"]?["totals"]
            #expect(totals?[0]?["net"]?.string == "10.00")
        }
    }

    @Test("What failed and is taken when its sender sends it again has not failed any more")
    func sentAgain() async throws {
        try await Self.server().call { call async throws in
            _ = try await call(.put, Self.path, body: Self.endpoint(#""mappings":{}"#))
            #expect(try await Self.send(Self.order(), call, id: "d1").status == 202)
            #expect(try await Self.send(Self.order(), call, id: "d1").status == 202)
            #expect(try await Self.failed(call).count == 1)
            _ = try await call(.put, Self.path, body: Self.endpoint())
            #expect(try await Self.send(Self.order(), call, id: "d1").json["status"]?.string == "taken")
            #expect(try await Self.failed(call).isEmpty)
            let again = try await Self.send(Self.order(), call, id: "d1")
            #expect(try again.json["status"]?.string == "duplicate")
        }
    }

    @Test("A replayed delivery without a time of its own counts from when it came")
    func replayedLate() async throws {
        let clock = SettableClock(TestServer.moment)
        try await Self.server(now: { clock.now }).call { call async throws in
            _ = try await call(.put, Self.path, body: Self.endpoint(#""mappings":{}"#))
            let timeless = { (total: String) in
                Self.order(total: total).replacing(#""updated_at":"2026-11-22T09:00:00Z","#, with: "")
            }
            _ = try await Self.send(timeless("10.00"), call, id: "d1")
            _ = try await call(.put, Self.path, body: Self.endpoint())
            clock.advance(bySeconds: 60)
            _ = try await Self.send(timeless("20.00"), call, id: "d2")
            clock.advance(bySeconds: 60)
            #expect(try await call(.post, Self.path + "/replay").json["taken"]?.integer == 1)
            let totals = try await call(.get, "/v1/profiles/boutique:7").json["purchases"]?["totals"]
            #expect(totals?[0]?["net"]?.string == "20.00")
        }
    }

    @Test("A sender without ids may say the same again after something else")
    func namelessAgain() async throws {
        let clock = SettableClock(TestServer.moment)
        try await Self.server(now: { clock.now }).call { call async throws in
            _ = try await call(.put, Self.path, body: Self.endpoint(#""mappings":{"*":"orders"}"#, scheme: "bearer"))
            for total in ["10.00", "20.00", "10.00"] {
                let body = Self.order(total: total).replacing(#""updated_at":"2026-11-22T09:00:00Z","#, with: "")
                let answer = try await call(
                    .post, Self.path, as: nil, body: body, headers: [.authorization: "Bearer " + Self.secret])
                #expect(try answer.json["status"]?.string == "taken")
                clock.advance(bySeconds: 1)
            }
            let totals = try await call(.get, "/v1/profiles/boutique:7").json["purchases"]?["totals"]
            #expect(totals?[0]?["net"]?.string == "10.00")
        }
    }

    @Test("A former secret holds until its end, and what was drawn is shown once")
    func rotation() async throws {
        let clock = SettableClock(TestServer.moment)
        let server = try await Self.server(now: { clock.now })
        try await server.call { call async throws in
            _ = try await call(.put, Self.path, body: Self.endpoint())
            let rotated = try await call(.post, Self.path + "/secret", body: #"{"overlap_seconds":60}"#).json
            let drawn = try #require(rotated["secret"]?.string)
            #expect(try await call(.get, Self.path).json["secret"] == nil)
            #expect(try await Self.send(Self.order(1), call, id: "d1").status == 200)
            #expect(try await Self.send(Self.order(2), call, id: "d2", secret: drawn).status == 200)
            clock.advance(bySeconds: 60)
            #expect(try await Self.send(Self.order(3), call, id: "d3").status == 401)
            #expect(try await Self.send(Self.order(4), call, id: "d4", secret: drawn).status == 200)
            let stored = try await server.store.webhookEndpoints().flatMap(\.secrets).map(\.sealed)
            #expect(stored.count == 2 && !stored.contains { $0.count == drawn.utf8.count })
        }
    }

    @Test("Without a key to seal secrets no endpoint is made, and the setting is named")
    func noKey() async throws {
        try await Self.server(hasKey: false).call { call async throws in
            let answer = try await call(.put, Self.path, body: Self.endpoint())
            #expect(answer.status == 409 && answer.text.contains("secrets.key"))
            #expect(try await call(.get, "/v1/webhooks/in").json["items"] == .array([]))
        }
    }

    @Test("What is wrong with an endpoint is said where it stands")
    func wrongEndpoints() async throws {
        let wrong = [
            (Self.endpoint(scheme: "morse"), "/scheme"),
            (Self.endpoint(#""mappings":{"a/b":"none"}"#), "/mappings/a~1b"),
            (Self.endpoint(#""mappings":{"a":"{}"}"#), "/mappings/a"), (Self.endpoint(secret: "short"), "/secret"),
            (Self.endpoint(#""mappings":{"*/paid":"ignore"}"#), "/mappings/*~1paid"),
            (Self.endpoint(#""x":1"#), "/x"), (#"{"source":"email","scheme":"shopify"}"#, "/source"),
        ]
        try await Self.server().call { call async throws in
            for (body, pointer) in wrong {
                let answer = try await call(.put, Self.path, body: body)
                #expect(answer.status == 422, "\(body)")
                #expect(try answer.json["errors"]?[0]?["pointer"]?.string == pointer, "\(body)")
            }
            #expect(try await call.status(.put, "/v1/webhooks/in/deliveries", body: Self.endpoint()) == 400)
            for scope in [APIKey.Scope.ingestWrite, .steward] {
                #expect(try await call.status(.put, Self.path, as: scope, body: Self.endpoint()) == 403)
            }
        }
    }

    @Test("What is kept of somebody goes with their erasure, also where nobody else knows them")
    func erased() async throws {
        try await Self.server().call { call async throws in
            _ = try await call(.put, Self.path, body: Self.endpoint(#""mappings":{}"#))
            _ = try await call(.put, "/v1/sources/crm/customers/1", body: #"{"emails":["ada@example.com"]}"#)
            _ = try await Self.send(Self.order(1), call, id: "ada")
            _ = try await Self.send(Self.order(2, email: "bob@example.com"), call, id: "bob")
            _ = try await Self.send(Self.order(3, email: "eve@example.com"), call, id: "eve")
            #expect(try await Self.failed(call).count == 3)
            #expect(try await call.status(.delete, "/v1/profiles/crm:1") == 200)
            #expect(try await Self.failed(call).map { $0["id"]?.string } == ["bob", "eve"])
            #expect(try await call.status(.delete, "/v1/profiles/email:eve@example.com") == 404)
            #expect(try await Self.failed(call).map { $0["id"]?.string } == ["bob"])
        }
    }

    @Test("What is old or too much goes, and what is younger stays")
    func forgotten() async throws {
        let clock = SettableClock(TestServer.moment)
        let server = try await Self.server(now: { clock.now })
        try await server.call { call async throws in
            _ = try await call(.put, Self.path, body: Self.endpoint())
            _ = try await Self.send("{}", call, topic: "x", id: "failed")
            _ = try await Self.send(Self.order(), call, id: "taken")
            try await server.service.settleDeliveries()
            let left = { (state: String) async throws -> JSONValue? in
                try await server.service.forgetDeliveries()
                return try await call(.get, Self.path + "/deliveries?state=\(state)").json["items"]?[0]?["id"]
            }
            clock.advance(bySeconds: 3 * 86_400)
            #expect(try await left("taken") == .string("taken"))
            clock.advance(bySeconds: 1)
            #expect(try await left("taken") == nil)
            clock.advance(bySeconds: 27 * 86_400 - 1)
            #expect(try await left("failed") == .string("failed"))
            clock.advance(bySeconds: 1)
            #expect(try await left("failed") == nil)
        }
    }
}
