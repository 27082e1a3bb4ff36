import HTTPTypes
import ProfileCore
import ProfileHTTP
import ProfileService
import ProfileStore
import ProfileWire
import Synchronization
import Testing

@Suite("One setting of an endpoint is changed, and the others stay")
struct WebhookPatchTests {
    private static let mergePatch: HTTPFields = [.contentType: "application/merge-patch+json"]

    private static func server() async throws -> TestServer {
        try await TestServer(secrets: SecretBox(keys: [Array(0..<32)]), mappings: mappings)
    }

    private func checked(_ answer: TestCaller.Answer, _ schema: String) throws -> JSONValue {
        #expect(answer.status == 200, "\(answer.text)")
        let json = try answer.json
        #expect(DescribedSchema.misfits(json, schema) == [])
        return json
    }

    /// Of the members that differ, the new values.
    private func changes(from before: JSONValue, to after: JSONValue) -> [String: JSONValue] {
        Dictionary(uniqueKeysWithValues: JSONDifference(from: before, to: after).members.map { ($0.pointer, $0.after) })
    }

    private static func refusal(_ answer: TestCaller.Answer) throws -> [String?] {
        let error = try answer.json["errors"]?[0]
        return [String(answer.status), error?["pointer"]?.string, error?["code"]?.string]
    }

    // MARK: Outgoing endpoints

    private static let told = """
        {"url":"https://a.example","description":"The data lake","events":["vip.changed","profile.updated"],
        "sections":["vip","consents"],"tiers":["gold"],"format":"cloudevents"}
        """

    private static func make(_ call: TestCaller, _ body: String = told) async throws -> (path: String, JSONValue) {
        let made = try await call(.post, "/v1/webhooks", body: body).json
        let path = "/v1/webhooks/" + (try #require(made["id"]?.string))
        return (path, try await call(.get, path).json)
    }

    @Test(
        "Of a webhook that is told, a patch changes what it names, and null makes it as in a new one",
        arguments: [
            (#"{}"#, [:]), (#"{"description":"The lake"}"#, ["/description": JSONValue.string("The lake")]),
            (#"{"description":null}"#, ["/description": .null]),
            (#"{"url":"https://b.example"}"#, ["/url": .string("https://b.example")]),
            (#"{"events":["vip.changed"]}"#, ["/events": .array([.string("vip.changed")])]),
            (#"{"sections":null,"tiers":null}"#, ["/sections": .null, "/tiers": .null]),
            (#"{"format":null}"#, ["/format": .string("standard")]), (#"{"enabled":null,"everything":null}"#, [:]),
            (#"{"everything":true}"#, ["/telling_everything": .bool(true)]),
            (
                #"{"enabled":false}"#,
                ["/enabled": .bool(false), "/halt": .string("paused"), "/halted_at": .string("2026-11-22T10:00:00Z")]
            ),
        ])
    func told(_ patch: String, _ changed: [String: JSONValue]) async throws {
        try await Self.server().call { call async throws in
            let (path, before) = try await Self.make(call)
            let after = try checked(try await call(.patch, path, body: patch), "Webhook")
            #expect(changes(from: before, to: after) == changed)
            #expect(try await call(.get, path).json == after)
            let again = try await call(.patch, path, body: patch, headers: Self.mergePatch)
            #expect(try checked(again, "Webhook") == after, "as its own media type, and once more")
        }
    }

    @Test("A patch of something else leaves halted what was halted, and a whole statement lets it go on")
    func halted() async throws {
        let server = try await Self.server()
        try await server.call { call async throws in
            let (path, _) = try await Self.make(call, #"{"url":"https://a.example"}"#)
            _ = try await call(.put, "/v1/sources/crm/customers/1", body: "{}")
            let id = String(path.dropFirst("/v1/webhooks/".count))
            _ = try await server.service.queueDeliveries(for: try await server.service.webhooks()) { _ in [] }
            let claims = try await server.service.exchange(of: id, [], room: 1)?.claims ?? []
            let gone = claims.map { AnsweredClaim($0, .status(410, retryAfter: nil)) }
            _ = try await server.service.exchange(of: id, gone, room: 0)
            #expect(try await call(.patch, path, body: #"{"description":"x"}"#).json["halt"]?.string == "gone")
            #expect(try await call(.patch, path, body: #"{"enabled":true}"#).json["halt"] == .null)
            #expect(try await call(.patch, path, body: #"{"enabled":false}"#).json["halt"]?.string == "paused")
            let whole = try await call(.put, path, body: #"{"url":"https://a.example"}"#).json
            #expect(whole["enabled"] == .bool(true) && whole["description"] == .null)
        }
    }

    @Test(
        "What a patch of a webhook may not say is told with its place and its rule, and changes nothing",
        arguments: [
            (#"{"url":null}"#, "/url", "missing"), (#"{"url":"http://a.example"}"#, "/url", "bad_address"),
            (#"{"events":[]}"#, "/events", "empty"), (#"{"sections":[]}"#, "/sections", "empty"),
            (#"{"tiers":[]}"#, "/tiers", "empty"), (#"{"tiers":["gold","tin"]}"#, "/tiers/1", "unknown_tier"),
            (#"{"event":null}"#, "/event", "unknown_member"), (#"{"secret":null}"#, "/secret", "unknown_member"),
            (#"{"secret":"mine"}"#, "/secret", "unknown_member"),
            (#"{"format":"xml"}"#, "/format", "not_allowed"), (#"{"enabled":1}"#, "/enabled", "wrong_type"),
            (#"{"url":"https://b.example","url":"https://c.example"}"#, "/url", "duplicate_member"),
            (#"["enabled"]"#, "", "wrong_type"),
        ])
    func wrong(_ patch: String, _ pointer: String, _ code: String) async throws {
        try await Self.server().call { call async throws in
            let (path, before) = try await Self.make(call)
            #expect(try Self.refusal(try await call(.patch, path, body: patch)) == ["422", pointer, code])
            #expect(try await call(.get, path).json == before)
        }
    }

    @Test("A tier that the policy lost, and an address of before, stay until somebody takes them away")
    func lost() async throws {
        let server = try await Self.server()
        try await server.call { call async throws in
            let (path, before) = try await Self.make(call)
            let id = String(path.dropFirst("/v1/webhooks/".count))
            _ = try await server.service.changeWebhook(id) { webhook in
                var settings = webhook.settings
                settings.url = "http://a.example"
                settings.filter = WebhookFilter(kinds: nil, sections: nil, tiers: ["tin"])
                return Result<WebhookWish, Never>.success(WebhookWish(settings, isPaused: false))
            }
            let renamed = try await call(.patch, path, body: #"{"description":"x"}"#).json
            #expect(renamed["tiers"] == .array([.string("tin")]) && renamed["url"]?.string == "http://a.example")
            let whole = #"{"url":"http://a.example","tiers":["tin","gold"]}"#
            #expect(try await call(.put, path, body: whole).json["tiers"] == .array([.string("gold"), .string("tin")]))
            #expect(try await call.status(.put, path, body: #"{"url":"https://a.example","tiers":["gold"]}"#) == 200)
            #expect(
                try Self.refusal(try await call(.put, path, body: whole)) == ["422", "/url", "bad_address"])
            #expect(before["tiers"] == .array([.string("gold")]))
        }
    }

    @Test(
        "What this version does not know of an endpoint stays until somebody takes it away",
        arguments: [
            (WebhookFilter(kinds: [], sections: nil, tiers: nil), "events", #"["vip.changed"]"#),
            (
                WebhookFilter(kinds: [.merged], laterKinds: ["profile.moved"], sections: nil, tiers: nil), "events",
                #"["profile.moved","vip.changed"]"#
            ),
            (WebhookFilter(kinds: nil, sections: ["future"], tiers: nil), "sections", #"["future","vip"]"#),
            (WebhookFilter(kinds: nil, sections: [], tiers: nil), "sections", #"["vip"]"#),
            (WebhookFilter(kinds: nil, sections: nil, tiers: []), "tiers", #"["gold"]"#),
        ])
    func later(_ filter: WebhookFilter, _ name: String, _ other: String) async throws {
        let server = try await Self.server()
        try await server.call { call async throws in
            let (path, _) = try await Self.make(call)
            _ = try await server.service.changeWebhook(String(path.dropFirst("/v1/webhooks/".count))) { webhook in
                var settings = webhook.settings
                settings.filter = filter
                return Result<WebhookWish, Never>.success(WebhookWish(settings, isPaused: false))
            }
            let before = try await call(.get, path).json
            let paused = try checked(try await call(.patch, path, body: #"{"enabled":false}"#), "Webhook")
            #expect(paused["halt"]?.string == "paused" && paused[name] == before[name])
            let changed = try await call(.patch, path, body: #"{"\#(name)":\#(other)}"#)
            #expect(changed.status == 200, "\(changed.text)")
            let emptied = try await call(.patch, path, body: #"{"\#(name)":[]}"#)
            #expect(try Self.refusal(emptied) == ["422", "/\(name)", "empty"])
        }
    }

    // MARK: Incoming endpoints

    private static let path = "/v1/webhooks/in/shop"
    private static let telling = """
        {"source":"boutique","scheme":"bearer","secret":"a-secret-of-the-shop","redact":"review",
        "mappings":{"orders/*":"ignore","carts/*":"ignore"}}
        """

    /// Knows the mapping `orders`, and takes no other.
    private static let mappings = MappingLibrary { text throws(WireRejection) in
        guard text == "orders" else { throw WireRejection(problems: [MappingLibrary.unknown]) }
        let written = #"{"format":"json","kind":"order","source":"v","record":{"id":"id","total":"total"}}"#
        let tree: JSONValue
        do throws(JSONError) { tree = try JSONReader.parse(Array(written.utf8)) } catch { throw WireRejection(error) }
        return try Mapping(tree)
    }

    @Test(
        "Of an endpoint that tells, a patch changes what it names, also of its mappings",
        arguments: [
            (#"{}"#, [:]), (#"{"redact":null}"#, ["/redact": JSONValue.string("carry_out")]),
            (#"{"source":"shop"}"#, ["/source": .string("shop")]),
            (
                #"{"mappings":{"orders/*":"withdraw:order","carts/*":null,"x":"ignore","y":null}}"#,
                [
                    "/mappings/orders~1*": .string("withdraw:order"), "/mappings/carts~1*": .null,
                    "/mappings/x": .string("ignore"),
                ]
            ),
            (#"{"mappings":null}"#, ["/mappings/orders~1*": .null, "/mappings/carts~1*": .null]),
        ])
    func telling(_ patch: String, _ changed: [String: JSONValue]) async throws {
        try await Self.server().call { call async throws in
            #expect(try await call.status(.put, Self.path, body: Self.telling) == 201)
            let before = try await call(.get, Self.path).json
            let answer = try await call(.patch, Self.path, body: patch, headers: Self.mergePatch)
            #expect(changes(from: before, to: try checked(answer, "WebhookEndpoint")) == changed)
            #expect(try await call(.get, Self.path).json == answer.json)
            let delivery = try await call(
                .post, Self.path, as: nil, body: "{}", headers: [.authorization: "Bearer a-secret-of-the-shop"])
            #expect(delivery.status == 202, "the secret stays")
        }
    }

    @Test(
        "What a patch of an endpoint may not say is told with its place and its rule, and changes nothing",
        arguments: [
            (#"{"source":null}"#, "/source", "missing"), (#"{"scheme":"morse"}"#, "/scheme", "unknown_scheme"),
            (#"{"scheme":null}"#, "/scheme", "missing"), (#"{"secret":"short"}"#, "/secret", "out_of_range"),
            (#"{"secret":null}"#, "/secret", "missing"), (#"{"redact":"never"}"#, "/redact", "not_allowed"),
            (#"{"mapping":null}"#, "/mapping", "unknown_member"),
            (#"{"mappings":{"a/b":"none"}}"#, "/mappings/a~1b", "not_allowed"),
            (#"{"mappings":{"*/create":"ignore"}}"#, "/mappings/*~1create", "not_allowed"),
            (#"{"mappings":["orders"]}"#, "/mappings", "wrong_type"), (#""orders""#, "", "wrong_type"),
        ])
    func wrongTelling(_ patch: String, _ pointer: String, _ code: String) async throws {
        try await Self.server().call { call async throws in
            _ = try await call(.put, Self.path, body: Self.telling)
            let before = try await call(.get, Self.path).json
            #expect(try Self.refusal(try await call(.patch, Self.path, body: patch)) == ["422", pointer, code])
            #expect(try await call(.get, Self.path).json == before)
        }
    }

    @Test("The secret that is stored has to be one of the new scheme, not the one that a node knew before")
    func rotatedElsewhere() async throws {
        let server = try await Self.server()
        let (plain, broken) = ("a-secret-of-the-shop", "whsec_****************")
        try await server.call { call async throws in
            for (known, stored, status) in [(broken, plain, 200), (plain, broken, 422)] {
                let made = #"{"source":"boutique","scheme":"bearer","secret":"\#(known)"}"#
                #expect(try await call(.put, Self.path, body: made).status < 300)
                let box = try #require(server.service.secrets)
                let sealed = try box.seal(Array(stored.utf8), as: ProfileService.purpose(ofEndpoint: "shop"))
                _ = try await server.service.changeWebhookEndpoint { endpoints in
                    var endpoint = endpoints.first
                    endpoint?.secrets = [WebhookEndpoint.Secret(sealed: sealed)]
                    return (endpoint, true)
                }
                let patched = try await call(.patch, Self.path, body: #"{"scheme":"standard"}"#)
                #expect(patched.status == status, "\(patched.text)")
            }
        }
    }

    @Test("Patches at once change what they name, each of them")
    func atOnce() async throws {
        try await Self.server().call { call async throws in
            _ = try await call(.put, Self.path, body: Self.telling)
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<8 {
                    group.addTask {
                        try await call.status(.patch, Self.path, body: #"{"mappings":{"n\#(number)":"ignore"}}"#)
                    }
                }
                for try await status in group { #expect(status == 200) }
            }
            #expect(try await call(.get, Self.path).json["mappings"]?.names?.count == 10)
        }
    }

    @Test("There is nothing to patch of an endpoint that is not there, nor for those who may not put one")
    func refused() async throws {
        try await Self.server().call { call async throws in
            let (path, _) = try await Self.make(call)
            _ = try await call(.put, Self.path, body: Self.telling)
            for place in [path, Self.path] {
                #expect(try await call.status(.patch, place + "x", body: "{}") == 404)
                #expect(try await call.status(.patch, place, as: nil, body: "{}") == 401)
                for scope in APIKey.Scope.allCases where scope != .admin {
                    #expect(try await call.status(.patch, place, as: scope, body: "{}") == 403)
                }
                #expect(try await call(.patch, place, body: "{}", headers: [.contentType: "text/plain"]).status == 415)
            }
        }
    }
}
