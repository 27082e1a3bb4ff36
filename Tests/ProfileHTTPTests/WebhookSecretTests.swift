import Foundation
import HTTPTypes
import ProfileCore
import ProfileHTTP
import ProfileService
import ProfileStore
import ProfileWire
import Testing

@Suite("What is told of secrets and next attempts of endpoints is what happens")
struct WebhookSecretTests {
    private static let sent = "/v1/webhooks"
    private static let received = "/v1/webhooks/in/shop"
    private static let made = #"{"source":"boutique","scheme":"bearer","secret":"secret-of-the-shop-0"}"#

    private static func server(_ clock: SettableClock) async throws -> TestServer {
        try await TestServer(secrets: SecretBox(keys: [Array(0..<32)]), now: { clock.now })
    }

    private static func makeSent(_ call: TestCaller) async throws -> (id: String, secret: String) {
        let json = try await call(.post, sent, body: #"{"url":"https://a.example"}"#).json
        return (try #require(json["id"]?.string), try #require(json["secret"]?.string))
    }

    @Test("A secret is not lost by others that take its place: the sixth that holds is refused")
    func received() async throws {
        let clock = SettableClock(TestServer.moment)
        try await Self.server(clock).call { call async throws in
            #expect(try await call.status(.put, Self.received, body: Self.made) == 201)
            func rotate(to number: Int, overlap: Int = 3_600) async throws -> TestCaller.Answer {
                let body = #"{"secret":"secret-of-the-shop-\#(number)","overlap_seconds":\#(overlap)}"#
                return try await call(.post, Self.received + "/secret", body: body)
            }
            func holds(_ number: Int) async throws -> Bool {
                let token = "Bearer secret-of-the-shop-\(number)"
                return try await call(
                    .post, Self.received, as: nil, body: "{}", headers: [.authorization: token]
                ).status == 202
            }
            for number in 1...4 { #expect(try await rotate(to: number).status == 200) }
            let refused = try await rotate(to: 5)
            #expect(refused.status == 409 && refused.text.contains("overlap_seconds 0"), "\(refused.text)")
            func holding(_ numbers: ClosedRange<Int>) async throws -> [Int] {
                var holding: [Int] = []
                for number in numbers where try await holds(number) { holding.append(number) }
                return holding
            }
            #expect(try await holding(0...5) == [0, 1, 2, 3, 4])
            clock.advance(bySeconds: 3_600)
            #expect(try await rotate(to: 5).status == 200)
            #expect(try await holding(0...5) == [4, 5])
            for number in 6...8 { #expect(try await rotate(to: number).status == 200) }
            #expect(try await rotate(to: 9, overlap: 0).json["secrets"]?.count == 1)
            #expect(try await holding(5...9) == [9])
        }
    }

    @Test("All secrets that were changed within a day sign, and no more than five")
    func sent() async throws {
        let clock = SettableClock(TestServer.moment)
        let server = try await Self.server(clock)
        try await server.call { call async throws in
            var (id, last) = try await Self.makeSent(call)
            var secrets = [last]
            let signing = {
                let webhook = try #require(try await server.service.webhook(id))
                return try #require(server.service.openSecrets(of: webhook))
                    .map { "whsec_" + Data($0).base64EncodedString() }
            }
            for _ in 1...4 {
                clock.advance(bySeconds: 60)
                last = try #require(try await call(.post, "\(Self.sent)/\(id)/secret").json["secret"]?.string)
                secrets.insert(last, at: 0)
                #expect(try await signing() == secrets)
            }
            let refused = try await call(.post, "\(Self.sent)/\(id)/secret")
            #expect(refused.status == 409 && refused.text.contains("5 secrets sign already"))
            #expect(refused.text.contains("overlap_seconds 0"), "\(refused.text)")
            #expect(try await signing() == secrets)
            clock.advance(bySeconds: 86_400 - 180)
            #expect(try await signing() == Array(secrets.dropLast()))
            #expect(try await call.status(.post, "\(Self.sent)/\(id)/secret") == 200)
        }
    }

    @Test("The former secrets end when `overlap_seconds` says, with 0 at once, however many signed")
    func overlap() async throws {
        let clock = SettableClock(TestServer.moment)
        let server = try await Self.server(clock)
        try await server.call { call async throws in
            let id = try await Self.makeSent(call).id
            func rotate(_ overlap: String) async throws -> TestCaller.Answer {
                try await call(.post, "\(Self.sent)/\(id)/secret", body: #"{"overlap_seconds":\#(overlap)}"#)
            }
            func signing() async throws -> Int? {
                server.service.openSecrets(of: try #require(try await server.service.webhook(id)))?.count
            }
            for _ in 1...4 { #expect(try await rotate("3600").status == 200) }
            #expect(try await rotate("1").status == 409)
            #expect(try await signing() == 5)
            let last = try #require(try await rotate("0").json["secret"]?.string)
            let webhook = try #require(try await server.service.webhook(id))
            let left = server.service.openSecrets(of: webhook)?.map { "whsec_" + Data($0).base64EncodedString() }
            #expect(left == [last])
            #expect(try await rotate("60").status == 200)
            #expect(try await signing() == 2)
            clock.advance(bySeconds: 60)
            #expect(try await signing() == 1)
            for wrong in ["-1", "2592001", "\"day\""] { #expect(try await rotate(wrong).status == 422, "\(wrong)") }
            #expect(try await rotate("null").status == 200)
        }
    }

    @Test("The next attempt is never said to lie before the end of a rest, and there is none while nothing is sent")
    func nextAttempt() async throws {
        let clock = SettableClock(TestServer.moment)
        let server = try await Self.server(clock)
        try await server.call { call async throws in
            let id = try await Self.makeSent(call).id
            let path = "\(Self.sent)/\(id)"
            func next() async throws -> [JSONValue?] {
                let items = try await call(.get, path + "/deliveries").json["items"]
                return (0..<(items?.count ?? 0)).map { items?[$0]?["next_attempt_at"] }
            }
            func put(_ number: Int) async throws {
                _ = try await call(.put, "/v1/sources/crm/customers/\(number)", body: "{}")
                _ = try await server.service.queueDeliveries(for: try await server.service.webhooks()) { _ in [] }
            }
            try await put(1)
            let claims = try await server.service.exchange(of: id, [], room: 1)?.claims ?? []
            let busy = claims.map { AnsweredClaim($0, .status(503, retryAfter: 600)) }
            _ = try await server.service.exchange(of: id, busy, room: 0)
            try await put(2)
            let rest = try #require(try await call(.get, path).json["resting_until"]?.string)
            let planned = try await next()
            #expect(planned.count == 2 && planned.contains(.string(rest)))
            #expect(planned.allSatisfy { ($0?.string ?? "") >= rest }, "\(planned)")
            _ = try await call(.patch, path, body: #"{"enabled":false}"#)
            #expect(try await next() == [.null, .null])
            _ = try await call(.patch, path, body: #"{"enabled":true}"#)
            #expect(try await next().contains(.string("2026-11-22T10:00:00Z")), "the rest ended with the pause")
        }
    }
}
