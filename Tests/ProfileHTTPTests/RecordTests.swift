import ProfileHTTP
import ProfileStore
import HTTPTypes
import ProfileWire
import SQLStore
import Testing

@Suite("Records go in one by one")
struct RecordTests {
    private static let jane =
        #"{"emails":["Jane@Example.com"],"given_name":"Jane","updated_at":"2026-01-01T00:00:00Z"}"#

    @Test("A record is accepted, then unchanged, and an older one is stale")
    func verdicts() async throws {
        try await TestServer().call { call async throws in
            let path = "/v1/sources/crm/customers/4711"
            let first = try await call(.put, path, as: .ingestWrite, body: Self.jane)
            #expect(first.status == 200)
            #expect(try first.json["status"] == .string("accepted"))
            #expect(try first.json["profile_id"]?.string?.hasPrefix("prf_") == true)
            #expect(try first.json["version"] == .number("1"))
            let again = try await call(.put, path, as: .ingestWrite, body: Self.jane)
            #expect(try again.json["status"] == .string("unchanged"))
            let older = Self.jane.replacing("2026", with: "2025").replacing("Jane\"", with: "Joan\"")
            let verdict = try await call(.put, path, as: .ingestWrite, body: older).json["status"]
            #expect(verdict == .string("stale"))
        }
    }

    @Test("What was written is there for the next read")
    func readYourWrite() async throws {
        try await TestServer().call { call async throws in
            _ = try await call(.put, "/v1/sources/crm/customers/4711", body: Self.jane)
            let profile = try await call(.get, "/v1/profiles/email:jane@example.com")
            #expect(profile.status == 200)
            #expect(try profile.json["person"]?["given_name"] == .string("Jane"))
        }
    }

    @Test("A record that breaks rules is refused with a pointer, and stores nothing")
    func invalid() async throws {
        try await TestServer().call { call async throws in
            let answer = try await call(
                .put, "/v1/sources/erp/orders/1", body: #"{"customer":{"crm":"1"},"status":"lost"}"#)
            #expect(answer.status == 422)
            #expect(answer.headers[.contentType] == "application/problem+json")
            #expect(try answer.json["type"] == .string("/problems/invalid-record"))
            #expect(answer.text.contains(#""pointer":"/status""#))
            #expect(try await call.status(.get, "/v1/profiles/crm:1") == 404)
        }
    }

    @Test("A record that names nobody but an order that is not there is taken with a warning, also from a bound key")
    func missingOrder() async throws {
        let test = try await TestServer()
        let bound = KeyToken.draw()
        try await test.store.put(
            bound.key(named: "desk", scopes: [.ingestWrite], sources: ["desk"], at: TestServer.moment))
        try await test.call { call async throws in
            _ = try await call(.post, "/v1/keys", body: #"{"name":"x","scopes":["admin"]}"#)
            let promise = #""order_id":"8812","promised_at":"2026-01-01T00:00:00Z","text":"Call back"}"#
            let line = #"{"kind":"promise","source":"desk","id":"2","# + promise
            let answers = [
                try await call.send(
                    .put, "/v1/sources/desk/promises/1", token: bound.text, body: Array("{\(promise)".utf8)),
                try await call(.put, "/v1/sources/desk/promises/3", body: "{\(promise)"),
                try await call.send(.post, "/v1/ingest", token: bound.text, body: Array(line.utf8)),
            ]
            for answer in answers {
                #expect(answer.status == 200)
                #expect(try answer.json["warnings"]?[0]?["code"] == .string("unknown_order"))
                #expect(try answer.json["warnings"]?[0]?["pointer"] == .string("/order_id"))
            }
        }
    }

    @Test("An unknown member is taken with a warning")
    func warning() async throws {
        try await TestServer().call { call async throws in
            let answer = try await call(.put, "/v1/sources/crm/customers/1", body: #"{"given_nam":"Jane"}"#)
            #expect(answer.status == 200)
            #expect(try answer.json["warnings"]?[0]?["pointer"] == .string("/given_nam"))
        }
    }

    @Test("What merely describes is left out with a warning, and the consent beside it is stored")
    func leniency() async throws {
        try await TestServer().call { call async throws in
            let body = """
                {"birthday":"unknown","address":{"city":"Bonn","country":"Deutschland"},"time_zone":"GMT+1:17",
                "loyalty":{"points":1e400},"consents":[{"purpose":"contact","status":"revoked"}]}
                """
            let answer = try await call(.put, "/v1/sources/crm/customers/1", body: body)
            #expect(answer.status == 200)
            let pointers = try answer.json["warnings"].map { warnings in (0..<3).map { warnings[$0]?["pointer"] } }
            #expect(pointers == [.string("/birthday"), .string("/time_zone"), .string("/loyalty/points")])
            let profile = try await call(.get, "/v1/profiles/crm:1").json
            #expect(profile["person"]?["address"]?["country"] == .string("DE"))
            #expect(profile["consents"]?[0]?["status"] == .string("revoked"))
        }
    }

    @Test(
        "What is no JSON is a malformed body, not a broken record",
        arguments: ["", "{", "[1,]", "{\"a\":\"\u{1}\"}", #"{"a":"\ud800"}"#, String(repeating: "[", count: 100_000)])
    func malformed(body: String) async throws {
        try await TestServer().call { call async throws in
            let answer = try await call(.put, "/v1/sources/crm/customers/1", body: body)
            #expect(answer.status == 400)
            #expect(try answer.json["type"] == .string("/problems/malformed-json"))
        }
    }

    @Test(
        "Numbers, names and texts that would break a lesser reader are refused",
        arguments: [
            #"{"consents":[{"purpose":1e400,"status":"denied"}]}"#, #"{"given_name":"a","given_name":"b"}"#,
            #"{"consents":[{"purpose":"a\u0000b","status":"denied"}]}"#,
        ])
    func poison(body: String) async throws {
        try await TestServer().call { call async throws in
            #expect(try await call.status(.put, "/v1/sources/crm/customers/1", body: body) == 422)
        }
    }

    @Test("A withdrawn record is gone, and once only")
    func withdraw() async throws {
        try await TestServer().call { call async throws in
            _ = try await call(.put, "/v1/sources/crm/customers/4711", body: Self.jane)
            #expect(try await call.status(.delete, "/v1/sources/crm/customers/4711", as: .ingestWrite) == 204)
            #expect(try await call.status(.delete, "/v1/sources/crm/customers/4711", as: .ingestWrite) == 204)
            #expect(try await call.status(.get, "/v1/profiles/crm:4711") == 404)
        }
    }

    @Test("A body over the limit is refused, whether it says so or not")
    func tooLarge() async throws {
        var limits = LimitsForTests.small
        limits.bodySize = 1000
        try await TestServer(limits: limits).call { call async throws in
            let body = #"{"given_name":""# + String(repeating: "a", count: 2000) + "\"}"
            let answer = try await call(.put, "/v1/sources/crm/customers/1", body: body)
            #expect(answer.status == 413)
            #expect(answer.headers[.connection] == "close")
        }
    }

    @Test("Another media type is refused")
    func mediaType() async throws {
        try await TestServer().call { call async throws in
            let answer = try await call(
                .put, "/v1/sources/crm/customers/1", body: Self.jane, headers: [.contentType: "text/csv"])
            #expect(answer.status == 415)
        }
    }
}
