import HTTPTypes
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire
import SQLStore
import Testing

@Suite("Invitations to a chat, from question to effect")
struct InvitationTests {
    private static let path = "/v1/invitations/decide"

    private static func ask(_ identifier: String, free: Int = 50, _ more: String = "") -> String {
        #"{"identifier":"\#(identifier)","free_agents":\#(free)\#(more)}"#
    }

    private func decide(_ call: TestCaller, _ body: String) async throws -> JSONValue {
        let answer = try await call(.post, Self.path, as: .vipRead, body: body)
        #expect(answer.status == 200, "\(answer.text)")
        return try answer.json
    }

    /// The first of some visitors whose arm is that one.
    private func visitor(_ arm: String, _ call: TestCaller) async throws -> String {
        for number in 0..<2_000 {
            let name = "visitor:\(arm)-\(number)"
            if try await decide(call, Self.ask(name))["arm"]?.string == arm { return name }
        }
        throw Missing()
    }

    private struct Missing: Error {}

    private static func cart(_ visitor: String, cents: String = "100.00") -> String {
        """
        {"kind":"activity","source":"web","id":"a-\(visitor)","customer":{"visitor":"\(visitor)"},\
        "occurred_at":"2026-11-22T09:50:00Z","type":"product_added","sku":"TENT","price":"\(cents)","currency":"EUR"}
        """
    }

    private static let lines: HTTPFields = [.contentType: "application/x-ndjson"]

    @Test("Somebody unknown gets an answer, once a day an invitation, and always the same arm")
    func unknown() async throws {
        try await TestServer().call { call async throws in
            let few = try await decide(call, Self.ask("visitor:x", free: 3, #","waiting":2"#))
            #expect(few["invite"] == .bool(false) && few["score"] == .number("20") && few["bar"] == .number("33.3"))
            #expect(few["arm"] == .null && few["expected_gain"] == .null && few["basis"]?.string == "rule")
            let name = try await visitor("invited", call)
            let again = try await decide(call, Self.ask(name))
            #expect(again["invite"] == .bool(false) && again["arm"]?.string == "invited")
            #expect(again["reasons"]?[0]?.string == "invited today: 1 of 1 a day")
            let held = try await decide(call, Self.ask(try await visitor("held_out", call)))
            #expect(held["invite"] == .bool(false) && held["arm"]?.string == "held_out")
            for odd in ["prf_01", "visitor:", "nonsense", ":", "prf_00000000000000000000000000"] {
                #expect(try await decide(call, Self.ask(odd))["invite"] == .bool(false), "\(odd)")
            }
        }
    }

    @Test("Five in a hundred are held out, and nobody while nobody is free")
    func share() async throws {
        try await TestServer().call { call async throws in
            var held = 0
            for number in 0..<600 {
                let nobody = try await decide(call, Self.ask("visitor:v\(number)", free: 0))
                #expect(nobody["invite"] == .bool(false) && nobody["arm"] == .null)
                let answer = try await decide(call, Self.ask("visitor:v\(number)"))
                #expect(answer["invite"] == .bool(answer["arm"]?.string == "invited"))
                held += answer["arm"]?.string == "held_out" ? 1 : 0
            }
            // Outside once in fifty thousand runs.
            #expect((10...55).contains(held), "\(held)")
        }
    }

    @Test("A cart raises the gain; a refusal, an objection and an open conversation end it")
    func known() async throws {
        try await TestServer().call { call async throws in
            #expect(try await call.status(.post, "/v1/ingest", body: Self.cart("a"), headers: Self.lines) == 200)
            let cart = try await decide(call, Self.ask("visitor:a", free: 1))
            #expect(cart["expected_gain"]?.string == "7.50" && cart["currency"]?.string == "EUR")
            #expect(cart["score"] == .number("90.4") && cart["arm"] != .null)
            let open = """
                {"kind":"interaction","source":"desk","id":"1","customer":{"visitor":"a"},\
                "occurred_at":"2026-11-22T09:55:00Z","channel":"chat","status":"open"}
                """
            #expect(try await call.status(.post, "/v1/ingest", body: open, headers: Self.lines) == 200)
            let talking = try await decide(call, Self.ask("visitor:a"))
            #expect(talking["reasons"]?[0]?.string == "in conversation: chat of 22 November 2026 is open")

            for (purpose, id) in [("contact", "r"), ("profiling", "p")] {
                let consents = #"[{"purpose":"\#(purpose)","status":"denied"}]"#
                let record = #"{"identifiers":{"visitor":"\#(id)"},"consents":\#(consents)}"#
                #expect(try await call.status(.put, "/v1/sources/crm/customers/\(id)", body: record) == 200)
            }
            let refused = try await decide(call, Self.ask("crm:r"))
            #expect(refused["invite"] == .bool(false) && refused["score"] == .number("20"))
            #expect(refused["reasons"]?[0]?.string == "consent to contact is denied")
            let objecting = try await decide(call, Self.ask("visitor:p"))
            #expect(objecting["invite"] == .bool(false) && objecting["score"] == .null)
            #expect(objecting["expected_gain"] == .null && objecting["arm"] == .null)
            #expect(objecting["reasons"]?[0]?.string == "consent to profiling is denied")
        }
    }

    @Test(
        "What is not asked well is answered with the place",
        arguments: [
            (#"{"free_agents":3}"#, "/identifier"), (#"{"identifier":"visitor:x"}"#, "/free_agents"),
            (#"{"identifier":"visitor:x","free_agents":-1}"#, "/free_agents"),
            (#"{"identifier":"visitor:x","free_agents":99999999999999999999}"#, "/free_agents"),
            (#"{"identifier":"visitor:x","free_agents":1,"waiting":"many"}"#, "/waiting"),
            (#"{"identifier":"visitor:x","free_agents":1,"agents":2}"#, "/agents"),
        ])
    func wrong(_ body: String, _ pointer: String) async throws {
        try await TestServer().call { call async throws in
            let answer = try await call(.post, Self.path, body: body)
            #expect(answer.status == 422)
            #expect(try answer.json["errors"]?[0]?["pointer"]?.string == pointer)
        }
    }

    @Test("Who may not read profiles may not ask for the effect, and routers may ask whom to invite")
    func scopes() async throws {
        try await TestServer().call { call async throws in
            #expect(try await call.status(.get, "/v1/invitations/effect", as: .vipRead) == 403)
            #expect(try await call.status(.post, Self.path, as: .ingestWrite, body: Self.ask("visitor:x")) == 403)
            #expect(try await call.status(.post, Self.path, as: .profilesRead, body: Self.ask("visitor:x")) == 200)
        }
    }

    @Test("Who declined is left alone")
    func declined() async throws {
        try await TestServer().call { call async throws in
            let name = try await visitor("invited", call)
            let decline = { (name: String) in
                try await call(.post, "/v1/invitations/decline", body: #"{"identifier":"\#(name)"}"#).json["noted"]
            }
            #expect(try await decline("visitor:never") == .bool(false))
            #expect(try await decline("nonsense") == .bool(false))
            #expect(try await decline(try await visitor("held_out", call)) == .bool(false))
            #expect(try await decline(name) == .bool(true))
            let answer = try await decide(call, Self.ask(name))
            #expect(answer["reasons"]?[0]?.string?.hasPrefix("declined on ") == true)
        }
    }

    @Test("What invitations do is counted as assigned, and says when it is too few to tell")
    func effect() async throws {
        try await TestServer().call { call async throws in
            let none = try await call(.get, "/v1/invitations/effect").json
            #expect(none["invited"]?["people"]?.integer == 0 && none["order_rate"] == .null && none["qini"] == .null)
            #expect(none["verdict"]?.string?.hasPrefix("too few to tell: 0 people invited and 0 held out") == true)
            var arms: [String: Int] = [:]
            var orders: [String] = []
            for number in 0..<40 {
                let arm = try #require(try await decide(call, Self.ask("visitor:e\(number)"))["arm"]?.string)
                arms[arm, default: 0] += 1
                guard arm == "invited", number % 2 == 0 else { continue }
                orders.append(
                    """
                    {"kind":"order","source":"erp","id":"e\(number)","customer":{"visitor":"e\(number)"},\
                    "placed_at":"2026-11-22T10:00:00Z","status":"paid","total":"10.00","currency":"EUR"}
                    """)
            }
            let body = orders.joined(separator: "\n")
            #expect(try await call.status(.post, "/v1/ingest", body: body, headers: Self.lines) == 200)
            let effect = try await call(.get, "/v1/invitations/effect").json
            #expect(effect["invited"]?["people"]?.integer == arms["invited"])
            #expect(effect["invited"]?["ordered"]?.integer == orders.count)
            #expect(effect["held_out"]?["people"]?.integer == arms["held_out"] ?? 0)
            if arms["held_out"] ?? 0 < 30 {
                let few = effect["held_out"]
                #expect(few?["spend"] == .null && few?["order_rate"] == .null, "what a few spent is theirs")
            }
            if arms["invited"] ?? 0 >= 30 { #expect(effect["invited"]?["spend"] != .null) }
            #expect(effect["running"]?.integer == 40 && effect["learned"] == .null)
            #expect(try await call.status(.post, "/v1/outlook/learn") == 200)
            let learned = try await call(.get, "/v1/invitations/effect").json["learned"]
            #expect(learned?["served"]?.string == "rule" && learned?["people"]?.integer == 40)
            #expect(learned?["reason"]?.string?.contains("100 of each are needed") == true)
        }
    }

    @Test("A person's export shows their arms, and an erasure takes them along")
    func privacy() async throws {
        try await TestServer().call { call async throws in
            let name = try await visitor("invited", call).dropFirst("visitor:".count)
            #expect(
                try await call.status(.post, "/v1/ingest", body: Self.cart(String(name)), headers: Self.lines) == 200)
            let profile = "/v1/profiles/visitor:\(name)"
            let export = try await call(.get, profile + "/export").json["invitations"]
            #expect(export?.count == 1 && export?[0]?["arm"]?.string == "invited")
            #expect(export?[0]?["identifier"]?.string == "visitor:\(name)" && export?[0]?["invited_at"] != .null)
            let foreseen = try await call(.delete, profile + "?dry_run=true").json
            #expect(foreseen["removed"]?["invitations"]?.integer == 1)
            let erased = try await call(.delete, profile).json
            #expect(erased["removed"]?["invitations"]?.integer == 1)
            let after = try await decide(call, Self.ask("visitor:\(name)"))
            #expect(after["invite"] == .bool(false) && after["arm"] == .null)
            #expect(try await call(.get, "/v1/invitations/effect").json["invited"]?["people"]?.integer == 0)
        }
    }
}
