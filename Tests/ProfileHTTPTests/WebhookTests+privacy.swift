import HTTPTypes
import ProfileHTTP
import ProfileStore
import ProfileWire
import SQLStore
import Testing

/// Requests of customers that a shop's platform passes on.
extension WebhookTests {
    private static let ada =
        #"{"shop_id":1,"customer":{"id":7,"email":"ada@example.com"},"orders_to_redact":[],"data_request":{"id":9}}"#

    @Test("A request to be forgotten is carried out, and told")
    func redacted() async throws {
        try await Self.server().call { call async throws in
            _ = try await call(.put, Self.path, body: Self.endpoint())
            _ = try await Self.send(Self.order(), call, id: "d1")
            let answer = try await Self.send(Self.ada, call, topic: "customers/redact", id: "r1")
            #expect(try answer.status == 200 && answer.json["status"]?.string == "settled")
            #expect(try await call.status(.get, "/v1/profiles/boutique:7") == 404)
            let settled = try await call(.get, Self.path + "/deliveries?state=settled").json["items"]?[0]
            let erasure = try #require(settled?["errors"]?[0]?["detail"]?.string)
            #expect(try await call(.get, "/v1/erasures/\(erasure)").json["by"]?.string == "webhook shop")
            let again = try await Self.send(Self.ada, call, topic: "customers/redact", id: "r1")
            #expect(try again.json["status"]?.string == "duplicate")
        }
    }

    @Test("A request to see what is held, a shop's end, and erasures that are to be reviewed wait for a person")
    func waiting() async throws {
        try await Self.server().call { call async throws in
            let members = #""redact":"review","mappings":{"orders/*":"orders"}"#
            _ = try await call(.put, Self.path, body: Self.endpoint(members))
            _ = try await Self.send(Self.order(), call, id: "d1")
            let id = try await call(.get, "/v1/profiles/boutique:7").json["id"]
            for topic in ["customers/data_request", "customers/redact", "shop/redact"] {
                let answer = try await Self.send(Self.ada, call, topic: topic, id: topic)
                #expect(try answer.status == 202 && answer.json["status"]?.string == "waiting", "\(topic)")
            }
            let open = try await call(.get, Self.path + "/deliveries?state=waiting").json["items"]
            #expect(open?[0]?["errors"]?[0]?["code"]?.string == "export" && open?[0]?["profiles"]?[0] == id)
            #expect(open?[1]?["errors"]?[0]?["code"]?.string == "erasure")
            #expect(open?[2]?["event"]?.string == "shop/redact")
            let body = #"{"deliveries":["customers/data_request","nope"]}"#
            #expect(try await call(.post, Self.path + "/settle", body: body).json["settled"]?.integer == 1)
            let settled = try await call(.get, Self.path + "/deliveries?state=settled").json["items"]?[0]
            #expect(settled?["errors"]?[0]?["detail"]?.string == "by admin")
            #expect(try await call.status(.delete, "/v1/profiles/boutique:7") == 200)
            // What waits is to be answered all the same.
            let left = try await call(.get, Self.path + "/deliveries?state=waiting").json["items"]
            #expect(left?.count == 2 && left?[0]?["errors"]?[1]?["code"]?.string == "erased")
        }
    }

    @Test("A request about somebody who is erased already waits without a name, with the erasure that it came after")
    func erasedBefore() async throws {
        let server = try await Self.server()
        try await server.call { call async throws in
            let members = #""redact":"review","mappings":{"orders/*":"orders"}"#
            _ = try await call(.put, Self.path, body: Self.endpoint(members))
            _ = try await Self.send(Self.order(), call, id: "d1")
            let erasure = try await call(.delete, "/v1/profiles/boutique:7").json["id"]?.string
            for topic in ["customers/data_request", "customers/redact"] {
                let answer = try await Self.send(Self.ada, call, topic: topic, id: topic)
                #expect(try answer.status == 202 && answer.json["status"]?.string == "waiting", "\(topic)")
            }
            let open = try await call(.get, Self.path + "/deliveries?state=waiting").json["items"]
            for place in 0..<2 {
                let reason = open?[place]?["errors"]?[1]
                #expect(reason?["code"]?.string == "erased" && open?[place]?["profiles"] == nil)
                #expect(try reason?["detail"]?.string?.contains(#require(erasure)) == true)
            }
            #expect(try await server.store.namedDeliveries(after: nil, limit: 9).isEmpty)
        }
    }
}
