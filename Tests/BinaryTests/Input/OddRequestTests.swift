import Testing

@Suite("Requests that are not quite HTTP get one answer or none")
struct OddRequestTests {
    @Test("Nothing hidden behind the first request is answered")
    func smuggling() async throws {
        let server = try await Server()
        for odd in OddRequest.all {
            let answers = try await answers(to: odd.text, from: server)
            #expect(answers.count <= 1, "\(odd.testDescription): \(answers)")
            #expect(answers.allSatisfy { $0 == "400" || $0 == "505" }, "\(odd.testDescription): \(answers)")
            #expect(try await server.send("GET", "/livez").status == 200)
        }
        #expect(try await server.send("GET", "/v1/profiles/crm:1").status == 404)
        #expect(try await server.stop() == 0)
    }

    @Test("Too many header fields, and too long ones, are refused in words")
    func headers() async throws {
        let server = try await Server()
        let many = (0..<1000).map { "X-Field-\($0): 1" }
        #expect(try await server.send("GET", "/livez", headers: many).status == 431)
        let long = "X-Long: " + String(repeating: "x", count: 100_000)
        let refused = try await server.send("GET", "/livez", headers: [long])
        #expect(refused.status == 431)
        #expect(try refused.json["type"]?.text == "/problems/header-too-large")
        let endless = "GET /" + String(repeating: "x", count: 1_000_000)
        #expect(try await answers(to: endless, from: server).allSatisfy { $0 == "431" || $0 == "400" })
        #expect(try await server.send("GET", "/livez").status == 200)
    }

    @Test("Requests one behind the other are answered one behind the other")
    func pipelining() async throws {
        let server = try await Server()
        let one = "GET /livez HTTP/1.1\r\nHost: a\r\n"
        let last = one + "Connection: close\r\n\r\n"
        let found = try await answers(to: String(repeating: one + "\r\n", count: 20) + last, from: server)
        #expect(found.count == 21)
        #expect(found.allSatisfy { $0 == "200" })
    }

    /// The statuses that come back until the service closes.
    private func answers(to text: String, from server: Server) async throws -> [String] {
        try await onOwnThread {
            let socket = try Socket(port: server.port)
            try? socket.send(text.utf8)
            socket.finishSending()
            let all = try? socket.receiveAll()
            let text = String(decoding: all ?? [], as: UTF8.self)
            return text.ranges(of: "HTTP/1.1 ").map { String(text[$0.upperBound...].prefix(3)) }
        }
    }
}
