import HTTPTypes
import ProfileHTTP
import ProfileWire
import Testing
import Yams

/// What the description says of lengths, words and nulls is what the service does.
@Suite("Described words and limits are those of the service")
struct DescribedLimitTests {
    @Test("A word that fits the pattern is taken, and another is refused")
    func words() async throws {
        let pattern = try Regex(try #require(try DescribedSchema.named("GivenWord")["pattern"]?.string))
        let texts = [
            "chat", "c", "Live Chat", "live-chat", "chat-", "chat_", " chat ", "c2", String(repeating: "a", count: 32),
            "", " ", "2c", "_c", "-chat", "ch.at", "châ", String(repeating: "a", count: 33),
        ]
        let described = Set(texts.filter { $0.wholeMatch(of: pattern) != nil })
        try await TestServer().call { call async throws in
            for text in texts {
                let body = #"{"customer":{"crm":"1"},"channel":"\#(text)","occurred_at":"2026-11-22T10:00:00Z"}"#
                let status = try await call.status(.put, "/v1/sources/crm/interactions/1", body: body)
                #expect((status < 300) == described.contains(text), "\(text) gave \(status)")
            }
        }
    }

    @Test("The name of a queue may be as long as is described")
    func queueName() async throws {
        let name = try #require(try DescribedSchema.named("RankRequest")["oneOf"]?[1]?["properties"]?["name"])
        let most = try #require(name["maxLength"]?.int)
        try await TestServer().call { call async throws in
            for (length, status) in [(most, 200), (most + 1, 422)] {
                let body = #"{"queue":[],"name":"\#(String(repeating: "q", count: length))"}"#
                #expect(try await call.status(.post, "/v1/vip/rank", body: body) == status)
            }
        }
    }

    @Test(
        "A list of an agent or a product may be as long as is described",
        arguments: [
            ("AgentRecord", "agents", "channels"), ("AgentRecord", "agents", "languages"),
            ("AgentRecord", "agents", "skills"), ("ProductRecord", "products", "complement_of"),
        ])
    func lists(_ record: String, _ kind: String, _ member: String) async throws {
        let list = try #require(try DescribedSchema.named(record)["properties"]?[member]?["anyOf"]?[0])
        let most = try #require(list["maxItems"]?.int)
        let longest = try #require(list["items"]?["maxLength"]?.int)
        try await TestServer().call { call async throws in
            for (count, length, warnings) in [(most, longest, 0), (most + 1, longest, 1), (1, longest + 1, 1)] {
                let texts = (0..<count).map { "\"" + Self.text($0, of: member, length: length) + "\"" }
                    .joined(separator: ",")
                let answer = try await call(
                    .put, "/v1/sources/hr/\(kind)/1", body: #"{"\#(member)":[\#(texts)]}"#)
                #expect(answer.status == 200)
                #expect(try answer.json["warnings"]?.count == warnings)
            }
        }
    }

    /// One that the list takes, unless it is too long.
    private static func text(_ number: Int, of member: String, length: Int) -> String {
        switch member {
        case "channels": return "w\(number)".padded(to: length)
        case "languages":
            // Parts of a tag have eight letters at most.
            let letters = Array("\(number)".padded(to: length))
            let parts = stride(from: 0, to: length, by: 8).map { "-" + String(letters[$0..<min($0 + 8, length)]) }
            return String(("en-x" + parts.joined()).prefix(length))
        default: return "\(number)".padded(to: length)
        }
    }

    @Test("An empty word of a list counts as absent, as is described")
    func emptyChoices() async throws {
        let tier = try DescribedSchema.named("PolicyRequest")["properties"]?["tiers"]?["items"]?["properties"]
        let lists = [
            try DescribedSchema.named("SessionRequest")["properties"]?["for"],
            try DescribedSchema.named("PromiseRecord")["properties"]?["status"],
            tier?["match"],
        ]
        for list in lists { #expect(list?["enum"]?.array().contains { $0.string == "" } == true) }
        let promise = #"{"customer":{"crm":"1"},"promised_at":"2026-11-22T10:00:00Z","text":"Call","status":""}"#
        let tiers = #"[{"name":"gold","priority":1,"match":"","conditions":[{"metric":"overdue"}]}]"#
        try await TestServer().call { call async throws in
            #expect(try await call.status(.post, "/v1/sessions", body: #"{"for":""}"#) == 201)
            #expect(try await call.status(.put, "/v1/sources/crm/promises/1", body: promise) == 200)
            #expect(try await call.status(.post, "/v1/vip/policy/preview", body: #"{"tiers":\#(tiers)}"#) == 200)
        }
    }

    @Test("Nobody is named where records undid a merge, as is described")
    func undoneByRecords() async throws {
        let merge = try DescribedSchema.named("Identity")["properties"]?["merges"]?["items"]
        let undone = merge?["properties"]?["undone"]?["oneOf"]?[1]
        let types = undone?["properties"]?["by"]?["type"]?.array().compactMap(\.string)
        #expect(types == ["string", "null"])
        try await TestServer().call { call async throws in
            _ = try await call(.put, "/v1/sources/crm/customers/1", body: #"{"emails":["a@example.org"]}"#)
            _ = try await call(.put, "/v1/sources/erp/customers/2", body: #"{"emails":["b@example.org"]}"#)
            let order = #"""
                {"customer":{"email":["a@example.org","b@example.org"]},"status":"open",
                 "placed_at":"2026-11-20T10:00:00Z"}
                """#
            _ = try await call(.put, "/v1/sources/shop/orders/1", body: order)
            #expect(try await call.status(.delete, "/v1/sources/shop/orders/1") == 204)
            // Of profiles that began in one millisecond, which one absorbs the other is left to their ids.
            var merges: [JSONValue] = []
            for name in ["a", "b"] {
                let identity = try await call(.get, "/v1/profiles/email:\(name)@example.org/identity").json
                if case .array(let found)? = identity["merges"] { merges += found }
            }
            #expect(!merges.isEmpty && merges.allSatisfy { $0["undone"]?["reason"]?.string != nil })
            #expect(merges.allSatisfy { $0["undone"]?["by"] == .null })
        }
    }

    @Test(
        "A control character in a path or a query is named as what is wrong",
        arguments: [
            "/v1/products/a%0Ab", "/v1/products/a%7F", "/console?lang=%01",
        ])
    func controlCharacters(path: String) async throws {
        try await TestServer().call { call async throws in
            let answer = try await call(.get, path)
            #expect(answer.status == 400)
            #expect(answer.text.contains("control characters"))
        }
    }
}

extension String {
    fileprivate func padded(to length: Int) -> String {
        self + String(repeating: "x", count: length - count)
    }
}
