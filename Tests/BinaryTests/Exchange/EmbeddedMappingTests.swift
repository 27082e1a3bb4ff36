import Foundation
import Testing

@Suite("What common systems export is taken in by mappings that come with the program")
struct EmbeddedMappingTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    /// Takes a file in, and answers the summary.
    private func take(_ text: String, _ name: String, by mapping: String, rejecting status: Int32 = 0) async throws
        -> JSON
    {
        let file = try folder.write(text, to: name)
        let taken = try await Command.run(
            "import", file, "--mapping", mapping, "--rejects", folder.path, "--json", in: folder)
        #expect(taken.status == status, "\(taken.errors) \(taken.output)")
        return try JSON(Array(taken.output.utf8))
    }

    private func profile(_ id: String) async throws -> JSON {
        let shown = try await Command.run("profile", id, in: folder)
        return try JSON(Array(shown.output.utf8))
    }

    @Test("They are listed, shown, and work as files too")
    func listed() async throws {
        let list = try await Command.run("mappings", in: folder)
        let names = list.output.split(separator: "\n").map { $0.prefix { $0 != ":" } }
        #expect(names.count > 10 && names == names.sorted())
        #expect(Set(names).isSuperset(of: ["shopify-orders", "woocommerce-orders", "zendesk-tickets"]))
        for name in names.map(String.init) {
            let shown = try await Command.run("mappings", "show", name, in: folder)
            #expect(shown.status == 0 && shown.output.hasPrefix("# ") && shown.output.contains("\nformat: json\n"))
            let copy = try folder.write(shown.output, to: name + ".yaml")
            let isRejected = ["hubspot-contact-changes", "zendesk-events", "zendesk-tickets"].contains(name)
            let tried = try await take("{\"id\":1}", "one.json", by: copy, rejecting: isRejected ? 2 : 0)
            #expect(tried["lines"]?.integer == 1)
        }
        let unknown = try await Command.run("mappings", "show", "shopify", in: folder)
        #expect(unknown.status == 64 && unknown.errors.contains("shopify-orders"))
    }

    @Test("A file that is none of a mapping's ends the import; one that it leaves out as a whole is remarked on")
    func wrongFile() async throws {
        for (text, mapping) in [
            (#"{"errors":"Not Found"}"#, "shopify-orders"), (#"{"code":"rest_no_route"}"#, "woocommerce-refunds"),
            (#"{"error":{"title":"No help desk"}}"#, "zendesk-satisfaction"),
        ] {
            let file = try folder.write(text, to: "refused.json")
            let taken = try await Command.run("import", file, "--mapping", mapping, in: folder)
            #expect(taken.status == 1, "\(mapping)")
            #expect(taken.errors.contains("refused.json: nothing in it is what the mapping reads"), "\(taken.errors)")
        }
        let none = try await take(#"{"orders":[]}"#, "none.json", by: "shopify-orders")
        #expect(none["rejected"]?.integer == 0)
        let trial = try await take(#"{"orders":[{"id":1,"test":true}]}"#, "trial.json", by: "shopify-orders")
        #expect(trial["remarks"]?[0]?.text?.hasPrefix("trial.json: the mapping leaves out all of it") == true)
        let orders = try await take(VendorFiles.shopifyOrders, "orders.json", by: "shopify-orders")
        #expect(orders["remarks"]?.list?.isEmpty == true)
    }

    @Test("Shopify's orders: what was paid back, edited, cancelled, and bought by a guest")
    func shopifyOrders() async throws {
        let summary = try await take(VendorFiles.shopifyOrders, "orders.json", by: "shopify-orders")
        #expect(summary["lines"]?.integer == 7 && summary["skipped"]?.integer == 2)
        #expect(summary["kinds"]?["orders"]?["accepted"]?.integer == 5)
        let ada = try await profile("shopify:207119551")
        let purchases = try #require(ada["purchases"])
        #expect(purchases["orders"]?.integer == 1)
        #expect(
            purchases["totals"]?[0]?["gross"]?.text == "409.94" && purchases["totals"]?[0]?["refunded"]?.text == "41.94"
        )
        let recent = try #require(purchases["recent"]?.list?.first { $0["id"]?.text == "450789469" })
        #expect(recent["status"]?.text == "delivered" && recent["placed_at"]?.text == "2026-01-10T16:00:00Z")
        let products = Set((purchases["products"]?.list ?? []).compactMap { $0["sku"]?.text })
        #expect(products == ["IPOD-GREEN", "808950810"])
        let bought = purchases["products"]?.list?.first { $0["sku"]?.text == "IPOD-GREEN" }
        #expect(bought?["quantity"]?.integer == 1)
        let types = Set((ada["identifiers"]?.list ?? []).compactMap { $0["type"]?.text })
        #expect(types.isSuperset(of: ["shopify", "email"]))
        let guest = try await profile("email:guest@example.com")
        #expect(guest["person"]?["family_name"]?.text == "Guest")
        #expect(guest["purchases"]?["recent"]?[0]?["status"]?.text == "paid")
        let guy = try await profile("email:guy@example.com")
        let totals = guy["purchases"]?["totals"]
        #expect(totals?[0]?["currency"]?.text == "EUR" && totals?[0]?["gross"]?.text == "55.00" && totals?[1] == nil)
        // Of the cancelled parcel nothing counts; of one that nobody knows of, it is not known that it came.
        let parcels = guy["purchases"]?["recent"]?.list ?? []
        let states = parcels.map { [$0["id"]?.text, $0["status"]?.text] }
        #expect(Set(states) == [["450789474", "delivered"], ["450789475", "shipped"]])
        // Once more, as a delivery of a webhook: the bare order, over several lines.
        let list = VendorFiles.shopifyOrders.split(separator: "{\"orders\":[\n")[0]
        let bare = list.split(separator: ",\n{\"id\":450789470")[0]
        let again = try await take(String(bare), "order.json", by: "shopify-orders")
        #expect(again["kinds"]?["orders"]?["unchanged"]?.integer == 1)
    }

    @Test("What was paid back of an order that is not wholly paid counts once, whatever its current total is")
    func shopifyPartlyPaid() async throws {
        let order = { (id: Int, total: String, state: String) in
            """
            {"id":\(id),"email":"partly@example.com","created_at":"2026-01-01T00:00:00Z",
            "updated_at":"2026-01-02T00:00:00Z","financial_status":"partially_paid","currency":"EUR",\(total),
            "refunds":[{"transactions":[{"kind":"refund","status":"\(state)","amount":"20.00"}]}],"line_items":[]}
            """
        }
        let plain = #""total_price":"130.00","current_total_price":"110.00""#
        let sets = """
            "total_price_set":{"presentment_money":{"amount":"130.00"}},
            "current_total_price_set":{"presentment_money":{"amount":"110.00"}}
            """
        let all = "[\(order(1, plain, "success")),\(order(2, sets, "success")),\(order(3, plain, "failure"))]"
        _ = try await take(all, "partly.json", by: "shopify-orders")
        let totals = try await profile("email:partly@example.com")["purchases"]?["totals"]?[0]
        #expect(totals?["gross"]?.text == "330.00" && totals?["net"]?.text == "330.00")
    }

    @Test("Shopify's customers, with what they agreed to and with nothing where nobody asked")
    func shopifyCustomers() async throws {
        let summary = try await take(VendorFiles.shopifyCustomers, "customers.json", by: "shopify-customers")
        #expect(summary["kinds"]?["customers"]?["accepted"]?.integer == 2 && summary["rejected"]?.integer == 0)
        let ada = try await profile("email:ada@example.com")
        #expect(ada["person"]?["address"]?["street"]?.text == "1 Chestnut St")
        #expect(ada["person"]?["tags"]?.list?.compactMap(\.text).sorted() == ["early bird", "gold"])
        #expect(!(ada["identifiers"]?.list ?? []).contains { $0["value"]?.text == "+12065550199" })
        let consents = Dictionary(
            uniqueKeysWithValues: (ada["consents"]?.list ?? []).map { ($0["channel"]?.text, $0) })
        #expect(consents["email"]?["status"]?.text == "granted" && consents["sms"]?["status"]?.text == "revoked")
        #expect(consents["sms"]?["at"]?.text == "2026-01-21T14:00:00Z")
        #expect(try await profile("shopify:207119552")["consents"]?.list?.isEmpty == true)
    }

    @Test("WooCommerce's orders: refunds that are below zero, guests, states of plugins, prices with all their digits")
    func wooOrders() async throws {
        let summary = try await take(VendorFiles.wooOrders, "orders.json", by: "woocommerce-orders")
        #expect(summary["lines"]?.integer == 4 && summary["skipped"]?.integer == 2)
        #expect(summary["warnings"] == .object([:]) && summary["rejected"]?.integer == 0)
        let ada = try await profile("woocommerce:26")
        #expect(ada["purchases"]?["totals"]?[0]?["net"]?.text == "16.85")
        #expect(ada["purchases"]?["recent"]?[0]?["placed_at"]?.text == "2026-03-22T16:28:02Z")
        #expect(ada["person"]?["address"]?["city"]?.text == "Köln")
        let skus = Set((ada["purchases"]?["products"]?.list ?? []).compactMap { $0["sku"]?.text })
        #expect(skus == ["93", "Bar3"])
        let guest = try await profile("email:guest@example.com")
        #expect(guest["purchases"]?["recent"]?[0]?["status"]?.text == "open")
        let pins = (guest["purchases"]?["products"]?.list ?? []).compactMap { $0["sku"]?.text }
        #expect(pins == ["PIN"])
        #expect(guest["identifiers"]?.list?.compactMap { $0["type"]?.text } == ["email"])
    }

    @Test("Zendesk's tickets, with the person inside of the ticket where there is one, and the place of what is wrong")
    func zendeskTickets() async throws {
        let summary = try await take(VendorFiles.zendeskTickets, "tickets.ndjson", by: "zendesk-tickets", rejecting: 2)
        #expect(summary["kinds"]?["interactions"]?["accepted"]?.integer == 4)
        #expect(summary["kinds"]?["customers"]?["accepted"]?.integer == 3)
        for id in ["zendesk:5", "zendesk:6"] {
            #expect(try await profile(id)["contact"]?["total"]?.integer == 1, "\(id)")
        }
        #expect(summary["skipped"]?.integer == 1 && summary["rejected"]?.integer == 1)
        let ada = try await profile("email:ada@example.com")
        #expect(
            ada["person"]?["full_name"]?.text == "Ada Quux" && ada["person"]?["time_zone"]?.text == "America/New_York")
        #expect(ada["contact"]?["total"]?.integer == 2)
        #expect(ada["contact"]?["last"]?["channel"]?.text == "phone")
        #expect(ada["contact"]?["last"]?["agent"]?["id"]?.text == "235323")
        #expect(ada["contact"]?["satisfaction"]?["csat"]?["last"]?.integer == 5)
        let rejects = folder.text(of: "tickets.rejects.ndjson")
        #expect(
            rejects.hasPrefix(#"{"rejected_line":4,"rejected_reason":"/created_at (occurred_at): a date written as"#))
        _ = try folder.write(rejects.replacing("yesterday", with: "2026-05-04T09:00:00Z"), to: "mended.ndjson")
        let mended = try await take(folder.text(of: "mended.ndjson"), "mended.ndjson", by: "zendesk-tickets")
        #expect(mended["kinds"]?["interactions"]?["accepted"]?.integer == 1)
    }
}
