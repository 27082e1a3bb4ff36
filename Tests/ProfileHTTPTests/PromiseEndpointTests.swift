import HTTPTypes
import ProfileStore
import ProfileWire
import Testing

@Suite("Promises, from request to answer")
struct PromiseEndpointTests {
    private static let text = #""text":"Call back about the refund","topic":"refund","agent":{"id":"a7","name":"Ada"}"#

    private static func body(_ more: String) -> String {
        #"{"customer":{"crm":"1"},"promised_at":"2026-11-20T10:00:00Z",\#(text)\#(more.isEmpty ? "" : ",")\#(more)}"#
    }

    private static func put(_ id: String, _ more: String, _ call: TestCaller) async throws -> Int {
        try await call.status(.put, "/v1/sources/desk/promises/\(id)", body: body(more))
    }

    @Test("An overdue one heads the headlines, raises the priority and is explained")
    func overdue() async throws {
        try await TestServer().call { call async throws in
            #expect(try await Self.put("1", #""due_at":"2026-11-21T15:00:00Z","order_id":"A-1""#, call) == 200)
            #expect(try await Self.put("2", #""due_on":"2026-11-22","status":"kept""#, call) == 200)
            let profile = try await call(.get, "/v1/profiles/crm:1?explain=true").json
            let promises = profile["promises"]
            #expect(promises?["open"]?[0]?["overdue"] == .bool(true))
            #expect(promises?["open"]?[0]?["order_id"]?.string == "A-1")
            #expect(promises?["overdue"]?.integer == 1 && promises?["kept"]?.integer == 1)
            #expect(promises?["by_agent"]?[0]?["name"]?.string == "Ada")
            #expect(promises?["by_topic"]?[0]?["kept"]?.integer == 1)
            #expect(profile["headlines"]?[0]?.string == "Promise overdue, due yesterday: Call back about the refund")
            let vip = try await call(.get, "/v1/vip/crm:1").json
            #expect(vip["priority"]?.integer == 15)
            #expect(vip["reason"]?.string?.contains("promise overdue, due 21 November 2026: +15") == true)
            let derived = profile["explain"]?["derived"]
            let formula = derived?["/vip/priority"]?["formula"]?.string
            #expect(formula?.contains("+15 promise overdue, or broken in 90 days") == true)
            #expect(derived?["/promises/open"]?["sample"]?.integer == 1)
        }
    }

    @Test("What is no promise is refused, with what would be right")
    func refused() async throws {
        try await TestServer().call { call async throws in
            #expect(try await Self.put("1", #""status":"done""#, call) == 422)
            #expect(try await Self.put("1", #""due_at":"tomorrow""#, call) == 422)
            #expect(try await Self.put("1", #""due_on":"2026-02-30""#, call) == 422)
            let untold = #"{"customer":{"crm":"1"},"promised_at":"2026-11-20T10:00:00Z"}"#
            #expect(try await call.status(.put, "/v1/sources/desk/promises/1", body: untold) == 422)
            #expect(try await Self.put("1", #""settled_at":"tomorrow""#, call) == 200)
        }
    }

    @Test("They go in as lines, come back in the timeline, and are withdrawn by their path")
    func lines() async throws {
        try await TestServer().call { call async throws in
            let line = #"{"kind":"promise","source":"desk","id":"9","# + Self.body("").dropFirst()
            let report = try await call(.post, "/v1/ingest", body: line).json
            #expect(report["records"]?["promises"]?["accepted"]?.integer == 1)
            let timeline = try await call(.get, "/v1/profiles/crm:1/timeline").json
            #expect(timeline["items"]?[0]?["kind"]?.string == "promise")
            #expect(timeline["items"]?[0]?["text"]?.string == "Call back about the refund")
            #expect(try await call.status(.delete, "/v1/sources/desk/promises/9") == 204)
            #expect(try await call.status(.get, "/v1/profiles/crm:1") == 404)
        }
    }
}
