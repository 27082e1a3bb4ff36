import HTTPTypes
import ProfileStore
import ProfileWire
import Testing

@Suite("The journey, from activities to the answer")
struct JourneyEndpointTests {
    /// The server's clock says ten o'clock.
    private static func put(
        _ id: String, _ type: String, _ time: String, _ more: String, _ call: TestCaller
    ) async throws -> Int {
        let body = """
            {"customer":{"visitor":"v-1"},"type":"\(type)","occurred_at":"2026-11-22T\(time):00Z"\(more)}
            """
        return try await call.status(.put, "/v1/sources/web/activities/\(id)", body: body)
    }

    @Test("Of a visitor whom nobody knows: visits, where from, friction, and a line that says what goes wrong")
    func visitor() async throws {
        try await TestServer().call { call async throws in
            let from = #","url":"https://shop.example/t?x=1","referrer":"https://www.search.example/?q=a@b.example""#
            #expect(try await Self.put("1", "page_viewed", "08:00", "", call) == 200)
            #expect(try await Self.put("2", "page_viewed", "09:40", from + #","medium":"cpc""#, call) == 200)
            for place in 3...5 {
                let (time, query) = ("09:4\(place)", #","query":"tarp""#)
                let status = try await Self.put("\(place)", "search_failed", time, query, call)
                #expect(status == 200)
            }
            #expect(try await Self.put("6", "checkout_started", "09:46", "", call) == 200)
            #expect(try await Self.put("7", "product_added", "09:47", #","sku":"A-1","name":"Tent""#, call) == 200)
            let profile = try await call(.get, "/v1/profiles/visitor:v-1?explain=true").json
            let journey = profile["journey"]
            #expect(journey?["visits_today"]?.integer == 2 && journey?["visits_last_30_days"]?.integer == 2)
            let visit = journey?["visit"]
            #expect(visit?["present"] == .bool(true) && visit?["started_at"]?.string == "2026-11-22T09:40:00Z")
            #expect(visit?["from"]?["referrer"]?.string == "search.example")
            #expect(visit?["from"]?["medium"]?.string == "cpc")
            #expect(visit?["searched_in_vain"]?[0]?["times"]?.integer == 3)
            #expect(visit?["added"]?[0]?["sku"]?.string == "A-1" && visit?["added"]?[0]?["quantity"]?.integer == 1)
            #expect(visit?["checkout"]?["finished"] == .bool(false))
            #expect(journey?["signs"]?[0]?["sign"]?.string == "search_failed")
            #expect(journey?["signs"]?[0]?["evidence"]?["queries"]?[0]?.string == "tarp")
            #expect(journey?["hesitation"]?[0]?["sign"]?.string == "checkout_unfinished")
            let line = "Searched 3 times for “tarp” without a result in this visit"
            #expect(profile["headlines"]?[0]?.string == line)
            let rules = profile["explain"]?["derived"]?["/journey/signs"]?["formula"]?.string
            #expect(rules?.contains("form_failed from 2") == true)
            #expect(try await call(.get, "/v1/profiles/visitor:v-1?fields=journey").json["journey"] == journey)
        }
    }

    @Test("It goes on when the visitor turns out to be a customer, and goes back when an activity is withdrawn")
    func joined() async throws {
        try await TestServer().call { call async throws in
            #expect(try await Self.put("1", "payment_failed", "09:50", "", call) == 200)
            let customer = #"{"emails":["jane@example.com"],"identifiers":{"visitor":"v-1"}}"#
            #expect(try await call.status(.put, "/v1/sources/crm/customers/1", body: customer) == 200)
            let path = "/v1/profiles/email:jane@example.com"
            #expect(try await call(.get, path).json["journey"]?["signs"]?[0]?["count"]?.integer == 1)
            #expect(try await call.status(.delete, "/v1/sources/web/activities/1") == 204)
            #expect(try await call(.get, path).json["journey"] == .null)
        }
    }
}
