import HTTPTypes
import HummingbirdTesting
import ProfileHTTP
import ProfileService
import ProfileStore
import ProfileWire
import Testing

@Suite("Assistants hear of changes to profiles that they name", .timeLimit(.minutes(2)))
struct AssistantStreamTests {
    private static let method = "subscriptions/listen"
    private static let subscription = "io.modelcontextprotocol/subscriptionId"

    private static func put(_ id: Int, _ name: String, _ call: TestCaller) async throws -> String {
        let body = #"{"given_name":"\#(name)","emails":["p\#(id)@example.com"]}"#
        let answer = try await call(.put, "/v1/sources/crm/customers/\(id)", body: body)
        return try #require(try answer.json["profile_id"]?.string)
    }

    private static func uri(_ profile: String) -> String { "clientele://profiles/\(profile)" }

    private static func listen(_ uris: [String], _ call: TestCaller, key: String? = nil) async throws -> EventReader {
        let wanted = uris.map { "\"\($0)\"" }.joined(separator: ",")
        return try await EventReader(
            posting: AssistantCaller.body(method, #""notifications":{"resourceSubscriptions":[\#(wanted)]},"#),
            to: "/mcp", AssistantCaller.fields(method), call, key: try #require(key ?? call.keys[.profilesRead]?.text))
    }

    /// The uri that the next message says has changed.
    private static func updated(_ reader: EventReader) async throws -> String? {
        let message = try await reader.next().json
        #expect(message["method"] == .string("notifications/resources/updated"))
        #expect(message["params"]?["_meta"]?[subscription] == .number("7"))
        return message["params"]?["uri"]?.string
    }

    @Test("First what is followed is told, then each change of it, and nothing of others")
    func changes() async throws {
        try await TestServer().callLive { call async throws in
            let one = try await Self.put(1, "Jane", call)
            let two = try await Self.put(2, "Joe", call)
            let strange = ["clientele://profiles/email:p1@example.com", "https://example.com/\(one)"]
            let reader = try await Self.listen([Self.uri(one)] + strange, call)
            #expect(reader.status == 200)
            let first = try await reader.next()
            #expect(first.name == "message")
            let message = try first.json
            #expect(message["method"] == .string("notifications/subscriptions/acknowledged"))
            #expect(message["params"]?["_meta"]?[Self.subscription] == .number("7"))
            let followed = message["params"]?["notifications"]?["resourceSubscriptions"]
            #expect(followed?.count == 1 && followed?[0] == .string(Self.uri(one)))
            _ = try await Self.put(2, "Jim", call)
            _ = try await Self.put(1, "Janet", call)
            #expect(try await Self.updated(reader) == Self.uri(one))
            #expect(two != one)
            reader.end()
        }
    }

    @Test("Several are followed at once; one that is merged goes on, and one that is erased is told of once")
    func several() async throws {
        try await TestServer().callLive { call async throws in
            let ids = try await [Self.put(1, "Jane", call), Self.put(2, "Joe", call), Self.put(3, "Kim", call)]
            let reader = try await Self.listen(ids.map(Self.uri), call)
            _ = try await reader.next()
            _ = try await Self.put(3, "Tim", call)
            #expect(try await Self.updated(reader) == Self.uri(ids[2]))
            let merge = #"{"with":"\#(ids[1])","reason":"same"}"#
            #expect(try await call.status(.post, "/v1/profiles/\(ids[0])/merge", body: merge) == 200)
            let merged = try await [Self.updated(reader), Self.updated(reader)].compactMap(\.self)
            #expect(Set(merged) == Set(ids.prefix(2).map(Self.uri)))
            #expect(try await call.status(.delete, "/v1/profiles/\(ids[2])") == 200)
            #expect(try await Self.updated(reader) == Self.uri(ids[2]))
            reader.end()
        }
    }

    @Test("A server that stops answers the request at last")
    func stopping() async throws {
        let test = try await TestServer()
        try await test.callLive { call async throws in
            let one = try await Self.put(1, "Jane", call)
            let reader = try await Self.listen([Self.uri(one)], call)
            _ = try await reader.next()
            test.service.hub.stop()
            let last = try await reader.rest()
            #expect(last.count == 1)
            let message = try #require(try last.first?.json)
            #expect(message["id"] == .number("7"))
            #expect(message["result"]?["resultType"] == .string("complete"))
            #expect(message["result"]?["_meta"]?[Self.subscription] == .number("7"))
        }
    }

    @Test("Who follows nothing is answered at once")
    func nothing() async throws {
        try await TestServer().callLive { call async throws in
            let all = try await Self.listen([], call).rest()
            #expect(all.count == 2)
            #expect(try all.first?.json["params"]?["notifications"]?.names == [])
            #expect(try all.last?.json["result"]?["resultType"] == .string("complete"))
        }
    }

    @Test("A stream ends when its key is revoked")
    func revoked() async throws {
        let test = try await TestServer()
        try await test.callLive { call async throws in
            let one = try await Self.put(1, "Jane", call)
            let made = try await call(.post, "/v1/keys", body: #"{"name":"x","scopes":["profiles:read"]}"#).json
            let (key, id) = (try #require(made["key"]?.string), try #require(made["id"]?.string))
            let reader = try await Self.listen([Self.uri(one)], call, key: key)
            _ = try await reader.next()
            #expect(try await call.status(.delete, "/v1/keys/\(id)") == 204)
            _ = try await Self.put(1, "Janet", call)
            #expect(try await reader.rest().isEmpty)
        }
    }

    @Test("What cannot be followed is refused before a stream begins")
    func refusals() async throws {
        try await TestServer().call { call async throws in
            let caller = AssistantCaller(call: call)
            var fields = AssistantCaller.fields(Self.method)
            fields[.accept] = "application/json"
            let body = AssistantCaller.body(Self.method, #""notifications":{},"#)
            #expect(try await caller.send(body, fields).status == 406)
            let many = Array(repeating: 0, count: 21).enumerated().map { "\"\($0.offset)\"" }.joined(separator: ",")
            for filter in [
                "", #""notifications":[],"#, #""notifications":{"resourceSubscriptions":"x"},"#,
                #""notifications":{"resourceSubscriptions":[1]},"#,
                #""notifications":{"resourceSubscriptions":[\#(many)]},"#,
            ] {
                #expect(try await caller.ask(Self.method, filter).fault == -32602, "\(filter)")
            }
            let router = AssistantCaller(call: call, scope: .vipRead)
            #expect(try await router.ask(Self.method, #""notifications":{},"#).status == 403)
            let old = try await caller.askByHandshake(Self.method, #"{"notifications":{}}"#)
            #expect(try old.fault == -32601)
        }
    }
}
