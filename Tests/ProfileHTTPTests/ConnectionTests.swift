import HTTPTypes
import HummingbirdTesting
import ProfileHTTP
import ProfileStore
import Testing

@Suite("No client holds a connection for ever")
struct ConnectionTests {
    private static let hasty: HTTPLimits = {
        var limits = HTTPLimits.standard
        limits.requestDeadline = .milliseconds(300)
        limits.streamWindow = .milliseconds(300)
        return limits
    }()

    /// No request has time on a busy machine before its connection is closed.
    private static let hastyWithoutRequests: HTTPLimits = {
        var limits = hasty
        limits.idleTimeout = .milliseconds(300)
        return limits
    }()

    private static let narrow: HTTPLimits = {
        var limits = HTTPLimits.standard
        limits.bodySize = 10_000
        return limits
    }()

    private func connect(
        _ limits: HTTPLimits = .standard, _ body: @Sendable (RawConnection, KeyToken) async throws -> Void
    ) async throws {
        try await TestServer(limits: limits).callLive { call async throws in
            let connection = try RawConnection(port: try #require(call.client.port))
            try await body(connection, try #require(call.keys[.admin]))
        }
    }

    private static func head(_ line: String, _ key: KeyToken, _ fields: String...) -> String {
        ([line + " HTTP/1.1", "Host: x", "Authorization: Bearer \(key.text)"] + fields).joined(separator: "\r\n")
            + "\r\n\r\n"
    }

    @Test("A connection serves request after request, refused ones too")
    func keepAlive() async throws {
        try await connect { connection, key async throws in
            await connection.send(Self.head("PUT /v1/sources/crm/customers/1", key, "Content-Length: 1") + "{")
            #expect(await connection.receive(until: "malformed-json") != nil)
            await connection.send(Self.head("GET /v1/vip/crm:1", key))
            #expect(await connection.receive(until: "\"found\":false") != nil)
        }
    }

    @Test("A body that dribbles in is given up", arguments: ["PUT /v1/sources/crm/customers/1", "POST /v1/ingest"])
    func slowBody(line: String) async throws {
        try await connect(Self.hasty) { connection, key async throws in
            await connection.send(Self.head(line, key, "Content-Length: 100") + "{")
            let answer = await connection.receive()
            #expect(answer?.hasPrefix("HTTP/1.1 408") == true)
            #expect(answer?.contains("/problems/request-timeout") == true)
        }
    }

    @Test(
        "A client that says nothing, or only half a head, is closed", arguments: ["", "GET /livez HTTP/1.1\r\nHost:"])
    func silence(text: String) async throws {
        try await connect(Self.hastyWithoutRequests) { connection, _ async throws in
            await connection.send(text)
            #expect(await connection.receive() == "")
        }
    }

    @Test("A body that is too large ends the connection")
    func tooLarge() async throws {
        try await connect(Self.narrow) { connection, key async throws in
            await connection.send(
                Self.head("PUT /v1/sources/crm/customers/1", key, "Content-Length: 50000000", "Expect: 100-continue"))
            let answer = await connection.receive()
            #expect(answer?.hasPrefix("HTTP/1.1 413") == true)
            #expect(answer?.contains("100 Continue") == false)
        }
    }

    @Test("An upload goes on after an early answer for a short while only")
    func earlyAnswer() async throws {
        try await connect(Self.narrow) { connection, key async throws in
            await connection.send(Self.head("PUT /nowhere", key, "Content-Length: 50000000"))
            let piece = String(repeating: "a", count: 100_000)
            var pieces = 0
            while pieces < 500, await connection.send(piece) { pieces += 1 }
            #expect(pieces < 500)
        }
    }

    @Test("A client that asks before it sends is told to go on")
    func expectContinue() async throws {
        try await connect { connection, key async throws in
            await connection.send(
                Self.head("PUT /v1/sources/crm/customers/1", key, "Content-Length: 2", "Expect: 100-continue"))
            #expect(await connection.receive(until: "100 Continue\r\n\r\n") != nil)
            await connection.send("{}")
            #expect(await connection.receive(until: "\"accepted\"") != nil)
        }
    }

    @Test(
        "A client that asks for a close gets it, however it spells that",
        arguments: ["close", "Close", "keep-alive, CLOSE"])
    func closes(word: String) async throws {
        try await connect { connection, key async throws in
            await connection.send(Self.head("GET /livez", key, "Connection: \(word)"))
            #expect(await connection.receive()?.contains("alive") == true)
        }
    }

    @Test("A request behind the one that ends the connection is not carried out", arguments: ["HTTP/1.0", "HTTP/1.1"])
    func behindTheLast(version: String) async throws {
        try await TestServer().callLive { call async throws in
            let connection = try RawConnection(port: try #require(call.client.port))
            let key = try #require(call.keys[.admin]).text
            let closes = version == "HTTP/1.0" ? "" : "Connection: close\r\n"
            let puts = ["1", "2"].map { id in
                "PUT /v1/sources/crm/customers/\(id) \(version)\r\nHost: x\r\nAuthorization: Bearer \(key)\r\n"
                    + "\(closes)Content-Type: application/json\r\nContent-Length: 16\r\n\r\n{\"tags\":[\"vip\"]}"
            }
            await connection.send(puts.joined())
            #expect(await connection.receive()?.contains("\"accepted\"") == true)
            let statuses = [
                try await call.status(.get, "/v1/profiles/crm:1"), try await call.status(.get, "/v1/profiles/crm:2"),
            ]
            #expect(statuses == [200, 404])
        }
    }

    @Test(
        "A request that does not name one host is refused",
        arguments: ["", "Host: a\r\nHost: b\r\n", "Hots: a\r\n"])
    func host(fields: String) async throws {
        try await connect { connection, _ async throws in
            await connection.send("GET /livez HTTP/1.1\r\n\(fields)\r\nGET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
            let answer = try #require(await connection.receive())
            #expect(answer.hasPrefix("HTTP/1.1 400"))
            #expect(answer.contains("bad_host") && !answer.contains("alive"))
        }
    }

    @Test("A client of HTTP/1.0 needs no Host, and its connection ends with the answer unless it asks for more")
    func oldClients() async throws {
        try await connect { connection, _ async throws in
            await connection.send("GET /livez HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            let first = try #require(await connection.receive(until: "\"alive\""))
            #expect(first.lowercased().contains("connection: keep-alive\r\n"))
            await connection.send("GET /livez HTTP/1.0\r\n\r\n")
            let second = try #require(await connection.receive())
            #expect(second.contains("\"alive\"") && second.lowercased().contains("connection: close\r\n"))
        }
    }

    @Test(
        "What is no HTTP is told so in the form of all problems",
        arguments: [
            "NONSENSE\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "GET /livez HTTP/1.1\r\nHost: x\r\n bad: fold\r\n\r\n",
            "POST /v1/ingest HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        ])
    func malformed(text: String) async throws {
        try await connect { connection, _ async throws in
            await connection.send(text)
            let answer = try #require(await connection.receive())
            #expect(answer.hasPrefix("HTTP/1.1 400"))
            #expect(answer.contains("application/problem+json"))
            #expect(answer.split(separator: "HTTP/1.1 ").count == 1)
        }
    }

    @Test(
        "A request that makes sense gets its answer, whatever follows it",
        arguments: ["NONSENSE\r\n\r\n", "\u{0}\u{1}\u{2}", "GET /livez HTTP/1.1\r\n\r\n"])
    func garbageBehind(garbage: String) async throws {
        try await connect { connection, key async throws in
            await connection.send(
                Self.head("PUT /v1/sources/crm/customers/1", key, "Content-Length: 2") + "{}" + garbage)
            let answer = try #require(await connection.receive())
            #expect(answer.hasPrefix("HTTP/1.1 200") && answer.contains("\"accepted\""))
            #expect(answer.matches(of: #/HTTP\/1\.1 400/#).count == 1)
        }
    }

    @Test(
        "A body in a coding nobody here knows is refused, and never taken for the body it may hold",
        arguments: ["gzip, chunked", "chunked, chunked", "identity", "gzip", "chunked\r\nTransfer-Encoding: chunked"])
    func transferCoding(coding: String) async throws {
        try await connect { connection, key async throws in
            await connection.send(
                Self.head("PUT /v1/sources/crm/customers/1", key, "Transfer-Encoding: \(coding)")
                    + "2\r\n{}\r\n0\r\n\r\n")
            let answer = try #require(await connection.receive())
            #expect(answer.hasPrefix("HTTP/1.1 400"))
            #expect(!answer.contains("accepted"))
        }
    }

    @Test("A header that is too large is refused")
    func headers() async throws {
        try await connect { connection, key async throws in
            let fields = (0..<200).map { "X-\($0): a" }.joined(separator: "\r\n")
            await connection.send(Self.head("GET /livez", key, fields))
            let answer = try #require(await connection.receive())
            #expect(answer.hasPrefix("HTTP/1.1 431"))
            #expect(answer.contains("/problems/header-too-large"))
        }
    }

    @Test("Requests sent together are answered in their order")
    func pipelining() async throws {
        try await connect { connection, key async throws in
            await connection.send(
                Self.head("GET /livez", key) + Self.head("GET /nowhere", key)
                    + Self.head("GET /readyz", key, "Connection: close"))
            let answer = try #require(await connection.receive())
            let words = ["alive", "not-found", "ready\""].compactMap { answer.firstRange(of: $0)?.lowerBound }
            #expect(words.count == 3)
            #expect(words == words.sorted())
        }
    }

    @Test("A stream that stalls is ended, whatever it brought before, and what had come whole is stored and counted")
    func stalledStream() async throws {
        var limits = HTTPLimits.standard
        limits.streamWindow = .milliseconds(400)
        limits.ingestStreams = 1
        try await TestServer(limits: limits).callLive { call async throws in
            let connection = try RawConnection(port: try #require(call.client.port))
            let key = try #require(call.keys[.admin])
            await connection.send(Self.head("POST /v1/ingest", key, "Content-Length: 9000"))
            let line = #"{"kind":"customer","source":"crm","id":"7"}"# + "\n"
            await connection.send(line + String(repeating: "\n", count: 1500) + #"{"kind":"#)
            let answer = try #require(await connection.receive())
            #expect(answer.hasPrefix("HTTP/1.1 408") && answer.contains("/problems/request-timeout"))
            #expect(answer.contains(#""committed":{"accepted":1,"#))
            #expect(try await call.status(.get, "/v1/profiles/crm:7") == 200)
            #expect(try await call.status(.post, "/v1/ingest", body: line) == 200)
        }
    }

    @Test("Records are stored while a stream is silent, and it goes on", arguments: [[], ["Content-Encoding: gzip"]])
    func silentStream(fields: [String]) async throws {
        var limits = HTTPLimits.standard
        limits.streamPatience = .milliseconds(50)
        try await TestServer(limits: limits).callLive { call async throws in
            let connection = try RawConnection(port: try #require(call.client.port))
            let key = try #require(call.keys[.admin])
            let lines = (7...8).map { Array((#"{"kind":"customer","source":"crm","id":"\#($0)"}"# + "\n").utf8) }
            let pieces = fields.isEmpty ? lines : try lines.map { try GzipProgram.pack($0) }
            let length = "Content-Length: \(pieces.joined().count)"
            await connection.send(Self.head("POST /v1/ingest", key, ([length] + fields).joined(separator: "\r\n")))
            await connection.send(pieces[0])
            let deadline = ContinuousClock.now + .seconds(15)
            while try await call.status(.get, "/v1/profiles/crm:7") != 200 {
                try #require(ContinuousClock.now < deadline)
            }
            await connection.send(pieces[1])
            #expect(await connection.receive(until: #""accepted":2,"#) != nil)
        }
    }

    @Test("Records that arrive whole before a stream breaks off are stored")
    func brokenStream() async throws {
        var limits = HTTPLimits.standard
        limits.batchLines = 1
        let test = try await TestServer(limits: limits)
        try await test.callLive { call async throws in
            let port = try #require(call.client.port)
            do {
                let connection = try RawConnection(port: port)
                let key = try #require(call.keys[.ingestWrite])
                await connection.send(Self.head("POST /v1/ingest", key, "Content-Length: 1000"))
                await connection.send(#"{"kind":"customer","source":"crm","id":"7"}"# + "\n" + #"{"kind":"customer""#)
                while try await call.status(.get, "/v1/profiles/crm:7") != 200 {}
            }
            #expect(try await call.status(.get, "/v1/profiles/crm:7") == 200)
        }
    }
}
