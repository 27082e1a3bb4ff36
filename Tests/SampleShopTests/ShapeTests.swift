import ProfileCore
import ProfileWire
import Testing

@Suite("The shop is believable")
struct ShapeTests {
    private let shop = ShopLines.standard
    private let crm = ShopLines.standard.records(kind: "customer", source: "crm")
    private let erp = ShopLines.standard.records(kind: "customer", source: "erp")
    private let orders = ShopLines.standard.records(kind: "order")
    private let interactions = ShopLines.standard.records(kind: "interaction")
    private let promises = ShopLines.standard.records(kind: "promise")
    private let activities = ShopLines.standard.records(kind: "activity")

    @Test("Two thousand people leave the records of a small company")
    func counts() {
        #expect((2300...2900).contains(crm.count + erp.count))
        #expect((8000...10_500).contains(orders.count))
        #expect((5000...8000).contains(interactions.count))
        #expect((6500...9500).contains(activities.count))
        #expect((800...2000).contains(promises.count))
    }

    @Test("Every source tells its own part")
    func sources() {
        #expect(crm.count > 1500)
        #expect(erp.count > 700)
        #expect(Set(orders.map(\.source)) == ["erp"])
        #expect(Set(interactions.map(\.source)) == ["helpdesk"])
        #expect(Set(activities.map(\.source)) == ["web"])
    }

    @Test("Records of the CRM and the order system meet by id, by mail address and by phone")
    func overlap() {
        let named = crm.compactMap { $0.identifiers?["erp"] }
        let shared = emails(of: crm).intersection(emails(of: erp))
        let byPhoneOnly = erp.filter { $0.emails == nil && $0.phones != nil }
        #expect(Set(named).intersection(erp.map(\.id)).count > 300)
        #expect(shared.count > 200)
        #expect(byPhoneOnly.count > 40)
    }

    @Test("Some addresses of mail stand on several CRM records: families, and people entered twice")
    func duplicates() {
        var idsByEmail: [String: Set<String>] = [:]
        for record in crm {
            for email in emails(of: [record]) { idsByEmail[email, default: []].insert(record.id) }
        }
        let shared = idsByEmail.values.filter { $0.count > 1 }
        #expect(shared.count > 60)
    }

    @Test("Every status, several currencies and many channels occur")
    func variety() {
        #expect(
            Set(orders.compactMap(\.status)) == ["open", "paid", "shipped", "delivered", "cancelled", "returned"])
        #expect(Set(orders.compactMap(\.currency)) == ["EUR", "GBP", "CHF", "SEK"])
        #expect(Set(interactions.compactMap(\.channel)).count >= 6)
        let partlyRefunded = orders.filter { $0.refunded != nil && $0.status == "delivered" }
        #expect(!partlyRefunded.isEmpty)
    }

    @Test("Orders are stated again: as they move on, corrected, and unchanged")
    func restated() {
        let statements = Dictionary(grouping: orders, by: \.id).values
        let moved = statements.filter { $0.count == 3 && Set($0.map(\.status)).count == 3 }
        let corrected = statements.filter { $0.count == 2 && Set($0.map(\.total)).count == 2 }
        let repeated = statements.filter { $0.count == 2 && Set($0.map(\.updatedAt)).count == 1 }
        #expect(!moved.isEmpty)
        #expect(!corrected.isEmpty)
        #expect(!repeated.isEmpty)
    }

    @Test("People ask again about one order, and some wait for an answer")
    func repeatedContacts() {
        let byOrder = Dictionary(grouping: interactions.filter { $0.orderID != nil }, by: \.orderID)
        let repeated = byOrder.values.filter { $0.count >= 3 }
        let open = interactions.filter { $0.status == "open" }
        #expect(repeated.count > 50)
        #expect(open.count > 10)
        #expect(Set(interactions.compactMap(\.orderID)).isSubset(of: orders.map(\.id)))
    }

    @Test("Agents keep most of what they promise, and every end occurs")
    func promised() {
        let byStatus = Dictionary(grouping: promises, by: \.status).mapValues(\.count)
        #expect(Set(byStatus.keys) == ["open", "kept", "broken", "withdrawn"])
        #expect(byStatus["kept", default: 0] > promises.count * 2 / 3)
        #expect(Set(promises.map(\.source)) == ["helpdesk"])
    }

    @Test("Visitors browse unknown before they log in, and some browsers forget who they are")
    func visitors() {
        let byVisitor = Dictionary(grouping: activities) { $0.customer?["visitor"] ?? "" }
        let loggedIn = byVisitor.values.filter { Set($0.map { $0.customer?["email"] != nil }).count == 2 }
        #expect(loggedIn.count > 100)
        #expect(byVisitor["anonymous"] != nil)
    }

    @Test("Some visits go badly, in every way, and some of them now")
    func troubles() {
        let types = Set(activities.compactMap(\.type))
        #expect(types.isSuperset(of: ["search_failed", "payment_failed", "form_failed", "coupon_failed"]))
        #expect(types.isSuperset(of: ["help_viewed", "checkout_started", "product_compared"]))
        let failed = activities.filter { $0.type?.hasSuffix("_failed") ?? false }
        #expect((100...600).contains(failed.count))
        let recently = TimeText.rfc3339(ShopLines.now.advanced(bySeconds: -1_800))
        #expect(failed.contains { ($0.occurredAt ?? "") >= recently })
    }

    @Test("Some birthdays have no year, some fall on 29 February")
    func birthdays() {
        let birthdays = crm.compactMap(\.birthday)
        let withoutYear = birthdays.filter { $0.hasPrefix("--") }
        let onLeapDay = birthdays.filter { $0.hasSuffix("02-29") }
        #expect(!withoutYear.isEmpty)
        #expect(!onLeapDay.isEmpty)
    }

    private func emails(of records: [ShopLine]) -> Set<String> {
        Set(records.flatMap { $0.emails ?? [] }.map { $0.lowercased() })
    }
}
