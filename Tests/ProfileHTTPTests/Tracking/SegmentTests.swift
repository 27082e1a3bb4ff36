import Foundation
import HTTPTypes
import Mappings
import ProfileCore
import ProfileHTTP
import ProfileStore
import ProfileWire
import Testing

@Suite("A tracking library works here once its host is changed")
struct SegmentTests {
    /// A server that takes messages, and a write key for the source `web`.
    private static func server(
        origins: Set<String> = [], limits: HTTPLimits = .standard
    ) async throws -> (TestServer, key: String) {
        let mapping = try EmbeddedMapping.named("segment")?.mapping()
        let server = try await TestServer(
            limits: limits, tracking: TrackingSettings(mapping: mapping, origins: origins))
        return (server, try await server.newKey([.ingestWrite], sources: ["web"]))
    }

    private static func basic(_ key: String) -> HTTPFields {
        [.authorization: "Basic " + Data("\(key):".utf8).base64EncodedString(), .contentType: "application/json"]
    }

    /// As a browser asks for a page of that origin.
    private static func asked(_ origin: String) -> HTTPFields { [.origin: origin] }

    private static func items(_ answer: TestCaller.Answer) throws -> [JSONValue] {
        if case .array(let items)? = try answer.json["items"] { items } else { [] }
    }

    private static let batch = """
        {"batch":[
        {"type":"identify","messageId":"m-1","userId":"7","anonymousId":"a-1","traits":{"email":"ada@example.com"}},
        {"type":"track","messageId":"m-2","userId":"7","event":"Order Completed","timestamp":"2026-11-20T10:00:00Z",
        "properties":{"order_id":"8812","total":129.90,"currency":"EUR","products":[{"sku":"S-1","quantity":1}]}},
        {"type":"track","messageId":"m-3","anonymousId":"a-1","event":"Order Completed","properties":{"total":"much"}},
        {"type":"track","messageId":"m-4","event":"Product Viewed"}]}
        """

    @Test("A batch fills a profile, and the answer says of each message what became of it; again, it changes nothing")
    func batch() async throws {
        let (server, key) = try await Self.server()
        try await server.call { call async throws in
            let first = try await call(.post, "/v1/batch", as: nil, body: Self.batch, headers: Self.basic(key))
            #expect(try first.status == 200 && first.json["success"] == .bool(true))
            #expect(try first.json["accepted"]?.integer == 2 && first.json["rejected"]?.integer == 2)
            let items = try Self.items(first)
            #expect(items.map { $0["message_id"]?.string } == ["m-1", "m-2", "m-3", "m-4"])
            #expect(items.map { $0["status"]?.string } == ["accepted", "accepted", "rejected", "rejected"])
            #expect(items[1]["records"]?.count == 2 && items[1]["errors"]?.count == 0)
            let places = Set(
                (0..<(items[2]["errors"]?.count ?? 0)).compactMap { items[2]["errors"]?[$0]?["pointer"]?.string })
            #expect(places.contains("/batch/2/properties/order_id"), "\(places)")
            #expect(!first.text.contains("much"), "no answer repeats a value")
            #expect(items[3]["errors"]?[0]?["pointer"] == .string("/batch/3/userId"))
            let profile = try await call(.get, "/v1/profiles/email:ada@example.com").json
            #expect(profile["purchases"]?["recent"]?[0]?["id"] == .string("8812"))
            #expect(profile["purchases"]?["totals"]?[0]?["gross"] == .string("129.90"))
            let again = try await call(.post, "/v1/b", as: nil, body: Self.batch, headers: Self.basic(key))
            #expect(try again.json["unchanged"]?.integer == 2 && again.json["accepted"]?.integer == 0)
        }
    }

    @Test("A browser's message is text, packed or not, with its key in the body")
    func browser() async throws {
        let (server, key) = try await Self.server()
        let body = #"{"anonymousId":"a-9","event":"Product Viewed","properties":{"sku":"S-9"},"writeKey":"\#(key)"}"#
        let packed = try GzipProgram.pack(Array(body.utf8))
        try await server.call { call async throws in
            let plain: HTTPFields = [.contentType: "text/plain;charset=UTF-8"]
            let taken = try await call(.post, "/v1/t", as: nil, body: body, headers: plain)
            #expect(try taken.status == 200 && taken.json["accepted"]?.integer == 1)
            let id = try Self.items(taken)[0]["message_id"]?.string
            #expect(id?.hasPrefix("clientele-") == true)
            let gzip: HTTPFields = [.contentType: "application/json", .contentEncoding: "gzip"]
            let unpacked = try await call.send(.post, "/v1/track", token: nil, body: packed, gzip)
            #expect(unpacked.status == 200)
            let interest = try await call(.get, "/v1/profiles/visitor:a-9").json["interests"]
            #expect(interest?[0]?["sku"] == .string("S-9"))
        }
    }

    @Test("A call without an id that is sent again counts once")
    func sentAgain() async throws {
        let (server, key) = try await Self.server()
        try await server.call { call async throws in
            for (at, status) in [("09:59:10", "accepted"), ("09:59:50", "unchanged")] {
                let body = """
                    {"anonymousId":"a-9","event":"Product Viewed","properties":{"sku":"S-9"},
                    "timestamp":"2026-11-22T09:58:00Z","sentAt":"2026-11-22T\(at)Z"}
                    """
                let answer = try await call(.post, "/v1/track", as: nil, body: body, headers: Self.basic(key))
                #expect(try Self.items(answer)[0]["status"]?.string == status)
            }
            let timeline = try await call(.get, "/v1/profiles/visitor:a-9/timeline").json
            #expect(timeline["items"]?.count == 1)
        }
    }

    @Test("An alias ties a visitor, and claims a user who was before, where the rules let a profile be both")
    func alias() async throws {
        for limit in [1, 5] {
            let rule = IdentifierRule(priority: 100, limit: limit, strength: .strong)
            let mapping = try EmbeddedMapping.named("segment")?.mapping()
            let server = try await TestServer(
                identity: IdentityRules(declared: ["web": rule]), tracking: TrackingSettings(mapping: mapping))
            let key = try await server.newKey([.ingestWrite], sources: ["web"])
            try await server.call { call async throws in
                let send = { (method: String, body: String) async throws in
                    try Self.items(
                        try await call(.post, "/v1/\(method)", as: nil, body: body, headers: Self.basic(key)))[0]
                }
                _ = try await send("page", #"{"anonymousId":"a-1","name":"Home"}"#)
                _ = try await send("identify", #"{"userId":"old","traits":{"email":"ada@example.com"}}"#)
                for former in ["a-1", "old"] {
                    let alias = try await send("alias", #"{"userId":"new","previousId":"\#(former)"}"#)
                    #expect(alias["status"]?.string == "accepted", "\(alias)")
                }
                let id = { (reference: String) async throws in
                    try await call(.get, "/v1/profiles/\(reference)").json["id"]?.string
                }
                #expect(try await id("visitor:a-1") == id("web:new"))
                #expect(try await (id("web:old") == id("web:new")) == (limit > 1))
                #expect(try await call.status(.get, "/v1/profiles/visitor:old") == 404)
                let conflicts = try await call(.get, "/v1/conflicts").json["items"]?.count
                #expect(conflicts == (limit > 1 ? 0 : 1), "a person sees it")
            }
        }
    }

    @Test("A chat began when it began and not when it ended, in whatever order that is told", arguments: [false, true])
    func chats(endsFirst: Bool) async throws {
        let (server, key) = try await Self.server()
        let messages = [("Started", "08:00"), ("Ended", "09:00")].map { event, time in
            """
            {"userId":"7","messageId":"\(event)","event":"Live Chat Conversation \(event)",
            "timestamp":"2026-11-20T\(time):00Z","properties":{"conversation_id":"c-1"}}
            """
        }
        try await server.call { call async throws in
            for message in endsFirst ? messages.reversed() : messages {
                let answer = try await call(.post, "/v1/track", as: nil, body: message, headers: Self.basic(key))
                #expect(try Self.items(answer)[0]["status"]?.string == "accepted")
            }
            let contact = try await call(.get, "/v1/profiles/web:7").json["contact"]
            #expect(contact?["total"]?.integer == 1 && contact?["last"]?["status"]?.string == "resolved")
            #expect(contact?["first_at"]?.string == "2026-11-20T08:00:00Z")
        }
    }

    @Test("A write key may write for one source, and nothing else")
    func keys() async throws {
        let (server, good) = try await Self.server()
        let everywhere = try await server.newKey([.ingestWrite], sources: nil)
        let two = try await server.newKey([.ingestWrite], sources: ["web", "app"])
        let reading = try await server.newKey([.ingestWrite, .profilesRead], sources: ["web"])
        let message = #"{"userId":"1","name":"Home"}"#
        try await server.call { call async throws in
            let status = { (headers: HTTPFields, body: String) async throws in
                try await call.status(.post, "/v1/page", as: nil, body: body, headers: headers)
            }
            #expect(try await status(Self.basic(good), message) == 200)
            #expect(try await status([.authorization: "Bearer \(good)"], message) == 200)
            for key in [everywhere, two, reading] { #expect(try await status(Self.basic(key), message) == 403) }
            #expect(try await status([:], message) == 401)
            #expect(try await status([:], #"{"userId":"1","writeKey":"0123456789"}"#) == 401)
            for wrong in ["Basic ???", "Basic " + Data("ck_no:".utf8).base64EncodedString(), "Bearer x"] {
                #expect(try await status([.authorization: wrong], message) == 401)
            }
            let refused = try await call(.post, "/v1/page", as: nil, body: message, headers: Self.basic(two))
            #expect(try refused.json["code"] == .string("source-not-allowed"))
            #expect(try refused.json["message"]?.string == refused.json["detail"]?.string)
        }
    }

    @Test("What is no call is refused with 400, and so is one that is too large")
    func refusals() async throws {
        let (server, key) = try await Self.server()
        let long = #"{"userId":"1","name":"\#(String(repeating: "x", count: SegmentCall.maximumBytes))"}"#
        try await server.call { call async throws in
            for (path, body) in [("page", "{"), ("page", "[]"), ("batch", "{}"), ("page", long)] {
                let answer = try await call(.post, "/v1/\(path)", as: nil, body: body, headers: Self.basic(key))
                #expect(answer.status == 400)
                #expect(try answer.json["code"]?.string != nil)
            }
            #expect(
                try await call.status(
                    .post, "/v1/page", as: nil, body: "{}", headers: [.contentType: "application/xml"]) == 415)
        }
        let bare = try await TestServer()
        let other = try await bare.newKey([.ingestWrite], sources: ["web"])
        try await bare.call { call async throws in
            let none = try await call.status(
                .post, "/v1/page", as: nil, body: #"{"userId":"1"}"#, headers: Self.basic(other))
            #expect(none == 404)
        }
    }

    @Test("When too many call at once, libraries are told when to come back")
    func busy() async throws {
        var limits = HTTPLimits.standard
        limits.trackingCalls = 0
        let (server, key) = try await Self.server(limits: limits)
        try await server.call { call async throws in
            let answer = try await call(
                .post, "/v1/page", as: nil, body: #"{"userId":"1"}"#, headers: Self.basic(key))
            #expect(answer.status == 429 && answer.headers[.retryAfter] == "5")
            let reset = try #require(HTTPField.Name("X-RateLimit-Reset"))
            #expect(answer.headers[reset] == "5")
        }
    }

    @Test("Pages of other origins may send messages where the settings allow them, and call nothing else")
    func origins() async throws {
        let allowed = try #require(HTTPField.Name("Access-Control-Allow-Origin"))
        let (server, key) = try await Self.server(origins: ["https://shop.example"])
        try await server.call { call async throws in
            let shop = try await call(.options, "/v1/t", as: nil, headers: Self.asked("https://shop.example"))
            #expect(shop.status == 204 && shop.headers[allowed] == "https://shop.example")
            let methods = try #require(HTTPField.Name("Access-Control-Allow-Methods"))
            #expect(shop.headers[methods] == "POST")
            let other = try await call(.options, "/v1/t", as: nil, headers: Self.asked("https://other.example"))
            #expect(other.headers[allowed] == nil)
            var fields = Self.basic(key)
            fields[.origin] = "https://shop.example"
            let sent = try await call(.post, "/v1/page", as: nil, body: #"{"userId":"1"}"#, headers: fields)
            #expect(sent.status == 200 && sent.headers[allowed] == "https://shop.example")
            fields[.authorization] = nil
            let refused = try await call(.post, "/v1/page", as: nil, body: #"{"userId":"1"}"#, headers: fields)
            #expect(refused.status == 401 && refused.headers[allowed] == "https://shop.example")
            for path in ["/v1/profiles/web:1", "/v1/ingest"] {
                let elsewhere = try await call(.options, path, as: nil, headers: Self.asked("https://shop.example"))
                #expect(elsewhere.status == 405 && elsewhere.headers[allowed] == nil)
            }
        }
        let (open, _) = try await Self.server(origins: ["*"])
        try await open.call { call async throws in
            let any = try await call(.options, "/v1/identify", as: nil, headers: Self.asked("https://any.example"))
            #expect(any.headers[allowed] == "*")
        }
    }

    @Test("The answer to a public key tells nothing of others")
    func discretion() async throws {
        let (server, key) = try await Self.server()
        try await server.call { call async throws in
            _ = try await call(.put, "/v1/sources/crm/customers/1", body: #"{"emails":["ada@example.com"]}"#)
            let answer = try await call(.post, "/v1/batch", as: nil, body: Self.batch, headers: Self.basic(key))
            #expect(!answer.text.contains("prf_") && !answer.text.contains("link_refused"))
        }
    }
}
