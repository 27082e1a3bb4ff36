import Foundation
import HTTPTypes
import ProfileCore
import ProfileHTTP
import ProfileService
import ProfileWire
import Testing

extension WebhookTests {
    @Test("A deletion that is replayed takes back nothing that was stated after it")
    func deletedLate() async throws {
        let clock = SettableClock(TestServer.moment)
        try await Self.server(now: { clock.now }).call { call async throws in
            let timeless = Self.order().replacing(#""updated_at":"2026-11-22T09:00:00Z","#, with: "")
            _ = try await call(.put, Self.path, body: Self.endpoint(#""mappings":{"orders/paid":"orders"}"#))
            _ = try await Self.send(timeless, call, id: "d1")
            #expect(try await Self.send(#"{"id":1}"#, call, topic: "orders/delete", id: "d2").status == 202)
            clock.advance(bySeconds: 60)
            _ = try await Self.send(timeless, call, id: "d3")
            let members = #""mappings":{"orders/paid":"orders","orders/delete":"withdraw:order"}"#
            _ = try await call(.put, Self.path, body: Self.endpoint(members))
            #expect(try await call(.post, Self.path + "/replay").json["taken"]?.integer == 1)
            #expect(try await call(.get, "/v1/profiles/boutique:7").json["purchases"]?["orders"]?.integer == 1)
        }
    }

    @Test("A deletion that says its own time and comes late takes back nothing that was restored after it")
    func deletedBefore() async throws {
        let order = { @Sendable (time: Int64) in
            #"{"event":"order","id":1,"at":\#(time),"placed_at":"2026-11-20T09:00:00Z","total":"1.00","buyer":7}"#
        }
        let deleted = { @Sendable (time: String) in #"{"event":"gone","objectId":1,"occurredAt":\#(time)}"# }
        let now = TestServer.moment.milliseconds
        try await Self.server().call { call async throws in
            var rules = JSONWriter()
            rules.string(
                """
                {"format":"json","kind":"order","source":"x","record":{"id":"id","placed_at":"placed_at",
                "updated_at":{"column":"at","dates":"unix_ms"},"status":{"value":"paid"},"total":"total",
                "currency":{"value":"EUR"},"customer":{"x":"buyer"}}}
                """)
            let mapping = String(decoding: rules.bytes, as: UTF8.self)
            let members = #""mappings":{"order":\#(mapping),"gone":"withdraw:order"}"#
            _ = try await call(.put, Self.path, body: Self.endpoint(members, scheme: "bearer"))
            let left = { (body: String) async throws -> Int? in
                let answer = try await call(
                    .post, Self.path, as: nil, body: body, headers: [.authorization: "Bearer " + Self.secret])
                #expect(try answer.json["status"]?.string == "taken", "\(answer.text)")
                return try await call(.get, "/v1/profiles/boutique:7").json["purchases"]?["orders"]?.integer
            }
            #expect(try await left(order(now - 5000)) == 1)
            #expect(try await left(deleted("\(now - 6000)")) == 1)
            #expect(try await left(deleted("\(now - 4000)")) != 1)
            #expect(try await left(order(now - 3000)) == 1)
            #expect(try await left(deleted("\(now - 4000)")) == 1)
            // What is still to come counts as now.
            #expect(try await left(deleted("\(now + 9_000_000)")) != 1)
        }
    }

    @Test("What WooCommerce restores is there again, though it was changed last before it was deleted")
    func restored() async throws {
        let clock = SettableClock(TestServer.moment)
        try await Self.server(now: { clock.now }).call { call async throws in
            let members = #""mappings":{"order.deleted":"withdraw:order","order.*":"orders"}"#
            _ = try await call(.put, Self.path, body: Self.endpoint(members, scheme: "woocommerce"))
            let left = { (body: String, topic: String) async throws -> Int? in
                let signature = Data(try OpenSSL.authenticate(body, with: Self.secret)).base64EncodedString()
                var headers: HTTPFields = [.contentType: "application/json"]
                headers[try #require(HTTPField.Name("X-WC-Webhook-Topic"))] = topic
                headers[try #require(HTTPField.Name("X-WC-Webhook-Signature"))] = signature
                #expect(try await call(.post, Self.path, as: nil, body: body, headers: headers).status == 200)
                clock.advance(bySeconds: 60)
                return try await call(.get, "/v1/profiles/boutique:7").json["purchases"]?["orders"]?.integer
            }
            let order = Self.order(1)
            #expect(try await left(order, "order.created") == 1)
            #expect(try await left(#"{"id":1}"#, "order.deleted") != 1)
            #expect(try await left(order, "order.updated") != 1, "what was said before the deletion stays out")
            #expect(try await left(order, "order.restored") == 1)
        }
    }

    @Test("What tells of the end of a record takes the record back")
    func withdrawn() async throws {
        try await Self.server().call { call async throws in
            let members = #""mappings":{"orders/paid":"orders","orders/delete":"withdraw:order"}"#
            _ = try await call(.put, Self.path, body: Self.endpoint(members))
            _ = try await Self.send(Self.order(1), call, id: "d1")
            _ = try await Self.send(Self.order(2), call, id: "d2")
            let gone = try await Self.send(#"{"id":1}"#, call, topic: "orders/delete", id: "d3")
            #expect(try gone.json["status"]?.string == "taken")
            let recent = try await call(.get, "/v1/profiles/boutique:7").json["purchases"]?["recent"]
            #expect(recent?[0]?["id"]?.string == "2" && recent?[1] == nil)
            #expect(try await Self.send("{}", call, topic: "orders/delete", id: "d4").status == 202)
            #expect(try await Self.failed(call).count == 1)
        }
    }

    @Test(
        "An id that no mapping takes is no id of what ends either, with the same reason",
        arguments: [
            (#"8.0"#, "bad_number"), ("1e3", "bad_number"), (#""8.0""#, "bad_number"),
            (#""4.57E+12""#, "shortened_number"), ("null", "missing"),
        ])
    func misnamed(id: String, code: String) async throws {
        try await Self.server().call { call async throws in
            _ = try await call(.put, Self.path, body: Self.endpoint(#""mappings":{"orders/delete":"withdraw:order"}"#))
            let answer = try await Self.send(#"{"id":\#(id)}"#, call, topic: "orders/delete", id: "d1")
            #expect(try answer.status == 202 && answer.json["errors"]?[0]?["code"]?.string == code)
        }
    }
}
