import HTTPTypes
import ProfileStore
import ProfileWire
import Testing

@Suite("What a profile derives, from request to answer")
struct DerivedValueTests {
    private func profile(_ records: [(path: String, body: String)]) async throws -> JSONValue {
        try await TestServer().call { call async throws in
            for record in records {
                #expect(try await call.status(.put, "/v1/sources/" + record.path, body: record.body) == 200)
            }
            return try await call(.get, "/v1/profiles/crm:1").json
        }
    }

    @Test("A credit note takes goods and money back and is no order")
    func creditNotes() async throws {
        let line = #""lines":[{"sku":"A","quantity":%,"unit_price":"10.00"}]}"#
        let head = #"{"customer":{"crm":"1"},"currency":"EUR","#
        let purchases = try await profile([
            (
                "erp/orders/1",
                head + #""placed_at":"2026-01-01T00:00:00Z","status":"delivered","# + line.replacing("%", with: "8")
            ),
            (
                "erp/orders/2",
                head + #""placed_at":"2026-02-01T00:00:00Z","status":"returned","# + line.replacing("%", with: "-5")
            ),
        ])["purchases"]
        #expect(purchases?["orders"]?.integer == 1)
        #expect(purchases?["returns"]?["count"]?.integer == 1)
        #expect(purchases?["returns"]?["last_at"]?.string == "2026-02-01T00:00:00Z")
        #expect(purchases?["products"]?[0]?["quantity"]?.integer == 3)
        #expect(purchases?["totals"]?[0]?["net"]?.string == "30.00")
        #expect(purchases?["totals"]?[0]?["average_order"]?.string == "30.00")
        #expect(purchases?["recent"]?[0]?["total"]?.string == "-50.00")
    }

    @Test("An amount that nobody stated is null")
    func unknownAmounts() async throws {
        let order = #"{"customer":{"crm":"1"},"placed_at":"2026-01-01T00:00:00Z","status":"delivered"}"#
        let purchases = try await profile([("erp/orders/1", order)])["purchases"]
        #expect(purchases?["totals"]?[0]?["net"] == .null)
        #expect(purchases?["totals"]?[0]?["average_order"] == .null)
        #expect(purchases?["recent"]?[0]?["total"] == .null)
    }

    @Test("A call of a year to come is not the last contact")
    func upcoming() async throws {
        let call = #"{"customer":{"crm":"1"},"channel":"phone","occurred_at":"%-01-01T00:00:00Z"}"#
        let contact = try await profile([
            ("desk/interactions/1", call.replacing("%", with: "2020")),
            ("desk/interactions/2", call.replacing("%", with: "2199")),
        ])["contact"]
        #expect(contact?["total"]?.integer == 1)
        #expect(contact?["last"]?["at"]?.string == "2020-01-01T00:00:00Z")
    }

    @Test("A dated refusal outlives the grants of a nightly export")
    func consents() async throws {
        let refusal = #"{"purpose":"Contact","status":"revoked","at":"2026-01-01T00:00:00Z"}"#
        let answer = try await profile([
            ("web/customers/9", #"{"identifiers":{"crm":"1"},"consents":[\#(refusal)]}"#),
            ("crm/customers/1", #"{"consents":[{"purpose":"contact","status":"granted"}]}"#),
        ])
        #expect(answer["consents"]?.count == 1)
        #expect(answer["consents"]?[0]?["status"]?.string == "revoked")
        #expect(answer["contact"]?["now"]?["verdict"]?.string == "forbidden")
    }

    @Test("Two cards of one person are one, and twins are two")
    func corroboration() async throws {
        try await TestServer().call { call async throws in
            for (id, name) in [("1", "Nora"), ("2", "NORA"), ("3", "Nina")] {
                let names = #""given_name":"\#(name)","family_name":"\#(id == "2" ? "WEISS" : "Weiß")""#
                let card = #"{\#(names),"birthday":"1984-06-17","emails":["weiss@example.com"]}"#
                #expect(try await call.status(.put, "/v1/sources/crm/customers/\(id)", body: card) == 200)
            }
            let one = try await call(.get, "/v1/profiles/crm:1").json["id"]?.string
            #expect(try await call(.get, "/v1/profiles/crm:2").json["id"]?.string == one)
            #expect(try await call(.get, "/v1/profiles/crm:3").json["id"]?.string != one)
        }
    }
}
