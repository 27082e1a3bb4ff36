import HTTPTypes
import HummingbirdTesting
import ProfileCore
import ProfileHTTP
import ProfileService
import ProfileStore
import ProfileWire
import Synchronization
import Testing

@Suite("A stream tells how a profile reads, whenever that changes", .timeLimit(.minutes(2)))
struct ProfileStreamTests {
    private static func put(_ id: Int, _ name: String, _ call: TestCaller) async throws {
        let body = #"{"given_name":"\#(name)","emails":["p\#(id)@example.com"]}"#
        #expect(try await call.status(.put, "/v1/sources/crm/customers/\(id)", body: body) == 200)
    }

    private static func order(_ call: TestCaller) async throws {
        let body = """
            {"placed_at":"2026-10-01T10:00:00Z","status":"paid","currency":"EUR","total":"12.00",
            "customer":{"email":"p1@example.com"}}
            """
        #expect(try await call.status(.put, "/v1/sources/shop/orders/1", body: body) == 200)
    }

    @Test("First as it is, then as it reads after each change, both as GET answers; others' changes are not told")
    func changes() async throws {
        try await TestServer().callLive { call async throws in
            try await Self.put(1, "Jane", call)
            try await Self.put(2, "Joe", call)
            let reader = try await EventReader("/v1/profiles/crm:1/stream", call)
            #expect(reader.status == 200)
            let first = try await reader.next()
            #expect(try await first.data == call(.get, "/v1/profiles/crm:1").text)
            try await Self.put(2, "Jim", call)
            try await Self.put(1, "Janet", call)
            let second = try await reader.next()
            #expect(second.name == "profile" && second.id != first.id)
            #expect(try await second.data == call(.get, "/v1/profiles/crm:1").text)
            reader.end()
        }
    }

    @Test("A stream sends nothing while the fields asked for read as before", arguments: ["", "&explain=true"])
    func fields(more: String) async throws {
        try await TestServer().callLive { call async throws in
            try await Self.put(1, "Jane", call)
            let path = "/v1/profiles/crm:1/stream?fields=person" + more
            let reader = try await EventReader(path, call)
            let first = try await reader.next()
            #expect(try first.json["purchases"] == nil)
            #expect(try (first.json["explain"] == nil) == more.isEmpty)
            try await Self.order(call)
            try await Self.put(1, "Janet", call)
            let second = try await reader.next()
            #expect(try second.json["person"]?["given_name"] == .string("Janet"))
            #expect(try await EventReader("/v1/profiles/crm:1/stream?fields=shoes", call).status == 400)
            #expect(try await EventReader("/v1/profiles/crm:9/stream", call).status == 404)
            reader.end()
        }
    }

    @Test("A stream of the id alone sends an event for a merge, not for a change")
    func idAlone() async throws {
        try await TestServer().callLive { call async throws in
            for number in 1...2 { try await Self.put(number, "Jane", call) }
            let (survivor, absorbed) = try await Self.survivorAndAbsorbed(call)
            let reader = try await EventReader("/v1/profiles/\(absorbed)/stream?fields=id", call)
            #expect(try await reader.next().json["id"] == .string(absorbed))
            for number in 1...2 { try await Self.put(number, "Janet", call) }
            let body = #"{"with":"\#(absorbed)","reason":"same"}"#
            #expect(try await call.status(.post, "/v1/profiles/\(survivor)/merge", body: body) == 200)
            #expect(try await reader.next().name == "merged")
            reader.end()
        }
    }

    /// The ids of `crm:1` and `crm:2`. The older one survives a merge, and of two of one moment the smaller.
    private static func survivorAndAbsorbed(_ call: TestCaller) async throws -> (String, String) {
        let one = try #require(try await call(.get, "/v1/profiles/crm:1").json["id"]?.string)
        let other = try #require(try await call(.get, "/v1/profiles/crm:2").json["id"]?.string)
        return (min(one, other), max(one, other))
    }

    @Test("A stream follows a merge, and ends with an erasure")
    func mergeAndErasure() async throws {
        try await TestServer().callLive { call async throws in
            try await Self.put(1, "Jane", call)
            try await Self.put(2, "Jane", call)
            let (survivor, absorbedID) = try await Self.survivorAndAbsorbed(call)
            let absorbed = try await EventReader("/v1/profiles/\(absorbedID)/stream", call)
            #expect(try await absorbed.next().json["id"] == .string(absorbedID))
            let body = #"{"with":"crm:1","reason":"same person"}"#
            #expect(try await call.status(.post, "/v1/profiles/crm:2/merge", body: body) == 200)
            let merged = try await absorbed.next()
            #expect(merged == .init(name: "merged", data: #"{"profile_id":"\#(survivor)"}"#))
            #expect(try await absorbed.next().json["id"] == .string(survivor))
            // By the id of earlier, too, one learns who it is now.
            let late = try await EventReader("/v1/profiles/\(absorbedID)/stream", call)
            #expect(try await late.next() == merged)
            #expect(try await late.next().json["id"] == .string(survivor))
            try await Self.put(1, "Janet", call)
            for reader in [absorbed, late] { #expect(try await reader.next().name == "profile") }
            #expect(try await call.status(.delete, "/v1/profiles/crm:1") == 200)
            for reader in [absorbed, late] {
                #expect(
                    try await reader.rest() == [.init(name: "erased", data: #"{"profile_id":"\#(survivor)"}"#)])
            }
        }
    }

    @Test("Who comes back learns what is new, and that a place is no more")
    func comingBack() async throws {
        try await TestServer().callLive { call async throws in
            let path = "/v1/profiles/crm:1/stream"
            try await Self.put(1, "Jane", call)
            let reader = try await EventReader(path, call)
            let first = try await reader.next()
            reader.end()
            let same = try await EventReader(path, call, lastEventID: first.id)
            try await Self.put(1, "Janet", call)
            let second = try await same.next()
            #expect(try second.json["person"]?["given_name"] == .string("Janet"))
            same.end()
            let late = try await EventReader(path, call, lastEventID: first.id)
            #expect(try await late.next() == second)
            late.end()
            for strange in ["ZZZZZZ", "!"] {
                let lost = try await EventReader(path, call, lastEventID: strange)
                #expect(try await lost.next() == .init(name: "resync", data: "{}"))
                #expect(try await lost.next() == second)
                lost.end()
            }
        }
    }

    @Test("A stream sends an event when time alone changes the profile")
    func time() async throws {
        let clock = Atomic(TestServer.moment.milliseconds)
        let server = try await TestServer(now: { Timestamp(milliseconds: clock.load(ordering: .relaxed)) })
        try await server.callLive { call async throws in
            try await Self.put(1, "Jane", call)
            let until = #"{"tier":"gold","reason":"because","until":"2026-11-23T00:00:00Z"}"#
            #expect(try await call.status(.put, "/v1/profiles/crm:1/vip", body: until) == 200)
            let reader = try await EventReader("/v1/profiles/crm:1/stream?fields=vip", call)
            #expect(try await reader.next().json["vip"]?["tier"] == .string("gold"))
            // What holds no longer than a day is read again after two, and reads as before in all but the tier.
            clock.add(2 * 86_400_000, ordering: .relaxed)
            #expect(try await reader.next().json["vip"]?["tier"] != .string("gold"))
            reader.end()
        }
    }

    @Test("A key that is revoked sees no more")
    func revocation() async throws {
        try await TestServer().callLive { call async throws in
            try await Self.put(1, "Jane", call)
            let key = try #require(call.keys[.profilesRead])
            let reader = try await EventReader("/v1/profiles/crm:1/stream", call, key: key.text)
            _ = try await reader.next()
            #expect(try await call.status(.delete, "/v1/keys/\(key.id)") == 204)
            try await Self.put(1, "Janet", call)
            #expect(try await reader.rest() == [])
        }
    }

    @Test("A service that stops ends its streams, and says when to come back")
    func stopping() async throws {
        let server = try await TestServer()
        try await server.callLive { call async throws in
            try await Self.put(1, "Jane", call)
            let reader = try await EventReader("/v1/profiles/crm:1/stream", call)
            _ = try await reader.next()
            server.service.hub.stop()
            #expect(try await reader.rest() == [])
            #expect(reader.remarks.count == 1 && reader.remarks[0].hasPrefix("retry: "))
            // A reader that comes too late gets a 200 too: browsers do not reconnect after a failure.
            let late = try await EventReader("/v1/profiles/crm:1/stream", call)
            #expect(late.status == 200)
            #expect(try await late.rest() == [])
        }
    }

    @Test("A server that stops waits for no reader")
    func openAtTheEnd() async throws {
        let connection = try await TestServer().callLive { call async throws in
            try await Self.put(1, "Jane", call)
            let reader = try await EventReader("/v1/profiles/crm:1/stream", call)
            _ = try await reader.next()
            return reader.connection
        }
        #expect(try #require(await connection.receive()).contains("retry: "))
    }

    @Test("There are so many streams at a time, and who leaves makes room")
    func room() async throws {
        var limits = HTTPLimits.standard
        limits.eventStreams = 1
        try await TestServer(limits: limits).callLive { call async throws in
            try await Self.put(1, "Jane", call)
            let reader = try await EventReader("/v1/profiles/crm:1/stream", call)
            _ = try await reader.next()
            #expect(try await EventReader("/v1/profiles/crm:1/stream", call).status == 503)
            reader.end()
            let deadline = ContinuousClock.now + .seconds(60)
            while try await EventReader("/v1/profiles/crm:1/stream", call).status != 200 {
                try #require(ContinuousClock.now < deadline)
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    @Test("Readers that take nothing are given up and harm nobody")
    func unread() async throws {
        var limits = HTTPLimits.standard
        limits.writeStallDeadline = .milliseconds(500)
        let server = try await TestServer(limits: limits)
        try await server.callLive { call async throws in
            try await Self.put(1, "Jane", call)
            let idle = try await (0..<20).asyncMap { _ in try await EventReader("/v1/profiles/crm:1/stream", call) }
            let traits = (0..<60).map { #""trait_\#($0)":"\#(String(repeating: "x", count: 100))""# }
            var (round, open) = (0, 20)
            while open > 0, round < 20_000 {
                let body = #"{"given_name":"\#(round)","traits":{\#(traits.joined(separator: ","))}}"#
                #expect(try await call.status(.put, "/v1/sources/crm/customers/1", body: body) == 200)
                (round, open) = (round + 1, server.service.hub.count)
            }
            #expect(open == 0)
            for reader in idle { reader.end() }
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ turn: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await turn(element)) }
        return values
    }
}
