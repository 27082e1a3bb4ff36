import Foundation
import Testing

/// Through the real program, signed by another one.
@Suite("Deliveries of other systems survive what befalls the service")
struct WebhookTests {
    private static let secret = "the secret of the shop"
    private static let path = "/v1/webhooks/in/shop"
    /// 32 bytes that nobody drew for anything else.
    private static let environment = ["CLIENTELE_SECRETS_KEY": "mZ0y3Jt9b0m5mJ8y4dQK8VpZ2hWc1xT7uRr6nL5eKaE="]

    private static func send(
        _ body: String, topic: String, id: String, to server: Server
    ) async throws -> Answer {
        _ = try server.folder.write(body, to: "delivery.json")
        let signing = "openssl dgst -sha256 -hmac '\(secret)' -binary < delivery.json | base64 > signature"
        try await Shell.run(signing, in: server.folder)
        let signature = server.folder.text(of: "signature").split(separator: "\n").joined()
        return try await server.send(
            "POST", path, body, key: nil,
            headers: [
                "Content-Type: application/json", "X-Shopify-Topic: \(topic)", "X-Shopify-Webhook-Id: \(id)",
                "X-Shopify-Hmac-SHA256: \(signature)",
            ])
    }

    private static var order: String {
        let orders = VendorFiles.shopifyOrders.split(separator: "{\"orders\":[\n")[0]
        return String(orders.split(separator: ",\n{\"id\":450789470")[0])
    }

    @Test("What was answered is there after a kill: the order, and what could not be taken")
    func killed() async throws {
        var server = try await Server(environment: Self.environment)
        let made = try await server.send(
            "PUT", Self.path, #"{"source":"boutique","scheme":"shopify","secret":"\#(Self.secret)"}"#)
        #expect(made.status == 201 && !made.text.contains(Self.secret), "\(made.text)")
        #expect(try await Self.send(Self.order, topic: "orders/paid", id: "d1", to: server).status == 200)
        #expect(try await Self.send(#"{"id":1}"#, topic: "themes/update", id: "d2", to: server).status == 202)
        try await server.kill()

        server = try await Server(in: server.folder, environment: Self.environment)
        let ada = try await server.send("GET", "/v1/profiles/boutique:207119551").json
        #expect(ada["purchases"]?["orders"]?.integer == 1)
        let kept = try await server.send("GET", Self.path + "/deliveries").json["items"]
        #expect(kept?[0]?["id"]?.text == "d2" && kept?[0]?["errors"]?[0]?["code"]?.text == "no_mapping")
        let again = try await Self.send(Self.order, topic: "orders/paid", id: "d1", to: server)
        #expect(again.status == 200)
        let unchanged = try await server.send("GET", "/v1/profiles/boutique:207119551").json
        #expect(unchanged["version"] == ada["version"])
        #expect(try await server.stop() == 0)
        let secrets = try await Shell.run("grep -a -q '\(Self.secret)' clientele.db*", in: server.folder)
        #expect(secrets == 1, "a secret stands in the files of the store")
    }

    @Test("A refund is added to the order that it belongs to, and fails where there is none until there is")
    func refunds() async throws {
        let server = try await Server(environment: Self.environment)
        _ = try await server.send(
            "PUT", Self.path, #"{"source":"shopify","scheme":"shopify","secret":"\#(Self.secret)"}"#)
        let refund = VendorFiles.shopifyRefund.replacing("450789470", with: "450789469")
            .replacing("2026-02-03", with: "2026-06-03")
        #expect(try await Self.send(refund, topic: "refunds/create", id: "r1", to: server).status == 202)
        #expect(try await Self.send(Self.order, topic: "orders/paid", id: "d1", to: server).status == 200)
        #expect(try await server.send("POST", Self.path + "/replay", "{}").json["taken"]?.integer == 1)
        let purchases = try await server.send("GET", "/v1/profiles/shopify:207119551").json["purchases"]
        #expect(purchases?["totals"]?[0]?["refunded"]?.text == "7.50")
        #expect(purchases?["totals"]?[0]?["gross"]?.text == "409.94")
        #expect(purchases?["products"]?.list?.count == 2)
        #expect(try await server.stop() == 0)
    }

    @Test(
        "Every scheme has mappings of the program to begin with",
        arguments: [
            "shopify", "woocommerce", "hubspot", "hubspot_v1", "zendesk", "chatwoot", "stripe", "standard", "twilio",
            "bearer",
        ])
    func standardRules(scheme: String) async throws {
        let server = try await Server(environment: Self.environment)
        let made = try await server.send("PUT", Self.path, #"{"source":"desk","scheme":"\#(scheme)"}"#)
        #expect(made.status == 201, "\(made.text)")
        #expect(try made.json["secret"]?.text?.hasPrefix("whsec_") == true)
        #expect(try await server.stop() == 0)
    }
}
