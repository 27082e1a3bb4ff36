import Foundation
import HTTPTypes
import ProfileCore
import ProfileHTTP
import ProfileService
import ProfileStore
import ProfileWire
import SQLStore
import Testing

/// What is kept of deliveries is personal data like everything else.
@Suite("Kept deliveries belong to the people whom they are about")
struct KeptDeliveryTests {
    private static let path = "/v1/webhooks/in/shop"
    private static let token = "a-token-of-the-shop"

    /// Reads customers and orders of documents that name the customer.
    private static let mappings = MappingLibrary(ofDocuments: [
        "customers": #""kind":"customer","source":"x","record":{"id":"id","updated_at":"at","phones":"mobile"}"#,
        "orders": """
        "kind":"order","source":"x","record":{"id":"id","updated_at":"at","placed_at":"placed_at",
        "total":"total","currency":{"value":"EUR"},"status":{"value":"paid"},"customer":{"x":"buyer"}}
        """,
        "bookings": """
        "kind":"order","source":"x","record":{"id":"nr","placed_at":"placed_at","total":"total",
        "currency":{"value":"EUR"},"status":{"value":"paid"},"customer":{"er":"who"}}
        """,
    ])

    private static func server() async throws -> TestServer {
        try await TestServer(secrets: SecretBox(keys: [Array(0..<32)]), mappings: mappings)
    }

    private static func open(_ call: TestCaller, _ mappings: String = "{}", at path: String = path) async throws {
        let body = #"{"source":"boutique","scheme":"bearer","secret":"\#(token)","mappings":\#(mappings)}"#
        #expect(try await call.status(.put, path, body: body) == 201)
    }

    private static func send(_ body: String, _ call: TestCaller) async throws -> String? {
        try await answer(body, call).json["status"]?.string
    }

    private static func answer(_ body: String, _ call: TestCaller) async throws -> TestCaller.Answer {
        var headers = HTTPFields()
        headers[.authorization] = "Bearer \(token)"
        headers[.contentType] = "application/json"
        return try await call(.post, path, as: nil, body: body, headers: headers)
    }

    private static func kept(_ call: TestCaller) async throws -> Int? {
        try await call(.get, path + "/deliveries").json["items"]?.count
    }

    @Test(
        "A document that no mapping reads goes with whom it names, however it does",
        arguments: [
            #"{"type":"customers/tagged","id":7}"#, #"{"type":"x","customer":{"id":"7"}}"#,
            #"{"type":"x","deep":[{"customerId":7}]}"#, #"{"type":"orders/risk","id":11}"#,
            #"{"type":"x","list":[{"order_id":"11"}]}"#, #"{"type":"x","text":"From: Ada <ADA@example.com>, hello"}"#,
            #"{"type":"x","ship_to":{"phone":"+44 20 7946 0018"}}"#, #"{"type":"x","note":"+442079460018"}"#,
            #"{"type":"unknown","id":11}"#, #"{"type":"x","note":"call +44 20 7946 0018, please"}"#,
            #"{"type":"x","note":"order 4711 (+44) 20-7946.0018."}"#, #"{"type":"x","link":"tel:+442079460018"}"#,
            #"{"type":"x","number":442079460018}"#, #"{"type":"x","mail":"<a href='mailto:ada@example.com'>x</a>"}"#,
            #"{"type":"x","page":"/a?mail=ada%40example.com&b=c"}"#, #"{"type":"x","ada@example.com":true}"#,
            #"{"type":"x","customer_id":"gid://boutique/Customer/7"}"#,
        ])
    func erased(document: String) async throws {
        try await Self.server().call { call async throws in
            try await Self.open(call)
            let customer = #"{"emails":["ada@example.com"],"phones":["+442079460018"]}"#
            _ = try await call(.put, "/v1/sources/boutique/customers/7", body: customer)
            let order = """
                {"placed_at":"2026-11-20T09:00:00Z","status":"paid","total":"1.00","currency":"EUR",
                "customer":{"boutique":"7"}}
                """
            _ = try await call(.put, "/v1/sources/boutique/orders/11", body: order)
            let others = #"{"type":"x","customer":{"id":8},"items":[{"id":7},{"id":11}],"number":7,"total":"11"}"#
            #expect(try await Self.send(others, call) == "kept")
            #expect(try await Self.send(document, call) == "kept")
            #expect(try await Self.kept(call) == 2)
            let export = try await call(.get, "/v1/profiles/boutique:7/export").json["deliveries"]
            #expect(export?.count == 1 && export?[0]?["documents"]?.count == 1)
            #expect(export?[0]?["errors"]?[0]?["code"]?.string == "no_mapping")
            #expect(try await call.status(.delete, "/v1/profiles/boutique:7") == 200)
            #expect(try await Self.kept(call) == 1)
        }
    }

    @Test("A document that its mapping rejects goes with whom it names")
    func mapped() async throws {
        try await Self.server().call { call async throws in
            try await Self.open(call, #"{"order":"orders"}"#)
            _ = try await call(.put, "/v1/sources/boutique/customers/7", body: "{}")
            let partial = """
                {"type":"order","id":"o1","buyer":"7","at":"2026-11-20T09:00:00Z",
                "placed_at":"2026-11-20T09:00:00Z","total":"1.00"}
                """
            #expect(try await Self.send(partial, call) == "taken")
            let broken = partial.replacing("o1", with: "o2").replacing(#""1.00""#, with: #""much""#)
            #expect(try await Self.send(broken, call) == "kept")
            #expect(try await Self.kept(call) == 1)
            #expect(try await call.status(.delete, "/v1/profiles/boutique:7") == 200)
            #expect(try await Self.kept(call) == 0)
        }
    }

    @Test(
        "What a mapping reads names somebody, also in a record that it rejects for another reason",
        arguments: [
            #"{"nr":"o2","who":"7","total":"much","placed_at":"2026-11-20T09:00:00Z"}"#,
            #"{"nr":"o2","who":7,"total":"1.00","placed_at":"yesterday"}"#, #"{"who":"7"}"#,
            #"{"nr":8.5,"who":"7","total":"1.00"}"#, #"{"nr":"o2","who":"7","total":"1.00","total":"2.00"}"#,
            #"{"nr":"booked","total":"much"}"#,
        ])
    func rejected(document: String) async throws {
        try await Self.server().call { call async throws in
            try await Self.open(call, #"{"*":"bookings"}"#)
            _ = try await call(.put, "/v1/sources/er/customers/7", body: "{}")
            let booked = #"{"nr":"booked","who":"7","total":"1.00","placed_at":"2026-11-20T09:00:00Z"}"#
            #expect(try await Self.send(booked, call) == "taken")
            let another = document.replacing("7", with: "9").replacing("booked", with: "other")
            #expect(try await Self.send(another, call) == "kept")
            #expect(try await Self.send(document, call) == "kept")
            #expect(try await call(.get, "/v1/profiles/er:7/export").json["deliveries"]?.count == 1)
            #expect(try await call.status(.delete, "/v1/profiles/er:7") == 200)
            #expect(try await Self.kept(call) == 1)
            #expect(try await Self.send(document, call) == "kept")
            let kept = try await call(.get, Self.path + "/deliveries?limit=9").json["items"]
            #expect(kept?.count == 2)
            let erased = [kept?[0], kept?[1]].filter { $0?["replayable"] == .bool(false) }
            #expect(erased.count == 1, "nothing of it is kept")
        }
    }

    @Test("An export has of a delivery about many what is about the person alone, and what still waits for a mapping")
    func exported() async throws {
        try await Self.server().call { call async throws in
            try await Self.open(call)
            for id in [7, 8] { _ = try await call(.put, "/v1/sources/boutique/customers/\(id)", body: "{}") }
            let both = #"[{"type":"x","customer_id":7,"v":1},{"type":"x","customer_id":8,"v":2},{"type":"x","v":3}]"#
            #expect(try await Self.send(both, call) == "kept")
            for id in [7, 8] {
                let export = try await call(.get, "/v1/profiles/boutique:\(id)/export").json["deliveries"]
                #expect(export?.count == 1 && export?[0]?["endpoint"]?.string == "shop")
                #expect(export?[0]?["documents"]?.count == 1)
                #expect(export?[0]?["documents"]?[0]?["customer_id"] == .number("\(id)"))
            }
            _ = try await call(.put, "/v1/sources/boutique/customers/9", body: "{}")
            #expect(try await call(.get, "/v1/profiles/boutique:9/export").json["deliveries"]?.count == 0)
        }
    }

    @Test("A delivery to an endpoint that another node removed is one to an unknown one, and nothing of it is kept")
    func removedElsewhere() async throws {
        let server = try await Self.server()
        try await server.call { call async throws in
            try await Self.open(call)
            #expect(try await Self.send(#"{"type":"x"}"#, call) == "kept")
            #expect(try await server.store.removeWebhookEndpoint("shop") == .removed)
            // This node still knows it.
            #expect(try await Self.answer(#"{"type":"y","mail":"ada@example.com"}"#, call).status == 404)
            #expect(try await server.store.namedDeliveries(after: nil, limit: 9).isEmpty)
        }
    }

    @Test("Nothing is kept of somebody who was erased before: neither a document nor whom it names")
    func erasedBefore() async throws {
        let server = try await Self.server()
        try await server.call { call async throws in
            try await Self.open(call)
            let customer = #"{"emails":["ada@example.com"],"phones":["+442079460018"]}"#
            _ = try await call(.put, "/v1/sources/boutique/customers/7", body: customer)
            let erasure = try await call(.delete, "/v1/profiles/boutique:7").json["id"]?.string
            #expect(try await Self.send(#"{"type":"x","text":"From ada@example.com"}"#, call) == "kept")
            let kept = try await call(.get, Self.path + "/deliveries").json["items"]?[0]
            #expect(kept?["replayable"] == .bool(false) && kept?["errors"]?[0]?["code"]?.string == "no_mapping")
            let reason = kept?["errors"]?[1]
            #expect(reason?["code"]?.string == "erased")
            #expect(try reason?["detail"]?.string?.contains(#require(erasure)) == true)
            #expect(try await server.store.namedDeliveries(after: nil, limit: 9).isEmpty)
            #expect(try await Self.send(#"{"type":"x","text":"From bob@example.com"}"#, call) == "kept")
            #expect(try await server.store.namedDeliveries(after: nil, limit: 9).count == 1)
        }
    }

    @Test("Whom a document names that is full of numbers cannot be told, so that only its reason is kept")
    func overfull() async throws {
        let server = try await Self.server()
        try await server.call { call async throws in
            try await Self.open(call)
            var number = 1
            var digits = ""
            for _ in 0..<60_000 {
                number = (number &* 1_103_515_245 &+ 12_345) & 0x7FFF_FFFF
                digits += "\(number) "
            }
            let answer = try await Self.answer(#"{"type":"x","text":"\#(digits)"}"#, call)
            #expect(try answer.status == 202 && answer.json["errors"]?[1]?["code"]?.string == "too_many")
            let kept = try await call(.get, Self.path + "/deliveries").json["items"]
            #expect(kept?.count == 1 && kept?[0]?["replayable"] == .bool(false))
        }
    }

    @Test("Large deliveries are listed and taken again few by few, all of them")
    func large() async throws {
        let server = try await Self.server()
        try await server.call { call async throws in
            try await Self.open(call)
            let filling = String(repeating: "x", count: 1_500_000)
            for id in 0..<9 {
                let order = """
                    {"type":"order","id":"\(id)","buyer":"7","at":"2026-11-20T09:00:00Z",
                    "placed_at":"2026-11-20T09:00:00Z","total":"1.00","note":"\(filling)"}
                    """
                #expect(try await Self.send(order, call) == "kept")
            }
            let few = try await server.service.webhookDeliveries(to: "shop", .failed, before: nil, limit: 100)
            #expect(few.count < 9 && !few.isEmpty)
            let first = try await call(.get, Self.path + "/deliveries?limit=7").json
            #expect(first["items"]?.count == 7)
            let next = try #require(first["next"]?.string)
            #expect(try await call(.get, Self.path + "/deliveries?limit=7&cursor=\(next)").json["items"]?.count == 2)
            _ = try await call(.patch, Self.path, body: #"{"mappings":{"order":"orders"}}"#)
            #expect(try await call(.post, Self.path + "/replay", body: "{}").json["taken"]?.integer == 9)
            #expect(try await Self.kept(call) == 0)
        }
    }
}
