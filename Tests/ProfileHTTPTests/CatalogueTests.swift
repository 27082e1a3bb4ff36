import HTTPTypes
import ProfileCore
import ProfileStore
import ProfileWire
import Synchronization
import Testing

@Suite("Products and notices")
struct CatalogueTests {
    private let path = "/v1/profiles/crm:4711"

    private func fill(_ call: TestCaller) async throws {
        let order = { (id: String, sku: String, placed: String, status: String) in
            #"""
            {"kind":"order","source":"erp","id":"\#(id)","customer":{"crm":"4711"},"placed_at":"\#(placed)",
             "status":"\#(status)","total":"30.00","lines":[{"sku":"\#(sku)","category":"Kitchen"}]}
            """#.replacing("\n", with: "")
        }
        let lines = [
            order("1", "KETTLE", "2026-05-03T00:00:00Z", "delivered"),
            order("2", "LAMP", "2026-11-20T00:00:00Z", "shipped"),
        ]
        let answer = try await call(
            .post, "/v1/ingest", body: lines.joined(separator: "\n"),
            headers: [.contentType: "application/x-ndjson"])
        #expect(try answer.json["accepted"]?.integer == 2)
    }

    @Test("A recall reaches those who bought the product, in every answer about them, and leaves when it is withdrawn")
    func recall() async throws {
        try await TestServer().call { call async throws in
            try await fill(call)
            let before = try await call(.get, path)
            #expect(before.text.contains(#""notices":[]"#))
            let product = #"{"name":"Steel kettle","recalled":true,"replaced_by":"KETTLE-2"}"#
            let put = try await call(.put, "/v1/sources/erp/products/KETTLE", body: product)
            #expect(put.status == 200 && put.text == #"{"status":"accepted","warnings":[]}"#)
            let after = try await call(.get, path)
            #expect(after.headers[.eTag] != before.headers[.eTag])
            let headline = "Recall: Steel kettle, bought in May 2026"
            #expect(after.text.contains(#""headlines":["\#(headline)""#))
            #expect(after.text.contains(#""reason":"Steel kettle, bought in May 2026""#))
            let known = try await call(.get, path, headers: [.ifNoneMatch: try #require(after.headers[.eTag])])
            #expect(known.status == 304)
            let narrowed = try await call(.get, path + "?fields=notices,headlines")
            #expect(narrowed.text.contains(headline) && narrowed.text.contains(#""text":"Steel kettle is recalled""#))
            let found = try await call(.post, "/v1/profiles/lookup", body: #"{"identifiers":["crm:4711"]}"#)
            #expect(found.text.contains(headline))
            #expect(try await call.status(.delete, "/v1/sources/erp/products/KETTLE") == 204)
            #expect(try await call.status(.delete, "/v1/sources/erp/products/KETTLE") == 204)
            #expect(try await call(.get, path).text == before.text)
        }
    }

    @Test("A recall of what the customer has comes before those for everybody, which head no headlines")
    func recallsForEverybody() async throws {
        try await TestServer().call { call async throws in
            try await fill(call)
            let everybody = #"{"type":"recall","text":"Look at your plugs","from":"2026-01-01T00:00:00Z"}"#
            #expect(try await call.status(.put, "/v1/sources/erp/notices/plugs", body: everybody) == 200)
            let only = try await call(.get, path)
            #expect(!only.text.contains("Recall: ") && only.text.contains("Look at your plugs"))
            let kettle = #"{"type":"recall","text":"The kettle leaks","products":["KETTLE"],"tiers":[]}"#
            #expect(try await call.status(.put, "/v1/sources/erp/notices/kettle", body: kettle) == 200)
            let both = try await call(.get, path)
            #expect(both.text.contains("Recall: KETTLE, bought in May 2026\""))
            #expect(try both.json["notices"]?[0]?["text"]?.string == "The kettle leaks")
        }
    }

    private static let order =
        #"{"customer":{"crm":"1"},"placed_at":"2026-01-01T00:00:00Z","status":"open","currency":"EUR","total":"1.00","#
        + #""tracking_url":"%"}"#

    @Test("Addresses are those of web pages; others, such as scripts, are left out with a warning")
    func addresses() async throws {
        try await TestServer().call { call async throws in
            let wrong = [
                "javascript:alert(1)", "data:text/html,x", "//other.example", "http:///x", "https://a b", "/page",
                #"https://good.example\\@evil.example/"#, #"https://good.example\\.evil.example/"#, "https://user@h/",
                "https://shop.example:443@evil.example/", "https://user:secret@h/", "https://a b@host", "https://½",
                "http://[::1]evil.example/", "http://[]/", "http://[12]/", "http://[::1", "http://[::g]/", "https://.a",
                "https://a:99999/", "https://a:65536/", "https://a:-1/", "https://a:8٢/", "https://a:80:80/",
                "https://:80/",
            ]
            for (path, body) in [
                ("products/TENT", #"{"name":"Tent","url":"%"}"#),
                ("notices/n", #"{"type":"change","text":"x","url":"%"}"#),
                ("orders/1", Self.order),
            ] {
                for address in wrong {
                    let stated = body.replacing("%", with: address)
                    let put = try await call(.put, "/v1/sources/erp/\(path)", body: stated)
                    #expect(put.status == 200 && put.text.contains("bad_address"), "\(path) \(address)")
                    #expect(put.text.contains("; left out") && !put.text.contains(address))
                }
                for address in [
                    "HTTPS://shop.example/t?a=1#b", "http://[::1]:80/", "https://münchen.example", "http://[::]",
                    "https://例え.テスト:8443/ä?q=@", "https://a-b.c_d.example:65535", "https://shop.example:/x",
                    "http://127.0.0.1", "https://[2001:DB8::ffff:192.0.2.1]:0/", "https://shop.example/@ada",
                    #"https://shop.example/a\\b"#,
                ] {
                    let stated = body.replacing("%", with: address)
                    let put = try await call(.put, "/v1/sources/erp/\(path)", body: stated)
                    #expect(put.status == 200 && !put.text.contains("bad_address"), "\(path) \(address)")
                }
            }
        }
    }

    @Test("A notice that names a tier which the policy does not have is taken with a warning")
    func tiers() async throws {
        try await TestServer().call { call async throws in
            let notice = { (tiers: String) in #"{"type":"change","text":"x","tiers":[\#(tiers)]}"# }
            for tiers in [#""Gold","gold","""#, ""] {
                let put = try await call(.put, "/v1/sources/erp/notices/n", body: notice(tiers))
                #expect(try put.status == 200 && put.json["warnings"] == .array([]), "\(tiers)")
            }
            for tiers in [#""gold","","gold","golden","VIP""#, #""golden""#] {
                let put = try await call(.put, "/v1/sources/erp/notices/n", body: notice(tiers))
                let warnings = try put.json["warnings"]
                #expect(put.status == 200 && warnings?[0]?["pointer"]?.string == "/tiers", "\(tiers)")
                #expect(warnings?[0]?["code"]?.string == "unknown_tier" && warnings?[1] == nil)
            }
            let line = #"{"kind":"notice","source":"erp","id":"m","type":"change","text":"x","tiers":["nobody"]}"#
            let stream = try await call(
                .post, "/v1/ingest", body: line, headers: [.contentType: "application/x-ndjson"])
            #expect(try stream.json["warnings"]?[0]?["pointer"]?.string == "/tiers")
            let many = (1...1_000).map { line.replacing(#""id":"m""#, with: #""id":"m\#($0)""#) }
            let full = try await call(
                .post, "/v1/ingest", body: many.joined(separator: "\n"),
                headers: [.contentType: "application/x-ndjson"])
            #expect(try full.json["rejected"]?.integer == 2 && full.json["warnings"]?.count == 998)
        }
    }

    @Test("Open orders say how much there is, and a new stock level is shown at once")
    func stock() async throws {
        try await TestServer().call { call async throws in
            try await fill(call)
            for stock in ["12", "0", "-1.5"] {
                let body = #"{"name":"Lamp","stock":\#(stock)}"#
                #expect(try await call.status(.put, "/v1/sources/erp/products/LAMP", body: body) == 200)
                let goods =
                    #""goods":[{"sku":"LAMP","name":"Lamp","stock":\#(stock),"recalled":false,"replaced_by":null,"#
                    + #""delay":null}]"#
                #expect(try await call(.get, path).text.contains(goods), "\(stock)")
            }
            let product = try await call(.get, "/v1/products/LAMP")
            #expect(product.text.contains(#""stock":-1.5"#) && product.text.contains(#""sources":[{"source":"erp""#))
            #expect(try await call.status(.get, "/v1/products/none") == 404)
        }
    }

    @Test("A notice concerns whom it names, while it is in force")
    func notices() async throws {
        let clock = MovableClock(TestServer.moment)
        try await TestServer(now: { clock.now }).call { call async throws in
            try await fill(call)
            let lines = [
                #"{"kind":"notice","source":"shop","id":"k","type":"promotion","text":"Kitchen week","#
                    + #""categories":["Kitchen"],"from":"2026-11-22T11:00:00Z","until":"2026-11-22T12:00:00Z"}"#,
                #"{"kind":"notice","source":"shop","id":"o","type":"change","text":"Tents","products":["TENT"]}"#,
                #"{"kind":"notice","source":"shop","id":"x","type":"change","text":"Bad","countries":["Germany"]}"#,
            ]
            let answer = try await call(
                .post, "/v1/ingest", body: lines.joined(separator: "\n"),
                headers: [.contentType: "application/x-ndjson"])
            #expect(try answer.json["accepted"]?.integer == 2)
            #expect(try answer.json["rejected"]?.integer == 1)
            let first = try await call(.get, path)
            #expect(first.text.contains(#""notices":[]"#))
            clock.advance(byMinutes: 60)
            let second = try await call(.get, path)
            #expect(second.text.contains(#""reason":"bought something from Kitchen""#))
            #expect(second.headers[.eTag] != first.headers[.eTag])
            clock.advance(byMinutes: 60)
            #expect(try await call(.get, path).text.contains(#""notices":[]"#))
            let all = try await call(.get, "/v1/notices")
            #expect(all.text.contains(#""id":"k""#) && all.text.contains(#""in_force":false"#))
        }
    }

    @Test("What is said of products is no business of keys that only write or rank")
    func access() async throws {
        try await TestServer().call { call async throws in
            for path in ["/v1/notices", "/v1/products/A"] {
                #expect(try await call.status(.get, path, as: .ingestWrite) == 403)
            }
            let body = #"{"stock":1}"#
            #expect(try await call.status(.put, "/v1/sources/erp/products/A", as: .profilesRead, body: body) == 403)
            #expect(try await call.status(.put, "/v1/sources/erp/products/A", as: .ingestWrite, body: body) == 200)
            for wrong in [#"{"recalled":"perhaps"}"#, #"{"stock":"many"}"#] {
                #expect(try await call.status(.put, "/v1/sources/erp/products/A", body: wrong) == 422)
            }
            #expect(try await call.status(.put, "/v1/sources/erp/notices/n", body: #"{"type":"change"}"#) == 422)
        }
    }
}

/// A clock that stands until it is moved.
private final class MovableClock: Sendable {
    private let moment: Mutex<Timestamp>

    init(_ moment: Timestamp) {
        self.moment = Mutex(moment)
    }

    var now: Timestamp { moment.withLock(\.self) }

    func advance(byMinutes minutes: Int64) {
        moment.withLock { $0 = Timestamp(milliseconds: $0.milliseconds + minutes * 60_000) }
    }
}
