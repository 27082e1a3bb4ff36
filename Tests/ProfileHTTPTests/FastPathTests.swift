import HTTPTypes
import NIOCore
import ProfileCore
@testable import ProfileHTTP
import ProfileService
import ProfileStore
import Testing

@Suite("The fast path: reads of whole profiles, answered on the thread that read the request")
struct FastPathTests {
    private static let jane = #"{"given_name":"Jane","emails":["jane@example.com"]}"#
    private static let path = "/v1/profiles/email:jane@example.com"

    private func serverThatKnowsJane(identity: IdentityRules = .standard) async throws -> TestServer {
        let test = try await TestServer(identity: identity)
        try await test.call { call async throws in
            _ = try await call(.put, "/v1/sources/crm/customers/1", body: Self.jane)
            let status = try await call.status(.get, Self.path)
            #expect(status == 200)
        }
        return test
    }

    private func request(
        _ test: TestServer, _ path: String = path, as scope: APIKey.Scope = .admin,
        method: HTTPRequest.Method = .get, with fields: HTTPFields = [:]
    ) -> HTTPRequest {
        var fields = fields
        fields[.authorization] = "bearer \(test.keys[scope]?.text ?? "")"
        return HTTPRequest(method: method, scheme: "http", authority: "x", path: path, headerFields: fields)
    }

    @Test("They are those that the server gives")
    func same() async throws {
        let test = try await serverThatKnowsJane()
        let served = try await test.call { call async throws in try await call(.get, Self.path) }
        let hits = test.service.cacheCounts.hits
        let fast = try await test.callLive { call async throws in try await call(.get, Self.path) }
        #expect(test.service.cacheCounts.hits == hits + 1)
        #expect(fast.status == served.status)
        #expect(fast.bytes == served.bytes)
        let own: Set<HTTPField.Name> = [.date, .server, .contentLength]
        let fields = { (answer: TestCaller.Answer) in Set(answer.headers.filter { !own.contains($0.name) }) }
        #expect(fields(fast) == fields(served))
        #expect(fast.headers[.contentLength] == String(served.bytes.count))
        #expect(fast.headers[.server] == "clientele")
        #expect(fast.headers[.date]?.hasSuffix(" GMT") == true)
    }

    @Test(
        "What was read once is answered from memory, for whoever may read it",
        arguments: [APIKey.Scope.admin, .profilesRead])
    func warm(scope: APIKey.Scope) async throws {
        let test = try await serverThatKnowsJane()
        let connection = try await FastPathUnderTest(test.server)
        #expect(try await connection.answers(request(test, as: scope)))
        #expect(try await connection.answers(request(test, "/v1/profiles/email:Jane%40example.com", as: scope)))
        #expect(try await connection.answers(request(test, as: scope, with: [.connection: "Keep-Alive"])))
        #expect(test.service.cacheCounts.hits == 3)
    }

    @Test("What memory does not hold is told by the store, as the server tells it", arguments: ["crm:1", "crm:2"])
    func cold(name: String) async throws {
        let test = try await serverThatKnowsJane()
        let path = "/v1/profiles/\(name)"
        let connection = try await FastPathUnderTest(test.server)
        let answer = try #require(try await connection.answer(to: request(test, path)))
        let served = try await test.call { call async throws in try await call(.get, path) }
        #expect(answer.status == served.status)
        #expect(answer.body == String(decoding: served.bytes, as: UTF8.self))
        let own: Set<HTTPField.Name> = [.date, .server, .contentLength]
        #expect(
            Set(answer.fields.filter { !own.contains($0.name) })
                == Set(served.headers.filter { !own.contains($0.name) }))
    }

    @Test("What may take long to answer is the server's", arguments: ["profiles/household:h-1", "vip/policy"])
    func long(name: String) async throws {
        let household = IdentifierRule(priority: 1, limit: 5, strength: .weak)
        let test = try await serverThatKnowsJane(identity: IdentityRules(declared: ["household": household]))
        let connection = try await FastPathUnderTest(test.server)
        #expect(try await !connection.answers(request(test, "/v1/\(name)")))
    }

    @Test("What is out of the ordinary is the server's to answer")
    func special() async throws {
        let test = try await serverThatKnowsJane()
        let odd = [
            Self.path + "?fields=vip", Self.path + "/timeline", Self.path + "%FF", "/v1/profiles/", "/v1/profiles",
        ]
        let fields = [[.ifNoneMatch: "*"], [.connection: "close"], [.expect: "100-continue"]] as [HTTPFields]
        let requests = odd.map { request(test, $0) } + fields.map { request(test, with: $0) }
        for request in requests + [request(test, method: .head)] {
            let connection = try await FastPathUnderTest(test.server)
            #expect(try await !connection.answers(request), "\(request)")
        }
        let connection = try await FastPathUnderTest(test.server)
        #expect(try await !connection.answers(request(test), body: "x"))
    }

    @Test(
        "So is what an old client asks, what has a body of unknown length, and what proves two keys",
        arguments: [
            ("HTTP/1.1", "HTTP/1.0", ""), ("Host: x", "Host: x\r\nTransfer-Encoding: chunked", "0\r\n\r\n"),
            ("Host: x", "Host: x\r\nAuthorization: Bearer x", ""),
        ])
    func oddHead(plain: String, odd: String, body: String) async throws {
        let test = try await serverThatKnowsJane()
        let connection = try await FastPathUnderTest(test.server)
        try await connection.send(FastPathUnderTest.text(of: request(test)).replacing(plain, with: odd) + body)
        #expect(try await connection.readPassedOn() == Self.path)
        #expect(try await connection.readAnswer() == nil)
    }

    @Test("A head that makes no sense is refused after the answers before it, and ends the connection")
    func refused() async throws {
        let test = try await serverThatKnowsJane()
        let connection = try await FastPathUnderTest(test.server)
        let text = FastPathUnderTest.text(of: request(test))
        try await connection.send(text + "GET /livez HTTP/1.1\r\n\r\n" + text)
        #expect(try await connection.readAnswer()?.status == 200)
        let refusal = try #require(try await connection.readAnswer())
        #expect(refusal.status == 400 && refusal.body.contains("bad_host"))
        #expect(refusal.fields[.connection] == "close" && refusal.fields[.server] == "clientele")
        #expect(try await connection.readAnswer() == nil)
        #expect(try await connection.readPassedOn() == nil)
    }

    @Test("A key that may not read gets nothing from memory")
    func access() async throws {
        let test = try await serverThatKnowsJane()
        let token = test.keys[.admin]?.text ?? ""
        var requests = [APIKey.Scope.ingestWrite, .vipRead].map { request(test, as: $0) }
        for header in ["", "Bearer", "Bearer ck_x_y", "Basic abc", "Bearer\(token)", "Basic  \(token)"] {
            var request = request(test)
            request.headerFields[.authorization] = header
            requests.append(request)
        }
        for request in requests {
            let connection = try await FastPathUnderTest(test.server)
            #expect(try await !connection.answers(request), "\(request.headerFields)")
        }
    }

    @Test(
        "What comes in while the store is asked is answered after it, in its order", arguments: [true, false])
    func pipelined(inOnePiece: Bool) async throws {
        let test = try await serverThatKnowsJane()
        let connection = try await FastPathUnderTest(test.server)
        let paths = ["crm:1", "crm:2", "email:jane@example.com", "crm:1"].map { "/v1/profiles/\($0)" }
        let requests = (paths + ["/v1/conflicts"]).map { FastPathUnderTest.text(of: request(test, $0)) }
        for text in inOnePiece ? [requests.joined()] : requests { try await connection.send(text) }
        #expect(try await connection.readPassedOn() == nil)
        var statuses: [Int] = []
        while statuses.count < paths.count {
            await connection.goOn()
            while let answer = try await connection.readAnswer() { statuses.append(answer.status) }
        }
        #expect(statuses == [200, 404, 200, 200])
        var passedOn: String?
        while passedOn == nil {
            await connection.goOn()
            passedOn = try await connection.readPassedOn()
        }
        #expect(passedOn == "/v1/conflicts")
    }

    @Test("What is told of the connection while the store is asked reaches the server after the answer")
    func told() async throws {
        let test = try await serverThatKnowsJane()
        let connection = try await FastPathUnderTest(test.server)
        let server = EventLog()
        try await connection.serve(by: server)
        try await connection.ask(request(test, "/v1/profiles/crm:1"))
        try await connection.tell(ChannelShouldQuiesceEvent())
        #expect(server.events.isEmpty)
        var answer: FastPathUnderTest.Answer?
        while answer == nil {
            await connection.goOn()
            answer = try await connection.readAnswer()
        }
        #expect(answer?.status == 200)
        #expect(answer?.fields[.connection] == "close")
        #expect(server.events == ["ChannelShouldQuiesceEvent"])
    }

    @Test("An error that comes while the store is asked does not overtake the answer")
    func broken() async throws {
        let test = try await serverThatKnowsJane()
        let connection = try await FastPathUnderTest(test.server)
        let server = EventLog()
        try await connection.serve(by: server)
        let read = FastPathUnderTest.text(of: request(test, "/v1/profiles/crm:1"))
        try await connection.send(
            read + "POST /v1/ingest HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\n")
        #expect(server.events.isEmpty)
        var answer: FastPathUnderTest.Answer?
        while answer == nil {
            await connection.goOn()
            answer = try await connection.readAnswer()
        }
        #expect(answer?.status == 200)
        while server.events.isEmpty { await connection.goOn() }
        #expect(server.events == ["HTTPParserError"])
    }

    @Test("A change is not answered over")
    func changed() async throws {
        let test = try await serverThatKnowsJane()
        let connection = try await FastPathUnderTest(test.server)
        #expect(try await connection.answers(request(test)))
        try await test.call { call async throws in
            _ = try await call(.put, "/v1/sources/crm/customers/1", body: #"{"given_name":"Joan"}"#)
        }
        let path = "/v1/profiles/crm:1"
        #expect(try await connection.answer(to: request(test, path))?.body.contains("Joan") == true)
        #expect(try await connection.answer(to: request(test))?.status == 404)
    }

    @Test("Answers keep the order of their requests, also when they come in together")
    func order() async throws {
        let test = try await serverThatKnowsJane()
        let connection = try await FastPathUnderTest(test.server)
        let requests = ["/v1/conflicts", Self.path].map { FastPathUnderTest.text(of: request(test, $0)) }
        try await connection.send(requests.joined())
        #expect(try await connection.readAnswer() == nil)
        #expect(try await connection.readPassedOn() == "/v1/conflicts")
        #expect(try await connection.readPassedOn() == Self.path)
        try await connection.serve("first")
        try await connection.serve("second")
        #expect(try await connection.readAnswer()?.body == "first")
        #expect(try await connection.readAnswer()?.body == "second")
        #expect(try await connection.answers(request(test)))
    }

    @Test("What comes in while the server answers waits for its turn")
    func turn() async throws {
        let test = try await serverThatKnowsJane()
        let connection = try await FastPathUnderTest(test.server)
        for path in ["/v1/conflicts", Self.path] { try await connection.ask(request(test, path)) }
        #expect(try await connection.readPassedOn() == "/v1/conflicts")
        #expect(try await connection.readPassedOn() == nil)
        #expect(try await connection.readAnswer() == nil)
        try await connection.serve("first")
        await connection.goOn()
        #expect(try await connection.readAnswer()?.body == "first")
        #expect(try await connection.readAnswer()?.body.contains("Jane") == true)
    }

    @Test("A key that was revoked proves nothing any more, on a connection that it proved itself on")
    func revoked() async throws {
        let test = try await serverThatKnowsJane()
        let connection = try await FastPathUnderTest(test.server)
        let read = request(test, as: .profilesRead)
        #expect(try await connection.answers(read))
        #expect(try await connection.answers(read))
        #expect(try await !connection.answers(request(test, as: .vipRead)))
        try await connection.serve("no")
        #expect(try await connection.readAnswer()?.body == "no")
        #expect(try await connection.answers(read))
        try await test.call { call async throws in
            let keys = try #require(try await call(.get, "/v1/keys").json["items"])
            let named = (0..<(keys.count ?? 0)).first { keys[$0]?["name"]?.string == "profiles:read" }
            let id = try #require(named.flatMap { keys[$0]?["id"]?.string })
            let status = try await call.status(.delete, "/v1/keys/\(id)")
            #expect(status == 204)
        }
        #expect(try await !connection.answers(read))
    }

    @Test("A request is counted and told of like any other")
    func noted() async throws {
        let test = try await serverThatKnowsJane()
        let before = test.log.all.count
        #expect(try await FastPathUnderTest(test.server).answers(request(test)))
        let line = try #require(test.log.all.dropFirst(before).first.map { String(decoding: $0, as: UTF8.self) })
        #expect(line.contains(#""message":"request","key":"admin","method":"GET","microseconds":"#))
        #expect(line.hasSuffix(#","route":"/v1/profiles/{id}","status":200}"#))
    }
}

@Suite("The date of an answer")
struct HTTPDateTests {
    @Test(
        "It is in the form of RFC 9110",
        arguments: [
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (1_798_761_599, "Thu, 31 Dec 2026 23:59:59 GMT"),
        ])
    func text(seconds: Int64, text: String) {
        #expect(HTTPDate.text(Timestamp(milliseconds: seconds * 1000 + 999)) == text)
    }
}
