import HTTPTypes
import ProfileHTTP
import ProfileStore
import ProfileWire
import Testing

@Suite("Statements of some members come in")
struct PartialStatementTests {
    private static let order = "/v1/sources/erp/orders/9"
    private static let whole = """
        {"placed_at":"2025-12-01T00:00:00Z","status":"paid","total":"10.00","currency":"EUR","customer":{"crm":"1"},
         "updated_at":"2025-12-01T00:00:00Z"}
        """

    @Test("A PATCH changes what it states; a late one undoes nothing newer, and neither does a late PUT")
    func patch() async throws {
        try await TestServer().call { call async throws in
            _ = try await call(.put, Self.order, body: Self.whole)
            let shipped = #"{"status":"shipped","updated_at":"2025-12-05T00:00:00Z"}"#
            #expect(
                try await call(.patch, Self.order, as: .ingestWrite, body: shipped).json["status"]
                    == .string("accepted"))
            #expect(try await call(.patch, Self.order, body: shipped).json["status"] == .string("unchanged"))
            let late = #"{"status":"open","expected_delivery":"2025-12-09","updated_at":"2025-12-03T00:00:00Z"}"#
            #expect(try await call(.patch, Self.order, body: late).json["status"] == .string("accepted"))
            let whole = Self.whole.replacing("2025-12-01T00:00:00Z\"}", with: "2025-12-04T00:00:00Z\"}")
            #expect(try await call(.put, Self.order, body: whole.replacing("10.00", with: "12.00")).status == 200)
            let recent = try await call(.get, "/v1/profiles/crm:1?fields=purchases").json["purchases"]?["recent"]?[0]
            #expect(recent?["status"] == .string("shipped") && recent?["total"] == .string("12.00"))
        }
    }

    @Test("A part without its record is refused with what is missing, alone and in a stream, and stores nothing")
    func alone() async throws {
        try await TestServer().call { call async throws in
            let refused = try await call(.patch, Self.order, body: #"{"status":"shipped"}"#)
            #expect(refused.status == 422 && refused.text.contains(#""pointer":"/placed_at""#))
            let lines = """
                {"kind":"order","source":"erp","id":"9","merge":true,"status":"shipped"}
                {"kind":"customer","source":"crm","id":"1","merge":true,"given_name":"Jane"}
                """
            let report = try await call.send(
                .post, "/v1/ingest", token: call.keys[.ingestWrite]?.text, body: Array(lines.utf8),
                [.contentType: "application/x-ndjson"]
            ).json
            #expect(report["accepted"]?.integer == 1 && report["rejected"]?.integer == 1)
            #expect(
                report["errors"]?[0]?["pointer"] == .string("/placed_at") && report["errors"]?[0]?["line"]?.integer == 1
            )
            #expect(try await call(.get, "/v1/profiles/crm:1").json["person"]?["given_name"] == .string("Jane"))
        }
    }

    @Test("A product is changed in part, too, and a PATCH may call itself a merge patch")
    func product() async throws {
        try await TestServer().call { call async throws in
            let path = "/v1/sources/erp/products/SKU-1"
            _ = try await call(.put, path, body: #"{"name":"Red shoes","stock":3}"#)
            let patched = try await call.send(
                .patch, path, token: call.keys[.ingestWrite]?.text, body: Array(#"{"stock":0}"#.utf8),
                [.contentType: "application/merge-patch+json"])
            #expect(try patched.json["status"] == .string("accepted"))
            #expect(try await call(.patch, path, body: #"{"stock":0}"#).json["status"] == .string("unchanged"))
        }
    }
}
