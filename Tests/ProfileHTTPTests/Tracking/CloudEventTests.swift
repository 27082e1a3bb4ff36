import HTTPTypes
import ProfileCore
import ProfileHTTP
import ProfileStore
import ProfileWire
import Testing

@Suite("Events as of CloudEvents are taken by a mapping of their type")
struct CloudEventTests {
    private static let structured: HTTPFields = [.contentType: "application/cloudevents+json; charset=utf-8"]
    private static let batch: HTTPFields = [.contentType: "application/cloudevents-batch+json"]

    /// `$` leads to the event, and all other paths begin at its data.
    private static let placed = """
        {"kind":"order","source":"shop","record":{"id":"number","updated_at":"$.time","placed_at":"$.time",
        "status":{"value":"paid"},"customer":{"shop":"buyer"},"total":"total","currency":"currency"}}
        """
    /// Its id and source make the record's id.
    private static let looked = """
        {"kind":"activity","source":"shop","record":{"id":{"columns":["$.source","$.id"],"join":"/"},
        "occurred_at":"$.time","type":{"value":"product_viewed"},"sku":"sku","customer":{"shop":"$.subject"}}}
        """

    private static func server() async throws -> TestServer {
        let mapping = { (text: String) throws in try Mapping(JSONReader.parse(Array(text.utf8))) }
        return try await TestServer(
            tracking: TrackingSettings(events: [
                "com.example.order.placed": try mapping(placed), "com.example.*": try mapping(looked),
            ]))
    }

    private static func event(_ id: String, _ type: String, _ data: String, more: String = "") -> String {
        """
        {"specversion":"1.0","id":"\(id)","source":"/shop","type":"\(type)","time":"2026-11-20T10:00:00Z",
        \(more)"data":\(data)}
        """
    }

    private static func items(_ answer: TestCaller.Answer) throws -> [JSONValue] {
        if case .array(let items)? = try answer.json["items"] { items } else { [] }
    }

    private static let order = #"{"number":"8812","buyer":"4711","total":"129.90","currency":"EUR"}"#

    @Test("One event, in structured and in binary form")
    func one() async throws {
        try await Self.server().call { call async throws in
            let body = Self.event("e-1", "com.example.order.placed", Self.order)
            let taken = try await call(.post, "/v1/ingest", as: .ingestWrite, body: body, headers: Self.structured)
            #expect(try taken.status == 200 && taken.json["accepted"]?.integer == 1)
            #expect(try Self.items(taken)[0]["records"]?[0]?["id"] == .string("8812"))
            var headers: HTTPFields = [.contentType: "application/json"]
            let attributes = [
                "specversion": "1.0", "id": "e-1", "source": "/shop", "type": "com.example.order.placed",
                "time": "2026-11-20T10:00:00Z",
            ]
            for (name, value) in attributes { headers[try #require(HTTPField.Name("Ce-" + name))] = value }
            let again = try await call(.post, "/v1/ingest", as: .ingestWrite, body: Self.order, headers: headers)
            #expect(try again.json["unchanged"]?.integer == 1)
            let profile = try await call(.get, "/v1/profiles/shop:4711").json
            #expect(profile["purchases"]?["totals"]?[0]?["gross"] == .string("129.90"))
        }
    }

    @Test("A batch, of which each event is told by itself")
    func several() async throws {
        try await Self.server().call { call async throws in
            let record = #"{"kind":"customer","source":"crm","id":"9","given_name":"Ada"}"#
            let events = [
                Self.event("e-1", "com.example.looked", #"{"sku":"S-1"}"#, more: #""subject":"7","#),
                Self.event("e-2", "com.example.looked", "{}"),
                Self.event("e-3", "org.example.customer", record),
                Self.event(
                    "e-4", "org.example.customer", #"{"kind":"customer","source":"crm","id":"8","given_name":5}"#),
                Self.event("e-5", "org.example.unknown", #"{"a":1}"#),
                #"{"specversion":"0.3","id":"e-6","source":"/shop"}"#,
                #"{"specversion":"1.0","id":"e-7","source":"s","type":"com.example.looked","subject":"7","#
                    + #""time":"2026-11-20T10:00:00Z","data_base64":"eyJza3UiOiJTLTIifQ=="}"#,
            ]
            let body = "[" + events.joined(separator: ",") + "]"
            let answer = try await call(.post, "/v1/ingest", as: .ingestWrite, body: body, headers: Self.batch)
            let items = try Self.items(answer)
            #expect(
                items.map { $0["status"]?.string } == [
                    "accepted", "rejected", "accepted", "accepted", "rejected", "rejected", "accepted",
                ])
            #expect(items.map { $0["id"]?.string } == ["e-1", "e-2", "e-3", "e-4", "e-5", nil, "e-7"])
            #expect(items[3]["warnings"]?[0]?["pointer"] == .string("/3/data/given_name"))
            #expect(items[4]["errors"]?[0]?["pointer"] == .string("/4/type"))
            let lacking = (0..<2).map { items[5]["errors"]?[$0]?["pointer"]?.string }
            #expect(Set(lacking) == ["/5/type", "/5/specversion"])
            let interests = try await call(.get, "/v1/profiles/shop:7").json["interests"]
            #expect(Set([0, 1].compactMap { interests?[$0]?["sku"]?.string }) == ["S-1", "S-2"])
            let again = try await call(.post, "/v1/ingest", as: .ingestWrite, body: body, headers: Self.batch)
            #expect(try again.json["accepted"]?.integer == 0 && again.json["unchanged"]?.integer == 4)
        }
    }

    @Test("A key for one source states it, whatever the mapping names; another source is refused")
    func sources() async throws {
        let server = try await Self.server()
        let bound = try await server.newKey([.ingestWrite], sources: ["web"])
        try await server.call { call async throws in
            let send = { (body: String) async throws in
                try await call.send(.post, "/v1/ingest", token: bound, body: Array(body.utf8), Self.structured)
            }
            let order = try await send(Self.event("e-1", "com.example.order.placed", Self.order))
            #expect(try order.json["accepted"]?.integer == 1)
            #expect(try await call.status(.get, "/v1/profiles/web:4711") == 200)
            let foreign = try await send(Self.event("e", "o", #"{"kind":"customer","source":"crm","id":"9"}"#))
            #expect(try Self.items(foreign)[0]["errors"]?[0]?["code"] == .string("source_not_allowed"))
        }
    }

    @Test("What is no event is refused")
    func refusals() async throws {
        try await Self.server().call { call async throws in
            for (body, headers, status) in [
                ("{", Self.structured, 400), ("[]", Self.structured, 422), ("{}", Self.batch, 422),
                ("{}", [.contentType: "application/json"], 415),
            ] as [(String, HTTPFields, Int)] {
                let answer = try await call(.post, "/v1/ingest", as: .ingestWrite, body: body, headers: headers)
                #expect(answer.status == status, "\(body)")
            }
            let unauthorized = try await call.status(.post, "/v1/ingest", as: .vipRead, body: "[]", headers: Self.batch)
            #expect(unauthorized == 403)
        }
    }
}
