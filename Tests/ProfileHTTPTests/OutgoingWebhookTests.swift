import Foundation
import HTTPTypes
import ProfileCore
import ProfileHTTP
import ProfileService
import ProfileStore
import ProfileWire
import Synchronization
import Testing

@Suite("Endpoints of other systems are settled by administrators")
struct OutgoingWebhookTests {
    private static let path = "/v1/webhooks"
    /// The moment of the server's clock.
    private static let noon = "2026-11-22T10:00:00Z"
    private static let plain = #"{"url":"https://shop.example/hooks"}"#

    /// Answers pings as a receiver would.
    private struct Receiver: WebhookPinging {
        let answer: DeliveryAnswer

        func ping(_ webhook: Webhook) async -> DeliveryAnswer { answer }
    }

    private final class Clock: Sendable {
        private let moment = Mutex(TestServer.moment)

        var now: Timestamp { moment.withLock { $0 } }

        func advance(bySeconds seconds: Int64) {
            moment.withLock { $0 = $0.advanced(bySeconds: seconds) }
        }
    }

    private static func server(
        hasKey: Bool = true, answering answer: DeliveryAnswer? = nil, _ clock: Clock = Clock()
    ) async throws -> TestServer {
        try await TestServer(
            secrets: hasKey ? SecretBox(keys: [Array(0..<32)]) : nil, pinging: answer.map(Receiver.init),
            now: { clock.now })
    }

    private static func make(_ call: TestCaller, _ body: String = plain) async throws -> String {
        let made = try await call(.post, path, body: body)
        try #require(made.status == 201, "\(made.text)")
        return try #require(try made.json["id"]?.string)
    }

    private func checked(
        _ answer: TestCaller.Answer, status: Int = 200, _ schema: String, _ place: SourceLocation = #_sourceLocation
    ) throws -> JSONValue {
        #expect(answer.status == status, "\(answer.text)", sourceLocation: place)
        let json = try answer.json
        #expect(DescribedSchema.misfits(json, schema) == [], sourceLocation: place)
        return json
    }

    // MARK: Endpoints

    @Test("One that is made hears everything, shows its secret once, and is listed with what waits for it")
    func made() async throws {
        let clock = Clock()
        try await Self.server(clock).call { call async throws in
            let first = try checked(try await call(.post, Self.path, body: Self.plain), status: 201, "NewWebhook")
            let secret = try #require(first["secret"]?.string)
            for name in ["description", "events", "sections", "tiers", "halt", "halted_at", "delivered_at"] {
                #expect(first[name] == .null, "\(name)")
            }
            #expect(first["enabled"] == .bool(true) && first["telling_everything"] == .bool(false))
            #expect(first["format"]?.string == "standard" && first["url"]?.string == "https://shop.example/hooks")
            clock.advance(bySeconds: 1)
            let other = """
                {"url":"https://a.example","description":"The data lake","events":["vip.changed","profile.updated"],
                "sections":["vip","consents"],"tiers":["gold"],"format":"cloudevents","everything":true}
                """
            let second = try checked(try await call(.post, Self.path, body: other), status: 201, "NewWebhook")
            #expect(second["events"] == .array([.string("profile.updated"), .string("vip.changed")]))
            #expect(second["sections"] == .array([.string("consents"), .string("vip")]))
            #expect(second["tiers"] == .array([.string("gold")]) && second["format"]?.string == "cloudevents")
            #expect(second["description"]?.string == "The data lake" && second["telling_everything"] == .bool(true))
            #expect(second["secret"] != first["secret"] && second["id"] != first["id"])

            let one = try await call(.get, "\(Self.path)/\(first["id"]?.string ?? "")")
            let all = try await call(.get, Self.path)
            #expect(try checked(one, "Webhook")["id"] == first["id"])
            let items = try checked(all, "Webhooks")["items"]
            #expect([items?[0]?["id"], items?[1]?["id"]] == [first["id"], second["id"]] && items?.count == 2)
            #expect(items?[0]?["waiting"]?.integer == 0 && items?[0]?["failed"]?.integer == 0)
            #expect(!one.text.contains(secret) && !all.text.contains(secret))
        }
    }

    @Test("A change settles everything anew, and pauses or goes on")
    func changed() async throws {
        try await Self.server().call { call async throws in
            let promoted = #"{"url":"https://a.example","events":["vip.changed"],"tiers":["gold"]}"#
            let id = try await Self.make(call, promoted)
            let path = "\(Self.path)/\(id)"
            let paused = #"{"url":"https://b.example","description":"b","enabled":false}"#
            let changed = try checked(try await call(.put, path, body: paused), "Webhook")
            #expect(changed["url"]?.string == "https://b.example" && changed["description"]?.string == "b")
            #expect(changed["events"] == .null && changed["tiers"] == .null)
            #expect(changed["enabled"] == .bool(false) && changed["halt"]?.string == "paused")
            #expect(changed["halted_at"]?.string == Self.noon)
            #expect(try await call(.get, path).json == changed)
            let goesOn = try checked(try await call(.put, path, body: Self.plain), "Webhook")
            #expect(goesOn["enabled"] == .bool(true) && goesOn["halt"] == .null && goesOn["halted_at"] == .null)
            #expect(goesOn["description"] == .null)
            let everything = #"{"url":"https://b.example","everything":true}"#
            #expect(try await call(.put, path, body: everything).json["telling_everything"] == .bool(true))
        }
    }

    @Test("A changed secret is shown once, and the one before it signs beside it for a day")
    func secret() async throws {
        let clock = Clock()
        let server = try await Self.server(clock)
        try await server.call { call async throws in
            let made = try await call(.post, Self.path, body: Self.plain).json
            let id = try #require(made["id"]?.string)
            let changed = try checked(try await call(.post, "\(Self.path)/\(id)/secret"), "NewWebhook")
            let signing = { () async throws -> [String] in
                let webhook = try #require(try await server.service.webhook(id))
                return try #require(server.service.openSecrets(of: webhook)).map(Self.written)
            }
            let (new, former) = (changed["secret"]?.string, made["secret"]?.string)
            #expect(new != former)
            #expect(try await signing() == [new, former])
            clock.advance(bySeconds: 86_399)
            #expect(try await signing() == [new, former])
            clock.advance(bySeconds: 1)
            #expect(try await signing() == [new])
        }
    }

    private static func written(_ secret: [UInt8]) -> String { "whsec_" + Data(secret).base64EncodedString() }

    @Test("A ping says what the receiver did", arguments: [true, false])
    func ping(_ arrives: Bool) async throws {
        let answer = arrives ? DeliveryAnswer.status(204, retryAfter: nil) : .failed(.certificate)
        try await Self.server(answering: answer).call { call async throws in
            let id = try await Self.make(call)
            let ping = try checked(try await call(.post, "\(Self.path)/\(id)/ping"), "WebhookPing")
            #expect(ping["delivered"] == .bool(arrives))
            #expect(ping["status"] == (arrives ? .number("204") : .null))
            #expect(ping["failure"] == (arrives ? .null : .string("certificate")))
        }
        try await Self.server().call { call async throws in
            let id = try await Self.make(call)
            #expect(try await call.status(.post, "\(Self.path)/\(id)/ping") == 503)
        }
    }

    @Test("It may ask for everything once, or for what changed since, unless it hears of no profile as such")
    func everything() async throws {
        try await Self.server().call { call async throws in
            let since = #"{"since":"2026-11-01T00:00:00Z"}"#
            for (ask, body) in [("everything", nil), ("replay", since)] {
                let path = "\(Self.path)/\(try await Self.make(call))/\(ask)"
                let told = try checked(try await call(.post, path, body: body), "Webhook")
                #expect(told["telling_everything"] == .bool(true))
                let deaf = try await Self.make(call, #"{"url":"https://a.example","events":["vip.changed"]}"#)
                #expect(try await call.status(.post, "\(Self.path)/\(deaf)/\(ask)", body: body) == 409)
                let all = #"{"url":"https://a.example","events":["vip.changed"],"everything":true}"#
                #expect(try await call.status(.put, "\(Self.path)/\(deaf)", body: all) == 409)
                #expect(try await call.status(.post, Self.path, body: all) == 409)
            }
        }
    }

    // MARK: Deliveries

    private static func queue(_ server: TestServer) async throws {
        _ = try await server.service.queueDeliveries(for: try await server.service.webhooks()) { _ in ["consents"] }
    }

    /// What became of the messages that are due, `room` of them at most.
    private static func answer(
        _ server: TestServer, _ id: String, _ status: Int, room: Int = 9
    ) async throws {
        let claims = try await server.service.exchange(of: id, [], room: room)?.claims ?? []
        let answers = claims.map { AnsweredClaim($0, .status(status, retryAfter: nil)) }
        _ = try await server.service.exchange(of: id, answers, room: 0)
    }

    private func states(_ call: TestCaller, _ id: String) async throws -> [JSONValue] {
        let page = try checked(try await call(.get, "\(Self.path)/\(id)/deliveries"), "WebhookMessages")
        guard case .array(let items)? = page["items"] else { return [] }
        return items
    }

    @Test("What waits, is on its way, is tried again and was given up is listed, and may be tried again")
    func deliveries() async throws {
        let clock = Clock()
        let server = try await Self.server(clock)
        try await server.call { call async throws in
            let id = try await Self.make(call)
            for number in 1...2 { _ = try await call(.put, "/v1/sources/crm/customers/\(number)", body: "{}") }
            try await Self.queue(server)
            let waiting = try await states(call, id)
            #expect(waiting.map { $0["state"]?.string } == ["waiting", "waiting"])
            for item in waiting {
                #expect(item["waiting"] == .array([.string("profile.created")]) && item["id"] == .null)
                #expect(item["profile_id"] == item["queue"] && item["attempts"]?.integer == 0)
            }
            let claim = try #require(try await server.service.exchange(of: id, [], room: 1)?.claims.first)
            let queue = claim.queue.description
            let sent = try #require(try await states(call, id).first { $0["queue"]?.string == queue })
            #expect(sent["state"]?.string == "sending" && sent["id"]?.string == claim.message.id)
            #expect(sent["event"]?.string == "profile.created" && sent["next_attempt_at"] == .null)
            let refusal = AnsweredClaim(claim, .status(500, retryAfter: nil))
            _ = try await server.service.exchange(of: id, [refusal], room: 0)
            let tried = try #require(try await states(call, id).first { $0["queue"]?.string == queue })
            #expect(tried["state"]?.string == "retrying" && tried["attempts"]?.integer == 1)
            #expect(tried["status"]?.integer == 500 && tried["id"] == sent["id"])
            #expect((tried["next_attempt_at"]?.string ?? "") > Self.noon)

            try await Self.answer(server, id, 204)
            #expect(try await states(call, id).map { $0["queue"]?.string } == [queue], "what arrived is not listed")
            for _ in 0..<100 {
                clock.advance(bySeconds: 3_600)
                try await Self.answer(server, id, 500)
            }
            let failed = try #require(try await states(call, id).first)
            #expect(failed["state"]?.string == "failed" && failed["next_attempt_at"] == .null)
            #expect(failed["failed_at"] != .null && failed["attempts"]?.integer == 10)
            let count = try await call(.get, Self.path).json["items"]?[0]
            #expect(count?["failed"]?.integer == 1 && count?["waiting"]?.integer == 0)

            let replay = try await call(.post, "\(Self.path)/\(id)/replay")
            #expect(try checked(replay, "WebhookReplay")["retried"]?.integer == 1)
            let again = try #require(try await states(call, id).first)
            #expect(again["state"]?.string == "retrying" && again["attempts"]?.integer == 0)
            #expect(again["id"] == sent["id"], "a message keeps its id")
            try await Self.answer(server, id, 204)
            #expect(try await states(call, id).isEmpty)
        }
    }

    @Test("Deliveries come in pages, each of them once, and those that are named are tried again")
    func pages() async throws {
        let server = try await Self.server()
        try await server.call { call async throws in
            let id = try await Self.make(call)
            for number in 1...7 { _ = try await call(.put, "/v1/sources/crm/customers/\(number)", body: "{}") }
            try await Self.queue(server)
            let all = try await states(call, id).compactMap { $0["queue"]?.string }
            #expect(Set(all).count == 7 && all == all.sorted())
            for size in 1...8 {
                var (read, cursor): ([String], String?) = ([], nil)
                repeat {
                    let path = "\(Self.path)/\(id)/deliveries?limit=\(size)" + (cursor.map { "&cursor=\($0)" } ?? "")
                    let page = try checked(try await call(.get, path), "WebhookMessages")
                    for index in 0..<(page["items"]?.count ?? 0) {
                        read += [page["items"]?[index]?["queue"]?.string].compactMap { $0 }
                    }
                    cursor = page["next"]?.string
                } while cursor != nil
                #expect(read == all, "pages of \(size)")
            }
            try await Self.answer(server, id, 500)
            let untold = try await call(
                .post, "\(Self.path)/\(id)/replay", body: #"{"failed_since":"2026-11-22T10:00:00Z"}"#)
            #expect(try checked(untold, "WebhookReplay")["retried"]?.integer == 7, "they wait for their next attempt")
            try await Self.answer(server, id, 500)
            let body = #"{"queues":["\#(all[2])","\#(all[5])","prf_00000000000000000000000000"]}"#
            let replay = try await call(.post, "\(Self.path)/\(id)/replay", body: body)
            #expect(try checked(replay, "WebhookReplay")["retried"]?.integer == 2)
            let untried = try await states(call, id).filter { $0["attempts"]?.integer == 0 }
            #expect(untried.map { $0["queue"]?.string } == [all[2], all[5]])
        }
    }

    // MARK: What is refused

    private static func operations(on id: String) -> [(HTTPRequest.Method, String, String?)] {
        let one = "\(path)/\(id)"
        return [
            (.get, one, nil), (.put, one, plain), (.patch, one, plain), (.post, "\(one)/secret", nil),
            (.post, "\(one)/ping", nil),
            (.post, "\(one)/replay", nil), (.post, "\(one)/replay", #"{"since":"2026-11-01T00:00:00Z"}"#),
            (.post, "\(one)/everything", nil), (.get, "\(one)/deliveries", nil), (.delete, one, nil),
        ]
    }

    @Test("One that was removed is gone with what waited for it")
    func removed() async throws {
        let server = try await Self.server(answering: .status(204, retryAfter: nil))
        try await server.call { call async throws in
            let id = try await Self.make(call)
            _ = try await call(.put, "/v1/sources/crm/customers/1", body: "{}")
            try await Self.queue(server)
            #expect(try await call.status(.delete, "\(Self.path)/\(id)") == 204)
            #expect(try await call(.get, Self.path).json["items"]?.count == 0)
            #expect(try await server.service.deliveries(of: id, after: nil, limit: 9).isEmpty)
            for (method, path, body) in Self.operations(on: id) {
                _ = try checked(try await call(method, path, body: body), status: 404, "Problem")
            }
        }
    }

    @Test("Administrators alone see and settle endpoints")
    func scopes() async throws {
        try await Self.server(answering: .status(204, retryAfter: nil)).call { call async throws in
            let id = try await Self.make(call)
            let known = try await call(.get, "\(Self.path)/\(id)").json
            let all = Self.operations(on: id) + [(.get, Self.path, nil), (.post, Self.path, Self.plain)]
            for (method, path, body) in all {
                for scope in APIKey.Scope.allCases where scope != .admin {
                    #expect(try await call.status(method, path, as: scope, body: body) == 403, "\(method) \(path)")
                }
                #expect(try await call.status(method, path, as: nil, body: body) == 401, "\(method) \(path)")
            }
            #expect(try await call(.get, "\(Self.path)/\(id)").json == known)
            #expect(try await call(.get, Self.path).json["items"]?.count == 1)
        }
    }

    @Test(
        "What is wrong with an endpoint is told with its place and its rule",
        arguments: [
            (#"{}"#, "/url", "missing"), (#"{"url":7}"#, "/url", "wrong_type"),
            (#"{"url":"http://shop.example/hooks"}"#, "/url", "bad_address"),
            (#"{"url":"https://shop.example/#hooks"}"#, "/url", "bad_address"),
            (#"{"url":"shop.example"}"#, "/url", "bad_address"),
            (#"{"url":"https://a.example","events":["vip.changed","vip.lost"]}"#, "/events/1", "not_allowed"),
            (#"{"url":"https://a.example","sections":["shoes"]}"#, "/sections/0", "not_allowed"),
            (#"{"url":"https://a.example","tiers":["gold",1]}"#, "/tiers/1", "wrong_type"),
            (#"{"url":"https://a.example","tiers":["gold","tin"]}"#, "/tiers/1", "unknown_tier"),
            (#"{"url":"https://a.example","events":[]}"#, "/events", "empty"),
            (#"{"url":"https://a.example","sections":[]}"#, "/sections", "empty"),
            (#"{"url":"https://a.example","tiers":[]}"#, "/tiers", "empty"),
            (#"{"url":"https://a.example","tiers":[" "]}"#, "/tiers", "empty"),
            (#"{"url":"https://a.example","format":"xml"}"#, "/format", "not_allowed"),
            (#"{"url":"https://a.example","enabled":"yes"}"#, "/enabled", "wrong_type"),
            (#"{"url":"https://a.example","everything":1}"#, "/everything", "wrong_type"),
            (#"{"url":"https://a.example","secret":"mine"}"#, "/secret", "unknown_member"),
        ])
    func wrong(_ body: String, _ pointer: String, _ code: String) async throws {
        try await Self.server().call { call async throws in
            let id = try await Self.make(call)
            let known = try await call(.get, Self.path).json
            for (method, path) in [(HTTPRequest.Method.post, Self.path), (.put, "\(Self.path)/\(id)")] {
                let answer = try await call(method, path, body: body)
                #expect(answer.status == 422, "\(method)")
                let error = try answer.json["errors"]?[0]
                #expect(error?["pointer"]?.string == pointer && error?["code"]?.string == code, "\(answer.text)")
            }
            #expect(try await call(.get, Self.path).json == known)
        }
    }

    @Test(
        "What is wrong with a replay is told with its place and its rule",
        arguments: [
            (#"{"since":"yesterday"}"#, "/since", "bad_time"),
            (#"{"queues":["prf_1"]}"#, "/queues/0", "bad_profile_id"),
            (#"{"since":"2026-11-01T00:00:00Z","queues":[]}"#, "/queues", "not_allowed"),
            (#"{"failed_since":"2026-11-01T00:00:00Z","queues":[]}"#, "/queues", "not_allowed"),
            (#"{"failed_since":7}"#, "/failed_since", "wrong_type"),
            (#"{"since":"2026-11-01T00:00:00Z","failed_since":"2026-11-02T00:00Z"}"#, "/failed_since", "not_allowed"),
            (#"{"until":"2026-11-01T00:00:00Z"}"#, "/until", "unknown_member"),
        ])
    func wrongReplay(_ body: String, _ pointer: String, _ code: String) async throws {
        try await Self.server().call { call async throws in
            let id = try await Self.make(call)
            let answer = try await call(.post, "\(Self.path)/\(id)/replay", body: body)
            #expect(answer.status == 422)
            let error = try answer.json["errors"]?[0]
            #expect(error?["pointer"]?.string == pointer && error?["code"]?.string == code, "\(answer.text)")
        }
    }

    @Test("A page of no size, a cursor of nobody, and an endpoint too many are refused")
    func limits() async throws {
        try await Self.server().call { call async throws in
            let id = try await Self.make(call)
            for query in ["limit=0", "limit=201", "cursor=x", "state=failed"] {
                #expect(try await call.status(.get, "\(Self.path)/\(id)/deliveries?\(query)") == 400, "\(query)")
            }
            for _ in 1..<ProfileService.mostWebhooks { _ = try await Self.make(call) }
            _ = try checked(try await call(.post, Self.path, body: Self.plain), status: 409, "Problem")
        }
        try await Self.server(hasKey: false).call { call async throws in
            let answer = try await call(.post, Self.path, body: Self.plain)
            #expect(answer.status == 409 && answer.text.contains("CLIENTELE_SECRETS_KEY"))
        }
    }
}
