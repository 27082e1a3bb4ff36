import Glibc
import Testing

@Suite("Asked to stop, the service finishes what was begun")
struct ShutdownTests {
    @Test("A stream that was begun is taken to its end while nobody new gets in", arguments: [SIGTERM, SIGINT])
    func stream(signal: Int32) async throws {
        let server = try await Server()
        let upload = Upload(server: server)
        let socket = try await onOwnThread {
            let socket = try upload.open()
            try upload.chunk(Records.heavyOrders(0..<150, of: "1"), on: socket)
            return socket
        }
        while try await server.send("GET", "/v1/profiles/crm:1").status != 200 {}
        server.program.signal(signal)
        try await untilRefused(by: server)
        let answer = try await onOwnThread {
            try upload.chunk(Records.heavyOrders(150..<300, of: "1"), on: socket)
            try upload.end(socket)
            return try Answer(from: socket)
        }
        #expect(answer.status == 200)
        #expect(try answer.json["accepted"]?.integer == 300)
        #expect(try await server.program.end() == 0)
        let again = try await Server(in: server.folder)
        let profile = try await again.send("GET", "/v1/profiles/crm:1")
        #expect(try profile.json["purchases"]?["orders"]?.integer == 300)
    }

    @Test("A client that never ends its stream does not keep the service from stopping")
    func stuckStream() async throws {
        let server = try await Server()
        let upload = Upload(server: server)
        let socket = try await onOwnThread {
            let socket = try upload.open()
            try upload.chunk(Records.heavyOrders(0..<150, of: "1"), on: socket)
            return socket
        }
        while try await server.send("GET", "/v1/profiles/crm:1").status != 200 {}
        #expect(try await server.stop() == 0)
        #expect(try allAreJSON(server.program.errors))
        _ = try? await onOwnThread { try socket.receiveAll() }
        let again = try await Server(in: server.folder)
        let profile = try await again.send("GET", "/v1/profiles/crm:1")
        #expect((1...150).contains(try profile.json["purchases"]?["orders"]?.integer ?? 0))
    }

    @Test("Idle connections do not hold it up")
    func idle() async throws {
        let server = try await Server()
        let sockets = try (0..<20).map { _ in try Socket(port: server.port) }
        try sockets[0].send("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        #expect(try Answer(from: sockets[0]).status == 200)
        #expect(try await server.stop() == 0)
        #expect(server.program.errors.contains("\"stopped\""))
        #expect(server.folder.bytes(of: "clientele.db-wal").isEmpty, "the log was moved into the file")
    }

    @Test("Told to drain, it says so and serves on, and every connection ends with its next answer")
    func drains() async throws {
        let server = try await Server(environment: ["CLIENTELE_HTTP_DRAIN_SECONDS": "300"])
        #expect(try await server.ingest([Records.order("0", of: "1")]).status == 200)
        // One connection asks the server, the other for what memory holds.
        let key = "\r\nAuthorization: Bearer \(Server.adminKey)\r\n\r\n"
        let asked = ["GET /livez HTTP/1.1\r\nHost: a\r\n\r\n", "GET /v1/profiles/crm:1 HTTP/1.1\r\nHost: a" + key]
        let kept = try asked.map { text in
            let socket = try Socket(port: server.port)
            for _ in 1...2 {
                try socket.send(text.utf8)
                #expect(try Answer(from: socket).headers["connection"] == nil)
            }
            return socket
        }
        server.program.signal(SIGTERM)
        while try await server.send("GET", "/readyz").status == 200 {}
        let put = try await server.send("PUT", "/v1/sources/erp/orders/1", Records.orderBody(of: "2"))
        #expect(put.status == 200)
        try await onOwnThread {
            for (socket, text) in zip(kept, asked) {
                try socket.send(text.utf8)
                let last = try Answer(from: socket)
                #expect(last.status == 200)
                try #require(last.headers["connection"] == "close")
                #expect(try socket.receiveAll().isEmpty)
            }
        }
        #expect(!server.program.hasEnded)
    }

    @Test("Drained, it stops")
    func drained() async throws {
        let server = try await Server(environment: ["CLIENTELE_HTTP_DRAIN_SECONDS": "1"])
        #expect(try await server.stop() == 0)
        #expect(server.program.errors.contains("\"stopped\""))
    }

    private func allAreJSON(_ text: String) throws -> Bool {
        try text.split(separator: "\n").allSatisfy { try JSON($0.utf8)["message"] != nil }
    }

    private func untilRefused(by server: Server) async throws {
        while (try? await onOwnThread { [port = server.port] in try Socket(port: port) }) != nil {
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
