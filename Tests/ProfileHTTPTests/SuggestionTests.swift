import HTTPTypes
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire
import SQLStore
import Testing

@Suite("Products to suggest, from orders to answer")
struct SuggestionTests {
    private static func order(_ id: Int, _ customer: String, _ day: String, _ skus: String...) -> String {
        let lines = skus.map { #"{"sku":"\#($0)","name":"The \#($0)"}"# }.joined(separator: ",")
        return """
            {"kind":"order","source":"erp","id":"\(id)","customer":{"crm":"\(customer)"},\
            "placed_at":"\(day)T09:00:00Z","updated_at":"\(day)T09:00:00Z","status":"delivered","currency":"EUR",\
            "lines":[\(lines)]}
            """
    }

    /// Ten buy a tent with pegs, twenty a tent alone, sixty something else; Ada buys a filter every four weeks.
    private static let shop: String = {
        var lines = (0..<10).map { order($0, "t\($0)", "2026-05-01", "tent", "pegs") }
        lines += (10..<30).map { order($0, "t\($0)", "2026-05-02", "tent") }
        lines += (30..<90).map { order($0, "t\($0)", "2026-05-03", "mug") }
        let days = ["2026-07-31", "2026-08-28", "2026-09-25", "2026-10-23"]
        lines += days.enumerated().map { order(100 + $0, "ada", $1, "filter") }
        return lines.joined(separator: "\n")
    }()

    private static let lines: HTTPFields = [.contentType: "application/x-ndjson"]

    private func suggestions(_ answer: JSONValue) -> [(String?, String?)] {
        guard case .array(let list)? = answer["suggestions"] else { return [] }
        return list.map { ($0["sku"]?.string, $0["reason"]?.string) }
    }

    @Test("A customer, a product and a cart get what fits, with reason and evidence")
    func suggested() async throws {
        try await TestServer().call { call async throws in
            #expect(try await call.status(.post, "/v1/ingest", body: Self.shop, headers: Self.lines) == 200)
            let before = try await call(.get, "/v1/profiles/crm:ada/suggestions").json
            #expect(before["learned"] == .null && before["by"] == .null)
            #expect(suggestions(before).map(\.0) == ["filter"])
            #expect(try await call.status(.post, "/v1/outlook/learn") == 200)

            let ada = try await call(.get, "/v1/profiles/crm:ada/suggestions").json
            #expect(suggestions(ada).first?.0 == "filter")
            #expect(suggestions(ada).first?.1 == "bought every 4 weeks, due")
            #expect(ada["suggestions"]?[0]?["because"]?.string == "again")
            #expect(ada["suggestions"]?[0]?["evidence"]?["usual_days"]?.integer == 28)
            #expect(ada["withheld"] == .null && ada["learned"]?["customers"]?.integer == 91)

            let beside = try await call(.get, "/v1/profiles/crm:t89/suggestions?sku=tent").json
            #expect(suggestions(beside).first?.0 == "pegs")
            #expect(suggestions(beside).first?.1 == "in 10 of 30 baskets with The tent")
            #expect(beside["suggestions"]?[0]?["evidence"]?["with"]?.string == "tent")

            let cart = try await call(.post, "/v1/suggestions", body: #"{"cart":["tent"],"customer":"crm:ada"}"#).json
            #expect(suggestions(cart).map(\.0) == ["pegs", "filter"])
            let stranger = #"{"cart":["tent"],"customer":"crm:nobody"}"#
            #expect(suggestions(try await call(.post, "/v1/suggestions", body: stranger).json).map(\.0) == ["pegs"])
            #expect(try await call.status(.post, "/v1/suggestions", body: #"{"cart":[]}"#) == 422)
            #expect(try await call.status(.get, "/v1/profiles/crm:nobody/suggestions") == 404)

            let learned = try await call(.get, "/v1/suggestions/learned").json["learned"]
            #expect(learned?["products"]?.integer == 3 && learned?["served"]?.string == "personal_frequency")
        }
    }

    @Test("What came back is not suggested, from the moment on; nor anything to who objects to profiling")
    func leftOut() async throws {
        try await TestServer().call { call async throws in
            #expect(try await call.status(.post, "/v1/ingest", body: Self.shop, headers: Self.lines) == 200)
            #expect(try await call.status(.post, "/v1/outlook/learn") == 200)
            let pegs =
                #"{"customer":{"crm":"ada"},"placed_at":"2026-10-01T00:00:00Z","status":"%","currency":"EUR","#
                + #""lines":[{"sku":"pegs"}]}"#
            let path = "/v1/sources/erp/orders/500"
            let beside = "/v1/profiles/crm:ada/suggestions?sku=tent"
            #expect(try await call.status(.put, path, body: pegs.replacing("%", with: "delivered")) == 200)
            #expect(suggestions(try await call(.get, beside).json).map(\.0) == ["pegs", "filter"])
            #expect(try await call.status(.put, path, body: pegs.replacing("%", with: "returned")) == 200)
            #expect(suggestions(try await call(.get, beside).json).map(\.0) == ["filter"])

            let refusal = #"{"consents":[{"purpose":"profiling","status":"denied"}]}"#
            #expect(try await call.status(.put, "/v1/sources/crm/customers/ada", body: refusal) == 200)
            let withheld = try await call(.get, "/v1/profiles/crm:ada/suggestions").json
            #expect(withheld["withheld"]?.string == "consent to profiling is denied")
            let cart = #"{"cart":["tent"],"customer":"crm:ada"}"#
            let others = [try await call(.get, beside).json, try await call(.post, "/v1/suggestions", body: cart).json]
            for answer in others + [withheld] {
                #expect(answer["suggestions"] == .null && answer["withheld"] == withheld["withheld"])
                #expect(answer["by"] == .null)
            }
            let nobodys = try await call(.post, "/v1/suggestions", body: #"{"cart":["tent"]}"#).json
            #expect(suggestions(nobodys).map(\.0) == ["pegs"] && nobodys["withheld"] == .null)
            // Nobody is compared with them any more.
            #expect(try await call.status(.post, "/v1/outlook/learn") == 200)
            let learned = try await call(.get, "/v1/suggestions/learned").json["learned"]
            #expect(learned?["customers"]?.integer == 90 && learned?["number"]?.integer == 2)
        }
    }

    @Test("What is sold out or recalled is not suggested")
    func gone() async throws {
        try await TestServer().call { call async throws in
            #expect(try await call.status(.post, "/v1/ingest", body: Self.shop, headers: Self.lines) == 200)
            #expect(try await call.status(.post, "/v1/outlook/learn") == 200)
            let (pegs, cart) = ("/v1/sources/erp/products/pegs", #"{"cart":["tent"]}"#)
            for (record, left) in [
                (#"{"stock":0}"#, []), (#"{"stock":3}"#, ["pegs"]), (#"{"stock":3,"recalled":true}"#, []),
                ("{}", ["pegs"]),
            ] {
                #expect(try await call.status(.put, pegs, body: record) == 200)
                #expect(suggestions(try await call(.post, "/v1/suggestions", body: cart).json).map(\.0) == left)
            }
            let recall = #"{"type":"recall","text":"Pegs may break","products":["pegs"]}"#
            #expect(try await call.status(.put, "/v1/sources/erp/notices/1", body: recall) == 200)
            #expect(suggestions(try await call(.post, "/v1/suggestions", body: cart).json).isEmpty)
        }
    }

    @Test("Nobody is compared with somebody who was erased, and what only one bought is told to nobody")
    func erased() async throws {
        let server = try await TestServer()
        try await server.call { call async throws in
            #expect(try await call.status(.post, "/v1/ingest", body: Self.shop, headers: Self.lines) == 200)
            #expect(try await call.status(.post, "/v1/outlook/learn") == 200)
            let ada = try await call(.get, "/v1/profiles/crm:ada?fields=id").json["id"]?.string
            let lot = Lot(try #require(ada.flatMap { ProfileID($0) }))
            let before = try #require(try await server.store.note(StoredSetting.suggestions))
            let known = try Stored.value(LearnedSuggestions.self, from: before)
            #expect(known["filter"] == nil && known.without([lot]) != nil)
            #expect(try await call.status(.delete, "/v1/profiles/crm:ada") == 200)
            let after = try #require(try await server.store.note(StoredSetting.suggestions))
            #expect(try Stored.value(LearnedSuggestions.self, from: after).without([lot]) == nil)
            #expect(server.service.learnedSuggestions?.without([lot]) == nil)
        }
    }

    @Test("A service that starts again knows what was learned")
    func kept() async throws {
        let server = try await TestServer()
        try await server.call { call async throws in
            #expect(try await call.status(.post, "/v1/ingest", body: Self.shop, headers: Self.lines) == 200)
            #expect(try await call.status(.post, "/v1/outlook/learn") == 200)
        }
        let other = try await ProfileService(
            store: server.store, settings: ServiceSettings(identity: .standard),
            rendering: ProfileRendering(ProfileRenderer.whole, join: ProfileRenderer.join), now: { TestServer.moment })
        #expect(other.learnedSuggestions?.products.count == 3)
    }
}
