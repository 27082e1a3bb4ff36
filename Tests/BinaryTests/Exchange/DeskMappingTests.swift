import Foundation
import Testing

@Suite("What shops, desks and chats send is taken in by mappings that come with the program")
struct DeskMappingTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    private func take(_ text: String, by mapping: String) async throws -> JSON {
        let file = try folder.write(text, to: "\(mapping).ndjson")
        let taken = try await Command.run("import", file, "--mapping", mapping, "--json", in: folder)
        #expect(taken.status == 0, "\(taken.errors) \(taken.output)")
        return try JSON(Array(taken.output.utf8))
    }

    private func profile(_ id: String) async throws -> JSON {
        let shown = try await Command.run("profile", id, in: folder)
        return try JSON(Array(shown.output.utf8))
    }

    @Test("What Shopify says of an order's refund and parcel is added to the order")
    func shopifyParts() async throws {
        _ = try await take(VendorFiles.shopifyOrders.replacing("\n", with: " "), by: "shopify-orders")
        for (text, mapping) in [
            (VendorFiles.shopifyRefund, "shopify-refunds"), (VendorFiles.shopifyFulfillment, "shopify-fulfillments"),
        ] {
            let summary = try await take(text.replacing("\n", with: " "), by: mapping)
            #expect(summary["kinds"]?["orders"]?["accepted"]?.integer == 1, "\(mapping)")
        }
        let guest = try await profile("email:guest@example.com")
        let totals = guest["purchases"]?["totals"]?[0]
        #expect(totals?["gross"]?.text == "20.00" && totals?["refunded"]?.text == "7.50")
        let order = guest["purchases"]?["recent"]?[0]
        #expect(order?["status"]?.text == "shipped" && order?["items"]?.integer == 2)
        #expect(guest["purchases"]?["open"]?[0]?["expected_delivery"]?.text == "2026-02-05")
    }

    @Test("A refund and an order of one second make the same sums in either order; no order undoes a parcel")
    func shopifyOrderAgain() async throws {
        let refund = VendorFiles.shopifyRefund.replacing("\n", with: " ")
        let parcel = VendorFiles.shopifyFulfillment.replacing("\n", with: " ")
        let files = [("refund", refund), ("order", VendorFiles.shopifyRefundedOrder), ("parcel", parcel)]
        for (turn, order) in [[0, 1, 2], [1, 0, 2], [2, 1, 0], [1, 2, 0]].enumerated() {
            let id = "\(450789470 + turn * 1_000)"
            _ = try await take(
                VendorFiles.shopifyFirstOrder.replacing("450789470", with: id), by: "shopify-orders")
            for (name, text) in order.map({ files[$0] }) {
                let mapping = ["refund": "shopify-refunds", "order": "shopify-orders"][name] ?? "shopify-fulfillments"
                _ = try await take(
                    text.replacing("450789470", with: id).replacing("\n", with: " "), by: mapping)
            }
            let found = try await profile("email:guest\(id)@example.com")
            let totals = found["purchases"]?["totals"]?[0]
            #expect(totals?["gross"]?.text == "20.00" && totals?["refunded"]?.text == "12.50", "\(order)")
            let open = found["purchases"]?["open"]?[0]
            #expect(open?["expected_delivery"]?.text == "2026-02-05", "\(order)")
        }
    }

    @Test("WooCommerce's refunds alone are paid back in the currency of their order, which has to be there")
    func wooRefunds() async throws {
        _ = try await take(VendorFiles.wooOrders, by: "woocommerce-orders")
        let refund = VendorFiles.wooRefund
        let taken = try await take(refund, by: "woocommerce-refunds")
        #expect(taken["kinds"]?["orders"]?["accepted"]?.integer == 1)
        let ada = try await profile("woocommerce:26")["purchases"]?["totals"]?[0]
        #expect(ada?["refunded"]?.text == "3.25")
    }

    @Test("Who asks in a ticket of Zendesk keeps what only the list of users tells")
    func zendeskRequester() async throws {
        let user = """
            {"id":5,"role":"end-user","name":"Ada Quux","email":"ada@example.com","tags":["early"],\
            "updated_at":"2026-05-01T00:00:00Z"}
            """
        _ = try await take(user, by: "zendesk-users")
        let ticket = """
            {"id":7,"via":{"channel":"email"},"created_at":"2026-05-01T09:00:00Z","status":"open",\
            "updated_at":"2026-05-02T09:00:00Z","requester":{"id":5,"name":"Ada Q","email":"ada@example.com"}}
            """
        _ = try await take(ticket, by: "zendesk-tickets")
        let person = try await profile("zendesk:5")["person"]
        #expect(person?["full_name"]?.text == "Ada Q" && person?["tags"]?.list?.map(\.text) == ["early"])
    }

    @Test("A checkout of Shopify fills the cart of whoever is known")
    func shopifyCheckouts() async throws {
        let text = VendorFiles.shopifyCheckouts.replacing("\n ", with: " ").replacing("\n  ", with: " ")
        let summary = try await take(text, by: "shopify-checkouts")
        #expect(summary["kinds"]?["activities"]?["accepted"]?.integer == 3 && summary["skipped"]?.integer == 1)
        let ada = try await profile("shopify:207119551")
        let items = ada["cart"]?["items"]?.list ?? []
        let cart = Dictionary(uniqueKeysWithValues: items.map { ($0["sku"]?.text, $0["quantity"]?.integer) })
        #expect(cart == ["MUG": 2, "39072857": 1])
        #expect(ada["cart"]?["currency"]?.text == "CAD" && ada["cart"]?["value"]?.text == "58.00")
        #expect(ada["identifiers"]?.list?.contains { $0["value"]?.text == "ada@example.com" } == true)
    }

    @Test("WooCommerce's customers by the names and numbers of their bills, without those who run the shop")
    func wooCustomers() async throws {
        let text = VendorFiles.wooCustomers.replacing("\n ", with: " ")
        let summary = try await take(text, by: "woocommerce-customers")
        #expect(summary["kinds"]?["customers"]?["accepted"]?.integer == 1 && summary["skipped"]?.integer == 1)
        let joe = try await profile("woocommerce:25")
        #expect(joe["person"]?["given_name"]?.text == "Joe" && joe["person"]?["address"]?["region"]?.text == "CA")
        let values = Set((joe["identifiers"]?.list ?? []).compactMap { $0["value"]?.text })
        #expect(values.isSuperset(of: ["joe@example.com", "joe@work.example"]))
    }

    @Test("HubSpot's contacts with all their addresses, and without what nobody can read")
    func hubspotContacts() async throws {
        let summary = try await take(VendorFiles.hubspotContacts, by: "hubspot-contacts")
        #expect(summary["kinds"]?["customers"]?["accepted"]?.integer == 1 && summary["skipped"]?.integer == 1)
        let robot = try await profile("email:r2@example.com")
        #expect(robot["person"]?["full_name"]?.text == nil && robot["person"]?["family_name"]?.text == "Robot")
        #expect(robot["person"]?["language"]?.text == "de" && robot["person"]?["owner"]?["id"]?.text == "77")
        #expect(robot["person"]?["address"]?["country"]?.text == "US")
        #expect(robot["person"]?["traits"]?["lifecycle_stage"]?.text == "customer")
        #expect(robot["identifiers"]?.list?.contains { $0["value"]?.text == "+16175550100" } == true)
        let changes = VendorFiles.hubspotChanges.replacing("\n ", with: " ")
        let changed = try await take(changes, by: "hubspot-contact-changes")
        #expect(changed["skipped"]?.integer == 1 && changed["rejected"]?.integer == 0)
        let android = try await profile("hubspot:512")
        #expect(android["person"]?["given_name"]?.text == "Cool")
        #expect(android["person"]?["family_name"]?.text == "Android")
        let address = android["person"]?["address"]
        #expect(address?["city"]?.text == "Boston" && address?["street"]?.text == "25 First Street")
        #expect(android["identifiers"]?.list?.contains { $0["value"]?.text == "r2@example.com" } == true)
        #expect(android["identifiers"]?.list?.contains { $0["value"]?.text == "+16175550100" } == true)
        let moved = """
            {"subscriptionType":"contact.propertyChange","objectId":512,"propertyName":"hs_additional_emails",\
            "propertyValue":"r3@example.com;r4@example.com","occurredAt":1795168800007}
            {"subscriptionType":"contact.propertyChange","objectId":512,"propertyName":"email",\
            "propertyValue":"c3@example.com","occurredAt":1795168800008}
            """
        #expect(try await take(moved, by: "hubspot-contact-changes")["rejected"]?.integer == 0)
        let addresses = (try await profile("hubspot:512")["identifiers"]?.list ?? [])
            .filter { $0["type"]?.text == "email" }.compactMap { $0["value"]?.text }
        #expect(Set(addresses) == ["c3@example.com", "r3@example.com", "r4@example.com"])
        let emptied = """
            {"subscriptionType":"contact.propertyChange","objectId":512,"propertyName":"city","propertyValue":"",\
            "occurredAt":1795168800009}
            """
        #expect(try await take(emptied, by: "hubspot-contact-changes")["rejected"]?.integer == 0)
        let left = try await profile("hubspot:512")["person"]
        #expect(left?["family_name"]?.text == "Android" && left?["address"]?["street"]?.text == "25 First Street")
        #expect(left?["address"]?["city"]?.text == nil)
    }

    @Test("Magento's orders by the number that customers know, a product with its choice counting once")
    func magentoOrders() async throws {
        let summary = try await take(VendorFiles.magentoOrders, by: "magento-orders")
        #expect(summary["kinds"]?["orders"]?["accepted"]?.integer == 2)
        let ada = try await profile("magento:5")
        let totals = ada["purchases"]?["totals"]?[0]
        #expect(totals?["gross"]?.text == "61.50" && totals?["net"]?.text == "50.00")
        #expect(ada["purchases"]?["recent"]?[0]?["id"]?.text == "000000007")
        #expect(ada["purchases"]?["recent"]?[0]?["placed_at"]?.text == "2026-05-01T10:00:00Z")
        let products = (ada["purchases"]?["products"]?.list ?? []).map { [$0["sku"]?.text, $0["name"]?.text] }
        #expect(Set(products) == [["SHIRT-M", "Shirt"], ["CAP", "Cap"]])
        #expect(ada["person"]?["address"]?["street"]?.text == "1 Chestnut St, Apt 2")
        let guest = try await profile("email:guest@example.com")
        #expect(guest["person"]?["family_name"]?.text == "Guest" && guest["purchases"]?["orders"]?.integer == 0)
    }

    @Test("Zendesk's users who ask, and what its events say of their tickets")
    func zendesk() async throws {
        let users = try await take(VendorFiles.zendeskUsers, by: "zendesk-users")
        #expect(users["kinds"]?["customers"]?["accepted"]?.integer == 1 && users["skipped"]?.integer == 2)
        _ = try await take(VendorFiles.zendeskEvent.replacing("\n", with: ""), by: "zendesk-events")
        let ada = try await profile("email:ada@example.com")
        #expect(ada["person"]?["time_zone"]?.text == "Europe/Berlin")
        let last = ada["contact"]?["last"]
        #expect(last?["channel"]?.text == "messenger" && last?["status"]?.text == "resolved")
        #expect(last?["topic"]?.text == "Where is it?" && last?["agent"]?["id"]?.text == "235323")
        let ratings = try await take(VendorFiles.zendeskRatings, by: "zendesk-satisfaction")
        #expect(ratings["kinds"]?["interactions"]?["accepted"]?.integer == 1 && ratings["skipped"]?.integer == 1)
        let rated = try await profile("zendesk:5")["contact"]
        #expect(rated?["satisfaction"]?["csat"]?["last"]?.integer == 1 && rated?["total"]?.integer == 1)
        #expect(rated?["last"]?["topic"]?.text == "Where is it?")
    }

    @Test("A conversation of Chatwoot is a contact of the one who began it")
    func chatwoot() async throws {
        let text = VendorFiles.chatwootConversation.replacing("\n", with: "")
        _ = try await take(text, by: "chatwoot-conversations")
        let ada = try await profile("phone:+4930901820")
        #expect(ada["person"]?["full_name"]?.text == "Ada Quux")
        let last = ada["contact"]?["last"]
        #expect(last?["channel"]?.text == "whatsapp" && last?["status"]?.text == "resolved")
        #expect(last?["at"]?.text == "2026-11-20T10:00:00Z" && last?["agent"]?["name"]?.text == "Kim")
        _ = try await take(VendorFiles.chatwootMessage.replacing("\n", with: ""), by: "chatwoot-messages")
        let contact = try await profile("chatwoot:5")["contact"]
        #expect(contact?["total"]?.integer == 1 && contact?["last"]?["status"]?.text == "open")
        #expect(contact?["last"]?["channel"]?.text == "whatsapp")
        #expect(contact?["last"]?["agent"]?["name"]?.text == "Lou")
    }
}
