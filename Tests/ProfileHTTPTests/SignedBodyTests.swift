import Foundation
import HTTPTypes
import ProfileCore
import ProfileHTTP
import ProfileService
import ProfileStore
import ProfileWire
import SQLStore
import Testing

/// What was signed are bytes; what they say is another matter.
@Suite("A delivery is proved by its bytes on the wire, and then read")
struct SignedBodyTests {
    private static let path = "/v1/webhooks/in/shop"
    private static let secret = "a-secret-of-the-shop"

    /// Reads customers and orders.
    private static let mappings = MappingLibrary(ofDocuments: [
        "customers": #""kind":"customer","source":"x","record":{"id":"id","emails":"email"}"#,
        "orders": """
        "kind":"order","source":"x","record":{"id":"id","placed_at":"placed_at","total":"total",
        "currency":{"value":"EUR"},"status":{"value":"paid"},"customer":{"x":"buyer"}}
        """,
    ])

    private static func server() async throws -> TestServer {
        try await TestServer(secrets: SecretBox(keys: [Array(0..<32)]), mappings: mappings)
    }

    private static func open(
        _ call: TestCaller, _ scheme: String = "shopify", secret: String = secret, _ members: String = ""
    ) async throws {
        let body = """
            {"source":"boutique","scheme":"\(scheme)","secret":"\(secret)"\(members),
            "mappings":{"customers/*":"customers","orders/*":"orders"}}
            """
        #expect(try await call.status(.put, path, body: body) == 201)
    }

    private static func send(
        _ body: [UInt8], _ call: TestCaller, _ fields: [String: String]
    ) async throws -> TestCaller.Answer {
        var headers = HTTPFields()
        for (name, value) in fields { headers[try #require(HTTPField.Name(name))] = value }
        return try await call.send(.post, path, token: nil, body: body, headers)
    }

    /// As a shop does that signs what `signed` says.
    private static func shopify(
        _ body: [UInt8], _ call: TestCaller, _ fields: [String: String] = [:], topic: String = "customers/update",
        signed: [UInt8]? = nil
    ) async throws -> TestCaller.Answer {
        let code = Data(try OpenSSL.authenticate(signed ?? body, with: secret)).base64EncodedString()
        let own = [
            "X-Shopify-Topic": topic, "X-Shopify-Webhook-Id": UUID().uuidString, "X-Shopify-Hmac-SHA256": code,
            "Content-Type": "application/json",
        ]
        return try await send(body, call, own.merging(fields) { $1 })
    }

    /// As payment services do.
    private static func stripe(
        _ body: [UInt8], _ call: TestCaller, _ fields: [String: String] = [:], signed: [UInt8]? = nil
    ) async throws -> TestCaller.Answer {
        let time = String(TestServer.moment.milliseconds / 1000)
        let code = try OpenSSL.authenticate(Array("\(time).".utf8) + (signed ?? body), with: secret).hexadecimal
        let own = ["Stripe-Signature": "t=\(time),v1=\(code)", "Content-Type": "application/json"]
        return try await send(body, call, own.merging(fields) { $1 })
    }

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    private static let customer = Array(#"{"type":"customers/update","id":7,"email":"ada@example.com"}"#.utf8)

    @Test(
        "A byte order mark and packing are signed along", arguments: ["shopify", "stripe"], ["mark", "gzip", "both"])
    func wire(scheme: String, form: String) async throws {
        try await Self.server().call { call async throws in
            try await Self.open(call, scheme)
            let said = form == "gzip" ? Self.customer : Self.mark + Self.customer
            let body = form == "mark" ? said : try GzipProgram.pack(said)
            let fields = form == "mark" ? [:] : ["Content-Encoding": "gzip"]
            let send = { (signed: [UInt8]) in
                scheme == "shopify"
                    ? try await Self.shopify(body, call, fields, signed: signed)
                    : try await Self.stripe(body, call, fields, signed: signed)
            }
            let other = try await send(Self.customer)
            #expect(try other.status == 401 && other.json["type"]?.string == "/problems/wrong-signature")
            #expect(try other.json["title"]?.string == "What was sent is not signed as it has to be")
            #expect(try await call.status(.get, "/v1/profiles/boutique:7") == 404)
            let answer = try await send(body)
            #expect(try answer.status == 200 && answer.json["status"]?.string == "taken")
            #expect(try await call.status(.get, "/v1/profiles/email:ada@example.com") == 200)
        }
    }

    @Test("What is proved and cannot be unpacked is kept with the reason")
    func damaged() async throws {
        try await Self.server().call { call async throws in
            try await Self.open(call)
            let cut = Array(try GzipProgram.pack(Self.customer).dropLast(4))
            let answer = try await Self.shopify(cut, call, ["Content-Encoding": "gzip"])
            #expect(try answer.status == 202 && answer.json["errors"]?[0]?["code"]?.string == "truncated_gzip")
            let kept = try await call(.get, Self.path + "/deliveries").json["items"]?[0]
            #expect(kept?["errors"]?[0]?["code"]?.string == "truncated_gzip" && kept?["replayable"] == .bool(false))
        }
    }

    @Test("The topic stands in the header whatever the body is, and JSON is JSON whatever it is called")
    func forms() async throws {
        let form = ["Content-Type": "application/x-www-form-urlencoded"]
        try await Self.server().call { call async throws in
            try await Self.open(call)
            let fields = try await Self.shopify(Array("id=8&email=eve%40example.com".utf8), call, form)
            #expect(try fields.json["status"]?.string == "taken")
            #expect(try await call.status(.get, "/v1/profiles/email:eve@example.com") == 200)
            #expect(try await Self.shopify(Self.customer, call, form).json["status"]?.string == "taken")
            #expect(try await call.status(.get, "/v1/profiles/email:ada@example.com") == 200)
        }
    }

    @Test("What lies too deep for a mapping keeps nothing else of a delivery away")
    func deep() async throws {
        try await Self.server().call { call async throws in
            try await Self.open(call)
            let deep = String(repeating: #"{"a":["}\"]","#, count: 500) + "1" + String(repeating: "]}", count: 500)
            let body = #"{"deep":\#(deep),"id":7,"email":"ada@example.com"}"#
            #expect(try await Self.shopify(Array(body.utf8), call).json["status"]?.string == "taken")
            #expect(try await call.status(.get, "/v1/profiles/email:ada@example.com") == 200)
            let kept = try await Self.shopify(Array(body.utf8), call, topic: "carts/update")
            #expect(try kept.json["errors"]?[0]?["code"]?.string == "no_mapping")
            #expect(try await call(.get, Self.path + "/deliveries").json["items"]?[0]?["replayable"] == .bool(true))
            let open = Array(("{\"id\":" + String(repeating: "[", count: 100_000)).utf8)
            #expect(try await Self.shopify(open, call).json["errors"]?[0]?["code"]?.string == "invalid_json")
        }
    }

    @Test("A list of any length is taken, and of it what cannot be taken is kept")
    func many() async throws {
        try await Self.server().call { call async throws in
            try await Self.open(call, "stripe")
            let events = (0..<1_200).map { number in
                let type = number % 100 == 99 ? "carts/update" : "orders/paid"
                return """
                    {"type":"\(type)","id":\(number),"placed_at":"2026-11-20T09:00:00Z","total":"1.00","buyer":7}
                    """
            }
            let body = Array(("[" + events.joined(separator: ",") + "]").utf8)
            let answer = try await Self.stripe(body, call)
            #expect(try answer.status == 202 && answer.json["errors"]?.count == 12)
            #expect(try await call(.get, "/v1/profiles/boutique:7").json["purchases"]?["orders"]?.integer == 1_188)
            let kept = try await call(.get, Self.path + "/deliveries").json["items"]
            #expect(kept?.count == 1 && kept?[0]?["replayable"] == .bool(true))
            let rules = #"{"source":"boutique","scheme":"stripe","mappings":{"carts/*":"orders"}}"#
            #expect(try await call.status(.put, Self.path, body: rules) == 200)
            #expect(try await call(.post, Self.path + "/replay").json["taken"]?.integer == 1)
            #expect(try await call(.get, "/v1/profiles/boutique:7").json["purchases"]?["orders"]?.integer == 1_200)
        }
    }
}

/// Secrets that could prove nothing.
extension SignedBodyTests {
    /// 32 bytes in base64, and 31.
    private static let (key, short) = (
        Data(repeating: 7, count: 32).base64EncodedString(), Data(repeating: 7, count: 31).base64EncodedString()
    )

    @Test("A secret by which nothing could ever be proved is refused where it is set")
    func secrets() async throws {
        let wrong = [
            "whsec_!!!", "whsec_" + String(Self.key.dropLast()), "whsec_ " + Self.key, "whpk_" + Self.short,
            "whpk_" + Self.key + Self.key, "whpk_!!!", "whsk_" + Self.key, "", "short",
            "a\\u0000secret-of-the-shop",
        ]
        try await Self.server().call { call async throws in
            for secret in wrong {
                let body = #"{"source":"boutique","scheme":"standard","secret":"\#(secret)","mappings":{}}"#
                let answer = try await call(.put, Self.path, body: body)
                #expect(
                    try answer.status == 422 && answer.json["errors"]?[0]?["pointer"]?.string == "/secret", "\(secret)")
            }
            for (number, secret) in ["whsec_" + Self.key, "whpk_" + Self.key, "a key as it is"].enumerated() {
                let body = #"{"source":"boutique","scheme":"standard","secret":"\#(secret)","mappings":{}}"#
                #expect(try await call.status(.put, Self.path + "\(number)", body: body) == 201, "\(secret)")
            }
            let rotated = try await call(.post, Self.path + "0/secret", body: #"{"secret":"whsec_!!!"}"#)
            #expect(try rotated.status == 422 && rotated.json["errors"]?[0]?["code"]?.string == "bad_secret")
        }
    }

    @Test("A secret that stays has to be one of the new scheme too; others take any text")
    func secretOfFormerScheme() async throws {
        try await Self.server().call { call async throws in
            try await Self.open(call, "stripe", secret: "whsec_!!!")
            let standard = #"{"source":"boutique","scheme":"standard","mappings":{}}"#
            let answer = try await call(.put, Self.path, body: standard)
            #expect(try answer.status == 422 && answer.json["errors"]?[0]?["pointer"]?.string == "/secret")
            #expect(try await call(.get, Self.path).json["scheme"]?.string == "stripe")
        }
    }
}

/// Requests of customers that a platform passes on.
extension SignedBodyTests {
    private static func ask(_ topic: String, _ body: String, _ call: TestCaller) async throws -> String? {
        try await shopify(Array(body.utf8), call, topic: topic).json["status"]?.string
    }

    private static func deliveries(_ call: TestCaller, _ state: String) async throws -> [JSONValue] {
        guard case .array(let items)? = try await call(.get, path + "/deliveries?state=\(state)").json["items"] else {
            return []
        }
        return items
    }

    @Test("A request outlives the person whom it is about, says so, and waits until somebody settles it")
    func outlived() async throws {
        let server = try await Self.server()
        try await server.call { call async throws in
            try await Self.open(call)
            #expect(try await Self.shopify(Self.customer, call).status == 200)
            let asked = #"{"shop_id":1,"customer":{"id":7,"email":"ada@example.com"},"data_request":{"id":9}}"#
            #expect(try await Self.ask("customers/data_request", asked, call) == "waiting")
            let other = asked.replacing("ada@", with: "eve@").replacing(":7", with: ":8")
            #expect(try await Self.ask("customers/data_request", other, call) == "waiting")
            let erased = try await call(.delete, "/v1/profiles/boutique:7").json["id"]?.string
            try await server.service.forgetDeliveries()
            let waiting = try await Self.deliveries(call, "waiting")
            let reasons = waiting.map { item -> [JSONValue] in
                guard case .array(let errors)? = item["errors"] else { return [] }
                return errors
            }
            let mine = try #require(reasons.firstIndex { $0.count == 2 })
            #expect(waiting.count == 2 && reasons.map(\.count).sorted() == [1, 2])
            #expect(reasons[mine].map { $0["code"]?.string } == ["export", "erased"])
            #expect(reasons[mine][1]["detail"]?.string?.contains(try #require(erased)) == true)
            #expect(waiting[mine]["event"]?.string == "customers/data_request")
            let key = IncomingDelivery.Key(endpoint: "shop", id: try #require(waiting[mine]["id"]?.string))
            let stored = try #require(try await server.store.webhookDeliveries([key]).first)
            #expect(stored.content?.sealed == nil && stored.names.isEmpty)

            // Nobody loses such a request with its endpoint.
            #expect(try await call.status(.delete, Self.path) == 409)
            for item in waiting {
                let id = try #require(item["id"]?.string)
                _ = try await call(.post, Self.path + "/settle", body: #"{"deliveries":["\#(id)"]}"#)
            }
            #expect(try await Self.deliveries(call, "waiting").isEmpty)
            #expect(try await Self.deliveries(call, "settled").count == 2)
            #expect(try await call.status(.delete, Self.path) == 204)
        }
    }

    @Test("A request of somebody whom nobody else knows waits on, too, once nothing of them is left")
    func outlivedUnknown() async throws {
        try await Self.server().call { call async throws in
            try await Self.open(call)
            let asked = #"{"shop_id":1,"customer":{"id":7,"email":"eve@example.com"},"data_request":{"id":9}}"#
            #expect(try await Self.ask("customers/data_request", asked, call) == "waiting")
            #expect(try await call.status(.delete, "/v1/profiles/email:eve@example.com") == 404)
            let waiting = try await Self.deliveries(call, "waiting")
            #expect(waiting.count == 1 && waiting[0]["errors"]?[1]?["code"]?.string == "erased")
        }
    }

    @Test("A request that was kept as something else waits once it is replayed")
    func replayed() async throws {
        try await Self.server().call { call async throws in
            let open = #"{"source":"boutique","scheme":"stripe","secret":"\#(Self.secret)","mappings":{}}"#
            #expect(try await call.status(.put, Self.path, body: open) == 201)
            let asked = #"{"type":"customers/data_request","shop_id":1,"customer":{"id":7},"data_request":{"id":9}}"#
            #expect(try await Self.stripe(Array(asked.utf8), call).json["status"]?.string == "kept")
            let rules = #"{"source":"boutique","scheme":"shopify","mappings":{}}"#
            #expect(try await call.status(.put, Self.path, body: rules) == 200)
            #expect(try await call(.post, Self.path + "/replay").json["taken"]?.integer == 1)
            #expect(
                try await Self.deliveries(call, "waiting").map { $0["event"]?.string } == ["customers/data_request"])
            #expect(try await Self.deliveries(call, "failed").isEmpty)
        }
    }

    @Test("A request that cannot be read waits for a person, too")
    func unreadable() async throws {
        try await Self.server().call { call async throws in
            try await Self.open(call)
            #expect(try await Self.ask("customers/redact", #"{"shop_id":1,"#, call) == "waiting")
            let cut = Array(try GzipProgram.pack(Self.customer).dropLast(4))
            let packed = try await Self.shopify(
                cut, call, ["Content-Encoding": "gzip"], topic: "customers/data_request")
            #expect(try packed.status == 202 && packed.json["status"]?.string == "waiting")
            #expect(try await Self.ask("orders/paid", "{", call) == "kept")
            let waiting = try await Self.deliveries(call, "waiting")
            let known = Set(waiting.map { [$0["event"]?.string, $0["errors"]?[1]?["code"]?.string] })
            #expect(known == [["customers/redact", "invalid_json"], ["customers/data_request", "truncated_gzip"]])
            #expect(try await Self.deliveries(call, "failed").map { $0["event"]?.string } == ["orders/paid"])
        }
    }

    @Test("A request that lacks what such a request has waits for a person, and erases nobody")
    func incomplete() async throws {
        let bodies = [
            ("customers/redact", #"{"customer":{"id":7},"orders_to_redact":[]}"#, "shop_id"),
            ("customers/redact", #"{"shop_id":1,"customer":{"id":7}}"#, "orders_to_redact"),
            ("customers/redact", #"{"shop_id":1,"orders_to_redact":[]}"#, "customer"),
            ("customers/redact", #"{"id":1,"customer":{"id":7}}"#, "shop_id, orders_to_redact"),
            ("customers/data_request", #"{"customer":{"id":7}}"#, "shop_id, data_request"),
            ("shop/redact", "{}", "shop_id"),
        ]
        try await Self.server().call { call async throws in
            try await Self.open(call)
            #expect(try await Self.shopify(Self.customer, call).status == 200)
            for (topic, body, missing) in bodies {
                let answer = try await Self.shopify(Array(body.utf8), call, topic: topic)
                #expect(try answer.status == 202 && answer.json["status"]?.string == "waiting", "\(body)")
                let items = try await Self.deliveries(call, "waiting").filter { item in
                    item["event"]?.string == topic && item["errors"]?[1]?["code"]?.string == "missing"
                        && item["errors"]?[1]?["detail"]?.string?.hasPrefix("it lacks \(missing),") == true
                }
                #expect(items.count == 1, "\(body)")
            }
            #expect(try await call.status(.get, "/v1/profiles/boutique:7") == 200)
            #expect(try await Self.deliveries(call, "failed").isEmpty)
        }
    }
}
