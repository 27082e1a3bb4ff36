import HTTPTypes
import NIOCore
import ProfileHTTP
import ProfileService
import ProfileStore
import ProfileWire
import Testing

@Suite("The fast path: small writes, deliveries and lookups, on the thread that read them")
struct FastWriteTests {
    private static let path = "/v1/sources/crm/customers/1"
    private static let jane = #"{"given_name":"Jane","emails":["jane@example.com"]}"#

    private func request(
        _ test: TestServer, _ method: HTTPRequest.Method = .put, _ path: String = path, as scope: APIKey.Scope = .admin,
        with fields: HTTPFields = [:]
    ) -> HTTPRequest {
        var fields = fields
        fields[.authorization] = "Bearer \(test.keys[scope]?.text ?? "")"
        return HTTPRequest(method: method, scheme: "http", authority: "x", path: path, headerFields: fields)
    }

    @Test("They are answered as the server answers them, and the next read shows them", arguments: [true, false])
    func same(isReadable: Bool) async throws {
        let body = isReadable ? Self.jane : "[]"
        let (test, other) = (try await TestServer(), try await TestServer())
        let connection = try await FastPathUnderTest(test.server)
        let answer = try #require(try await connection.answer(to: request(test), body: body))
        let served = try await other.call { call async throws in try await call(.put, Self.path, body: body) }
        #expect(answer.status == served.status)
        let own: Set<HTTPField.Name> = [.date, .server, .contentLength]
        #expect(
            Set(answer.fields.filter { !own.contains($0.name) })
                == Set(served.headers.filter { !own.contains($0.name) }))
        #expect(
            try await connection.answer(to: request(test, .get, "/v1/profiles/crm:1"))?.status
                == (isReadable ? 200 : 404))
    }

    @Test("A body that comes in pieces is filed once it is whole, and what comes behind it waits")
    func pieces() async throws {
        let test = try await TestServer()
        let connection = try await FastPathUnderTest(test.server)
        let read = FastPathUnderTest.text(of: request(test, .get, "/v1/profiles/crm:1"))
        var text = FastPathUnderTest.text(of: request(test), Self.jane) + read
        while !text.isEmpty {
            try await connection.send(String(text.prefix(7)))
            text.removeFirst(min(7, text.count))
        }
        var statuses: [Int] = []
        while statuses.count < 2 {
            await connection.goOn()
            while let answer = try await connection.readAnswer() { statuses.append(answer.status) }
        }
        #expect(statuses == [200, 200])
        #expect(try await connection.readPassedOn() == nil)
    }

    @Test("A part of a record is filed too, and a key that may not write writes nothing")
    func partsAndKeys() async throws {
        let test = try await TestServer()
        let connection = try await FastPathUnderTest(test.server)
        #expect(try await connection.answer(to: request(test), body: Self.jane)?.status == 200)
        #expect(try await connection.answer(to: request(test, .patch), body: #"{"family_name":"Doe"}"#)?.status == 200)
        let refused = try await connection.answer(to: request(test, as: .profilesRead), body: #"{"given_name":"Joan"}"#)
        #expect(refused?.status == 403)
        let read = try await connection.answer(to: request(test, .get, "/v1/profiles/crm:1"))
        #expect(read?.body.contains("Jane") == true && read?.body.contains("Doe") == true)
    }

    @Test("A lookup of VIP answers is answered too, as the server answers it", arguments: [true, false])
    func lookup(isReadable: Bool) async throws {
        let (path, body) = ("/v1/vip/lookup", isReadable ? #"{"identifiers":["crm:1","crm:2"]}"# : "[]")
        let test = try await TestServer()
        let connection = try await FastPathUnderTest(test.server)
        #expect(try await connection.answer(to: request(test), body: Self.jane)?.status == 200)
        let answer = try #require(try await connection.answer(to: request(test, .post, path), body: body))
        let served = try await test.call { call async throws in try await call(.post, path, body: body) }
        #expect(answer.status == served.status && answer.body == served.text)
        #expect(answer.status == (isReadable ? 200 : 422))
        let refused = try await connection.answer(to: request(test, .post, path, as: .ingestWrite), body: body)
        #expect(refused?.status == 403)
        #expect(try await !connection.answers(request(test, .post, "/v1/vip/rank"), body: body))
    }

    @Test("A delivery of a webhook is taken too, if its signature is right; what is about an endpoint is the server's")
    func delivery() async throws {
        let mapping = #""kind":"customer","source":"desk","record":{"id":"id","given_name":"name"}"#
        let test = try await TestServer(
            secrets: SecretBox(keys: [Array(0..<32)]), mappings: MappingLibrary(ofDocuments: ["people": mapping]))
        let (path, secret) = ("/v1/webhooks/in/desk", "a-secret-that-nobody-guesses")
        let endpoint =
            #"{"source":"desk","scheme":"bearer","secret":"\#(secret)","mappings":{"*":"people"}}"#
        let made = try await test.call { call async throws in try await call(.put, path, body: endpoint) }
        try #require(made.status == 201, "\(made.text)")
        let connection = try await FastPathUnderTest(test.server)
        for (secret, status) in [(secret, 200), ("another", 401)] {
            var delivery = request(test, .post, path)
            delivery.headerFields[.authorization] = "Bearer " + secret
            let answer = try await connection.answer(to: delivery, body: #"{"type":"person","id":1,"name":"Ada"}"#)
            #expect(answer?.status == status, "\(answer?.body ?? "")")
        }
        let read = try await connection.answer(to: request(test, .get, "/v1/profiles/desk:1"))
        #expect(read?.body.contains("Ada") == true)
        #expect(try await !connection.answers(request(test, .post, path + "/settle"), body: "{}"))
    }

    @Test(
        "Long ones, packed ones and those that ask before they send are the server's",
        arguments: [
            ([.contentEncoding: "gzip"], 10), ([.expect: "100-continue"], 10), ([.connection: "close"], 10),
            ([.cookie: "a=b"], 10), ([:], 16 * 1024 + 1),
        ] as [(HTTPFields, Int)])
    func special(fields: HTTPFields, length: Int) async throws {
        let test = try await TestServer()
        let connection = try await FastPathUnderTest(test.server)
        let request = request(test, with: fields)
        #expect(try await !connection.answers(request, body: String(repeating: " ", count: length)))
    }

    @Test("A connection that is to end ends after a write of which only a part has come")
    func quiescing() async throws {
        let test = try await TestServer()
        let connection = try await FastPathUnderTest(test.server)
        let text = FastPathUnderTest.text(of: request(test), Self.jane)
        try await connection.send(String(text.dropLast(9)))
        #expect(try await connection.readPassedOn() == nil)
        try await connection.tell(ChannelShouldQuiesceEvent())
        try await connection.send(String(text.suffix(9)))
        #expect(try await connection.readPassedOn() == Self.path)
        #expect(try await connection.readAnswer() == nil)
    }
}
