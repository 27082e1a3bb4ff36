import Testing

@Suite("Streams that are too much, too little or cut off")
struct StreamTests {
    /// In MiB. The program by itself takes some 60.
    private static let memoryLimit = 250

    private func lines(_ prefix: String, _ count: Int) -> [UInt8] {
        (0..<count).flatMap { Array((Records.order("\(prefix)\($0)", of: "1") + "\n").utf8) }
    }

    @Test("A line of 100 MB rejects only itself, in bounded memory")
    func longLine() async throws {
        let server = try await Server()
        let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1_000_000)
        let begin = lines("a", 1) + Array(#"{"kind":""#.utf8)
        let pieces = [begin] + Array(repeating: piece, count: 100) + [Array("\"}\n".utf8) + lines("b", 1)]
        let answer = try await Upload(server: server).send(pieces)
        #expect(answer.status == 200)
        #expect(try answer.json["accepted"]?.integer == 2)
        #expect(try answer.json["errors"]?[0]?["code"]?.text == "line_too_long")
        #expect(try answer.json["errors"]?[0]?["line"]?.integer == 2)
        #expect(server.peakMemory < Self.memoryLimit)
    }

    @Test("A small packed stream that unpacks to a gigabyte is refused, in bounded memory")
    func bomb() async throws {
        let server = try await Server()
        let answer = try await Upload(server: server, headers: ["Content-Encoding: gzip"]).send([
            try await Gzip.pack(lines("a", 1)), try await Gzip.bomb(0, megabytes: 1000),
            try await Gzip.pack(Array("\n".utf8) + lines("b", 1)),
        ])
        #expect(answer.status == 400)
        #expect(try answer.json["errors"]?[0]?["code"]?.text == "too_much_unpacked")
        #expect(server.peakMemory < Self.memoryLimit)
    }

    /// Each stream would keep a core busy for minutes; asked on the way, the service has to answer all the same.
    @Test("While streams keep every core busy, others are answered")
    func fairness() async throws {
        let server = try await Server()
        let streams = 4
        let member = try await Gzip.bomb(UInt8(ascii: "\n"), megabytes: 10)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<streams {
                group.addTask {
                    let upload = Upload(server: server, headers: ["Content-Encoding: gzip"])
                    _ = try? await upload.send(Array(repeating: member, count: 200))
                }
            }
            while try await !server.send("GET", "/metrics").text.contains("\nclientele_ingest_streams \(streams)\n") {}
            for _ in 0..<5 { #expect(try await server.send("GET", "/livez").status == 200) }
            try await server.kill()
        }
    }

    @Test("A packed stream that is cut short is told as such, with what was committed")
    func truncated() async throws {
        let server = try await Server()
        let packed = try await Gzip.pack(Records.heavyOrders(0..<300, of: "1"))
        let answer = try await Upload(server: server, headers: ["Content-Encoding: gzip"])
            .send([Array(packed.dropLast(20))])
        #expect(answer.status == 400)
        #expect(try answer.json["errors"]?[0]?["code"]?.text == "truncated_gzip")
        let committed = try #require(try answer.json["committed"]?["accepted"]?.integer)
        #expect(try await orders(on: server) == committed)
        #expect(committed > 0)
    }

    @Test("A connection that dies within a stream leaves whole batches and a service that goes on")
    func death() async throws {
        let server = try await Server()
        let orders = Records.heavyOrders(0..<250, of: "1")
        try await Upload(server: server).breakOff(after: [orders, Array(#"{"kind":"order","sou"#.utf8)])
        // The batches that were begun are committed in their own time; then the log tells of the end.
        while !server.program.errors.contains(#""route":"/v1/ingest""#) { try await Task.sleep(for: .milliseconds(20)) }
        let count = try #require(try await self.orders(on: server))
        #expect((1...250).contains(count))
        let again = try await server.send("POST", "/v1/ingest", bytes: orders)
        #expect(try again.json["unchanged"]?.integer == count)
        #expect(try await self.orders(on: server) == 250)
    }

    @Test(
        "A part of a body is never taken for the whole",
        arguments: ["Content-Length: 1000", "Transfer-Encoding: chunked"])
    func partOfBody(framing: String) async throws {
        let server = try await Server()
        let body = Records.orderBody(of: "1")
        let size = framing.contains("chunked") ? String(body.utf8.count, radix: 16) + "\r\n" : ""
        let head = Server.head("PUT", "/v1/sources/erp/orders/1", key: Server.adminKey, headers: [framing])
        let answer = try await onOwnThread {
            let socket = try Socket(port: server.port)
            try socket.send((head + size + body).utf8)
            socket.finishSending()
            return try? Answer(from: socket)
        }
        #expect(answer == nil || answer?.status == 400)
        while !server.program.errors.contains(#""method":"PUT""#) { try await Task.sleep(for: .milliseconds(20)) }
        #expect(try await server.send("GET", "/v1/profiles/crm:1").status == 404)
    }

    @Test("A body that is larger than a record may be is refused, packed or not")
    func largeBody() async throws {
        let server = try await Server()
        let large = Array(("{\"a\":\"" + String(repeating: "x", count: 3_000_000) + "\"}").utf8)
        let plain = try await server.send("PUT", "/v1/sources/erp/orders/1", bytes: large)
        #expect(plain.status == 413)
        let packed = try await server.send(
            "PUT", "/v1/sources/erp/orders/1", bytes: try await Gzip.pack(large), headers: ["Content-Encoding: gzip"])
        #expect(packed.status == 413)
        #expect(try await server.send("PUT", "/v1/sources/erp/orders/1", Records.orderBody(of: "1")).status == 200)
    }

    private func orders(on server: Server) async throws -> Int? {
        try await server.send("GET", "/v1/profiles/crm:1").json["purchases"]?["orders"]?.integer
    }
}
