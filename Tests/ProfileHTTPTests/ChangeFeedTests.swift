import HTTPTypes
import HummingbirdTesting
import ProfileCore
import ProfileHTTP
import ProfileService
import ProfileStore
import ProfileWire
import Synchronization
import Testing

@Suite("The feed and the screen pop tell what happens", .timeLimit(.minutes(2)))
struct ChangeFeedTests {
    private static func interaction(
        _ id: Int, agent: String = "kim", status: String = "open", at: String = "2026-11-22T09:55:00Z",
        _ call: TestCaller
    ) async throws {
        let body = """
            {"customer":{"crm":"1"},"occurred_at":"\(at)","channel":"phone","status":"\(status)",
            "agent":{"id":"\(agent)"}}
            """
        #expect(try await call.status(.put, "/v1/sources/desk/interactions/\(id)", body: body) == 200)
    }

    private static func page(_ query: String, _ call: TestCaller) async throws -> JSONValue {
        try await call(.get, "/v1/changes?" + query).json
    }

    @Test("Changes are rows of their profile, with the kinds and sections that changed since")
    func changes() async throws {
        try await TestServer().callLive { call async throws in
            #expect(try await call.status(.put, "/v1/sources/crm/customers/1", body: "{}") == 200)
            var next = try #require(try await Self.page("after=latest", call)["next"]?.string)
            #expect(try await Self.page("after=\(next)", call)["changes"]?.count == 0)
            try await Self.interaction(1, at: "2026-11-01T00:00:00Z", call)
            try await Self.interaction(2, at: "2026-11-01T00:00:00Z", call)
            let page = try await Self.page("after=\(next)", call)
            let change = page["changes"]?[0]
            #expect(page["changes"]?.count == 1 && change?["kind"] == .string("profile"))
            #expect(change?["kinds"] == .array([.string("interaction")]))
            let sections = ProfileSection.affected(by: .interactions).map(\.rawValue)
            #expect(change?["sections"] == .array(sections.map { .string($0) }) && !sections.contains("consents"))
            next = try #require(page["next"]?.string)
            #expect(try await Self.page("after=\(next)", call)["changes"]?.count == 0)
            #expect(try await Self.page("", call)["changes"]?.count == 1)
            // The last two are greater than any number that is given out.
            for after in ["!", "-1", "2s-!", "0.1y2p0ij32e8e7", "2.1y2p0ij32e8e7~1"] {
                #expect(try await call.status(.get, "/v1/changes?after=\(after)") == 400, "\(after)")
            }
            // The store was set back, or another store gave the position out.
            let ahead = try await Self.page("after=zz", call)
            #expect(ahead["gap"] == .bool(true) && ahead["changes"]?.count == 1)
        }
    }

    @Test("A reader hears of a gap, once, when events behind its place may be gone")
    func gaps() async throws {
        let days = Mutex<Int64>(0)
        let clock = { @Sendable in
            let passed = days.withLock { $0 } * Timestamp.millisecondsPerDay
            return Timestamp(milliseconds: TestServer.moment.milliseconds + passed)
        }
        try await TestServer(now: clock).call { call async throws in
            let gaps = { @Sendable (after: String, pages: Int) async throws -> [JSONValue?] in
                var (next, gaps): (String, [JSONValue?]) = (after, [])
                for _ in 0..<pages {
                    let page = try await Self.page("limit=1&after=\(next)", call)
                    next = try #require(page["next"]?.string)
                    gaps.append(page["gap"])
                }
                return gaps
            }
            let early = try #require(try await Self.page("after=latest", call)["next"]?.string)
            for id in 1...3 {
                #expect(try await call.status(.put, "/v1/sources/crm/customers/\(id)", body: "{}") == 200)
            }
            // The start: what lies behind a first page may be as old as events get, and go with the day.
            let first = try await Self.page("limit=1", call)
            #expect(first["gap"] == .bool(false))
            let place = try #require(first["next"]?.string)
            #expect(try await gaps(place, 1) == [.bool(false)])
            days.withLock { $0 = 1 }
            #expect(try await gaps(place, 2) == [.bool(true), .bool(false)])
            // A page on the way does not make the rest younger.
            days.withLock { $0 = 6 }
            let middle = try #require(try await Self.page("limit=1&after=\(early)", call)["next"]?.string)
            #expect(try await gaps(early, 3) == [.bool(false), .bool(false), .bool(false)])
            days.withLock { $0 = 9 }
            #expect(try await gaps(middle, 2) == [.bool(true), .bool(false)])
            #expect(try await gaps(early, 3) == [.bool(true), .bool(false), .bool(false)])
        }
    }

    @Test("A long poll answers as soon as something happens, and names merges and erasures")
    func waiting() async throws {
        try await TestServer().callLive { call async throws in
            for id in 1...2 {
                #expect(try await call.status(.put, "/v1/sources/crm/customers/\(id)", body: "{}") == 200)
            }
            let next = try #require(try await Self.page("after=latest", call)["next"]?.string)
            let connection = try RawConnection(port: try #require(call.client.port))
            let key = try #require(call.keys[.admin]).text
            await connection.send(
                "GET /v1/changes?after=\(next)&wait=30 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(key)\r\n"
                    + "Connection: close\r\n\r\n")
            async let waiting = connection.receive()
            try await Task.sleep(for: .milliseconds(200))
            let start = ContinuousClock.now
            let body = #"{"with":"crm:1","reason":"same"}"#
            #expect(try await call.status(.post, "/v1/profiles/crm:2/merge", body: body) == 200)
            let survivor = try await call(.get, "/v1/profiles/crm:1").json["id"]
            let text = try #require(await waiting)
            // It waited for the change, not for its thirty seconds.
            #expect(start.duration(to: .now) < .seconds(20))
            let document = try #require(text.firstRange(of: "\r\n\r\n")).upperBound
            let page = try JSONReader.parse(Array(text[document...].utf8))
            let rows = [page["changes"]?[0], page["changes"]?[1]]
            #expect(page["changes"]?.count == 2)
            #expect(rows.contains { $0?["kind"] == .string("merged") && $0?["profile_id"] == survivor })
            #expect(rows.contains { $0?["kind"] == .string("profile") && $0?["profile_id"] == survivor })
            #expect(try await call.status(.delete, "/v1/profiles/crm:1") == 200)
            let after = try #require(page["next"]?.string)
            let erased = try await Self.page("after=\(after)", call)["changes"]?[0]
            #expect(erased?["kind"] == .string("erased") && erased?["profile_id"] == survivor)
        }
    }

    @Test("A key that is revoked while it waits hears nothing more")
    func revokedMeanwhile() async throws {
        try await TestServer().callLive { call async throws in
            let next = try #require(try await Self.page("after=latest", call)["next"]?.string)
            let key = try #require(call.keys[.profilesRead])
            let connection = try RawConnection(port: try #require(call.client.port))
            await connection.send(
                "GET /v1/changes?after=\(next)&wait=30 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(key.text)\r\n"
                    + "Connection: close\r\n\r\n")
            async let waiting = connection.receive()
            try await Task.sleep(for: .milliseconds(200))
            #expect(try await call.status(.delete, "/v1/keys/\(key.id)") == 204)
            #expect(try await call.status(.put, "/v1/sources/crm/customers/1", body: "{}") == 200)
            #expect(await waiting?.hasPrefix("HTTP/1.1 401") == true)
        }
    }

    @Test("Whom an agent begins to serve comes up once, with the profile; old tickets and other agents' do not")
    func screenPop() async throws {
        try await TestServer().callLive { call async throws in
            #expect(try await call.status(.put, "/v1/sources/crm/customers/1", body: "{}") == 200)
            let start = try #require(try await Self.page("after=latest", call)["next"]?.string)
            let reader = try await EventReader("/v1/agents/kim/stream", call)
            #expect(reader.status == 200)
            try await Self.interaction(1, at: "2026-11-22T09:00:00Z", call)
            try await Self.interaction(2, agent: "lee", call)
            try await Self.interaction(3, status: "resolved", call)
            try await Self.interaction(4, call)
            // Handed over by somebody else.
            try await Self.interaction(2, call)
            try await Self.interaction(4, status: "resolved", call)
            let events = [try await reader.next(), try await reader.next()]
            #expect(try events.map { try $0.json["interaction"]?["id"] } == [.string("4"), .string("2")])
            #expect(events.allSatisfy { $0.name == "interaction" && $0.id != nil })
            #expect(try await events[0].json["profile"]?["id"] == call(.get, "/v1/profiles/crm:1").json["id"])
            reader.end()

            let rows = try await Self.page("after=\(start)", call)["changes"]
            let opened = (0..<(rows?.count ?? 0)).compactMap { rows?[$0] }
                .filter { $0["kind"] == .string("interaction") }
            #expect(opened.map { $0["id"] } == [.string("2"), .string("4"), .string("2")])
            #expect(opened.map { $0["agent"] } == [.string("lee"), .string("kim"), .string("kim")])

            // A reader that comes back gets what it missed, and perhaps again what came up shortly before.
            try await Self.interaction(5, call)
            let late = try await EventReader("/v1/agents/kim/stream", call, lastEventID: events[1].id)
            var told: [JSONValue?] = []
            while told.last != .string("5"), told.count < 3 {
                told.append(try await late.next().json["interaction"]?["id"])
            }
            #expect(told.last == .string("5") && Set(told.dropLast()).isSubset(of: [.string("2"), .string("4")]))
            late.end()
        }
    }
}
