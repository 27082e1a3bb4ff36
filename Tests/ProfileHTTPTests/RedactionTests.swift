import Foundation
import HTTPTypes
import ProfileCore
import ProfileHTTP
import ProfileService
import ProfileStore
import ProfileWire
import Testing

@Suite("Nobody is erased for a name that others share")
struct RedactionTests {
    private static let path = "/v1/webhooks/in/shop"
    private static let secret = "a-secret-of-the-shop"
    private static let identity = IdentityRules(
        declared: [Identifier.email: IdentifierRule(priority: 1, limit: 5, strength: .weak)])

    private static func redact(_ body: String, _ call: TestCaller, id: String) async throws -> TestCaller.Answer {
        let signature = Data(try OpenSSL.authenticate(body, with: secret)).base64EncodedString()
        let fields = [
            "X-Shopify-Topic": "customers/redact", "X-Shopify-Webhook-Id": id, "X-Shopify-Hmac-SHA256": signature,
            "Content-Type": "application/json",
        ]
        var headers = HTTPFields()
        for (name, value) in fields { headers[try #require(HTTPField.Name(name))] = value }
        return try await call(.post, path, as: nil, body: body, headers: headers)
    }

    private static func request(_ customer: String) -> String {
        #"{"shop_id":1,"customer":{\#(customer),"email":"home@example.com"},"orders_to_redact":[]}"#
    }

    @Test("The customer whom the shop names goes; of a shared address a person decides", arguments: [7, 9])
    func shared(id: Int) async throws {
        let server = try await TestServer(
            identity: Self.identity, secrets: SecretBox(keys: [Array(0..<32)]))
        try await server.call { call async throws in
            let endpoint = #"{"source":"boutique","scheme":"shopify","secret":"\#(Self.secret)","mappings":{}}"#
            #expect(try await call.status(.put, Self.path, body: endpoint) == 201)
            for known in [7, 8] {
                _ = try await call(
                    .put, "/v1/sources/boutique/customers/\(known)", body: #"{"emails":["home@example.com"]}"#)
            }
            let answer = try await Self.redact(Self.request("\"id\":\(id)"), call, id: "r1")
            #expect(try answer.status == 202 && answer.json["status"]?.string == "waiting")
            #expect(try await call.status(.get, "/v1/profiles/boutique:7") == (id == 7 ? 404 : 200))
            #expect(try await call.status(.get, "/v1/profiles/boutique:8") == 200)
            let open = try await call(.get, Self.path + "/deliveries?state=waiting").json["items"]
            guard case .array(let reasons)? = open?[0]?["errors"] else { return }
            let codes = reasons.compactMap { $0["code"]?.string }
            #expect(codes == (id == 7 ? ["erased", "shared"] : ["shared"]))
            let settled = try await call(.post, Self.path + "/settle", body: #"{"deliveries":["r1"]}"#).json
            #expect(settled["settled"]?.integer == 1)
        }
    }

    @Test("An address that one person alone has is theirs, be it weak or not")
    func alone() async throws {
        let server = try await TestServer(
            identity: Self.identity, secrets: SecretBox(keys: [Array(0..<32)]))
        try await server.call { call async throws in
            let endpoint = #"{"source":"boutique","scheme":"shopify","secret":"\#(Self.secret)","mappings":{}}"#
            #expect(try await call.status(.put, Self.path, body: endpoint) == 201)
            _ = try await call(
                .put, "/v1/sources/boutique/customers/7", body: #"{"emails":["home@example.com"]}"#)
            let answer = try await Self.redact(Self.request("\"id\":7"), call, id: "r1")
            #expect(try answer.status == 200 && answer.json["status"]?.string == "settled")
            #expect(try await call.status(.get, "/v1/profiles/boutique:7") == 404)
        }
    }

    @Test("A request whose names cannot be anybody's is not settled as one about nobody")
    func unreadable() async throws {
        try await TestServer(secrets: SecretBox(keys: [Array(0..<32)])).call { call async throws in
            let endpoint = #"{"source":"boutique","scheme":"shopify","secret":"\#(Self.secret)","mappings":{}}"#
            #expect(try await call.status(.put, Self.path, body: endpoint) == 201)
            let body = #"{"shop_id":1,"customer":{"id":" ","email":"?"},"orders_to_redact":[]}"#
            let answer = try await Self.redact(body, call, id: "r1")
            #expect(try answer.status == 202 && answer.json["status"]?.string == "waiting")
        }
    }

    @Test("A list that is sent again erases nobody anew, and keeps the certificate of who was erased")
    func again() async throws {
        let origin = "https://shop.example.com"
        let server = try await TestServer(publicOrigin: origin, secrets: SecretBox(keys: [Array(0..<32)]))
        try await server.call { call async throws in
            let endpoint = #"{"source":"boutique","scheme":"hubspot","secret":"\#(Self.secret)","mappings":{}}"#
            #expect(try await call.status(.put, Self.path, body: endpoint) == 201)
            let customer = #"{"emails":["home@example.com"]}"#
            _ = try await call(.put, "/v1/sources/boutique/customers/7", body: customer)
            let body = """
                [{"subscriptionType":"contact.privacyDeletion","objectId":7},{"subscriptionType":"deal.x","objectId":8}]
                """
            let time = String(TestServer.moment.milliseconds)
            let code = Data(try OpenSSL.authenticate("POST" + origin + Self.path + body + time, with: Self.secret))
            var headers = HTTPFields()
            headers[try #require(HTTPField.Name("X-HubSpot-Signature-v3"))] = code.base64EncodedString()
            headers[try #require(HTTPField.Name("X-HubSpot-Request-Timestamp"))] = time
            headers[.contentType] = "application/json"
            for _ in 1...2 {
                let answer = try await call(.post, Self.path, as: nil, body: body, headers: headers)
                #expect(try answer.status == 202 && answer.json["status"]?.string == "kept")
                let settled = try await call(.get, Self.path + "/deliveries?state=settled").json["items"]
                #expect(settled?.count == 1 && settled?[0]?["errors"]?[0]?["code"]?.string == "erased")
            }
        }
    }
}
