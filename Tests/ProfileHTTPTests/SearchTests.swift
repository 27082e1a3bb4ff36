import HTTPTypes
import ProfileCore
import ProfileHTTP
import ProfileStore
import ProfileWire
import Testing

@Suite("People are searched for")
struct SearchTests {
    private static let path = "/v1/profiles/search"

    private func fill(_ call: TestCaller) async throws {
        let records = [
            "/v1/sources/crm/customers/1":
                #"""
            {"given_name":"Anna","family_name":"Müller","salutation":"Frau","language":"de",
             "emails":["anna@example.com"],"phones":["+493023125862"],"address":{"postal_code":"10115","city":"Berlin"}}
            """#,
            "/v1/sources/crm/customers/2":
                #"{"given_name":"Anna","family_name":"Schmidt","emails":["as@example.com"]}"#,
            "/v1/sources/desk/interactions/3":
                #"{"customer":{"crm":"2"},"occurred_at":"2026-11-03T00:00:00Z","channel":"chat"}"#,
            "/v1/sources/erp/orders/R-1":
                #"{"customer":{"crm":"2"},"placed_at":"2026-11-01T00:00:00Z","status":"paid","total":"10.00"}"#,
        ]
        for (path, body) in records.sorted(by: { $0.key < $1.key }) {
            #expect(try await call.status(.put, path, body: body) == 200)
        }
    }

    private func names(_ answer: JSONValue) -> [String] {
        (0..<(answer["results"]?.count ?? 0)).compactMap { answer["results"]?[$0]?["name"]?.string }
    }

    @Test(
        "by what is heard of them",
        arguments: [
            ("anna", ["Anna Schmidt", "Anna Müller"]), ("muel", ["Anna Müller"]), ("schmitd", ["Anna Schmidt"]),
            ("müller 10115", ["Anna Müller"]), ("125862", ["Anna Müller"]), ("as@exam", ["Anna Schmidt"]),
            ("r-1", ["Anna Schmidt"]), ("nobody", []),
        ])
    func found(query: String, expected: [String]) async throws {
        try await TestServer().call { call async throws in
            try await fill(call)
            let answer = try await call(.post, Self.path, as: .profilesRead, body: #"{"query":"\#(query)"}"#)
            #expect(answer.status == 200)
            #expect(names(try answer.json) == expected)
        }
    }

    @Test("and shown so that they can be told apart, with what matched")
    func shown() async throws {
        try await TestServer().call { call async throws in
            try await fill(call)
            let answer = try await call(.post, Self.path, body: #"{"query":"muller 10115"}"#).json
            let result = try #require(answer["results"]?[0])
            #expect(result["greeting"]?.string == "Frau Müller" && result["city"]?.string == "Berlin")
            #expect(result["email"]?.string == "anna@example.com" && result["phone"]?.string == "+493023125862")
            #expect(result["matched"]?[0]?["in"]?.string == "name" && result["matched"]?[0]?["how"]?.string == "exact")
            #expect(result["matched"]?[1]?["in"]?.string == "postal_code" && result["matched"]?.count == 2)
            #expect(answer["truncated"] == .bool(false) && answer["next"] == .null)
        }
    }

    @Test("page by page")
    func pages() async throws {
        try await TestServer().call { call async throws in
            try await fill(call)
            let first = try await call(.post, Self.path, body: #"{"query":"anna","limit":1}"#).json
            let next = try #require(first["next"]?.string)
            let second = try await call(.post, Self.path, body: #"{"query":"anna","limit":1,"after":"\#(next)"}"#).json
            #expect(names(first) + names(second) == ["Anna Schmidt", "Anna Müller"])
            #expect(second["next"] == .null)
        }
    }

    @Test(
        "with a request that says whom",
        arguments: [
            #"{}"#, #"{"query":""}"#, #"{"query":"a","limit":0}"#, #"{"query":"a","limit":101}"#,
            #"{"query":"a","after":"x"}"#, #"{"query":"a","offset":1}"#, #"{"query":1}"#,
        ])
    func refused(body: String) async throws {
        try await TestServer().call { call async throws in
            #expect(try await call.status(.post, Self.path, body: body) == 422)
        }
    }

    @Test("by those who may read profiles")
    func access() async throws {
        try await TestServer().call { call async throws in
            #expect(try await call.status(.post, Self.path, as: .ingestWrite, body: #"{"query":"anna"}"#) == 403)
        }
    }

    @Test("without a trace of what was asked for")
    func privacy() async throws {
        let server = try await TestServer()
        try await server.callLive { call async throws in
            try await fill(call)
            for query in ["Xanthippe", "xanth", "+49 30 987654"] {
                #expect(try await call.status(.post, Self.path, body: #"{"query":"\#(query)"}"#) == 200)
            }
            let metrics = try await call(.get, "/metrics")
            let lines = server.log.all.map { String(decoding: $0, as: UTF8.self) } + [metrics.text]
            #expect(lines.contains { $0.contains(Self.path) })
            for line in lines { #expect(!line.lowercased().contains("xanth") && !line.contains("987654")) }
        }
    }
}
