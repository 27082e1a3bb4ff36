import Testing

@Suite("Bad records are told what is wrong with them, and harm nothing else")
struct BadRecordTests {
    @Test("Put by itself, each is a problem that says what to correct")
    func alone() async throws {
        let server = try await Server()
        for (number, bad) in BadRecord.all.enumerated() {
            let answer = try await server.send("PUT", "/v1/sources/erp/orders/bad", bytes: bad.bytes)
            #expect([400, 422].contains(answer.status), "\(bad.testDescription): \(answer.status)")
            #expect(answer.headers["content-type"] == "application/problem+json")
            #expect(try answer.json["errors"]?[0]?["code"]?.text == bad.code, "\(bad.testDescription): \(answer.text)")
            try await checkHealth(server, after: number)
        }
        #expect(try await server.stop() == 0)
    }

    @Test("In a stream, each rejects its own line and no other")
    func streamed() async throws {
        let server = try await Server()
        for (number, bad) in BadRecord.all.enumerated() {
            let envelope = Array(#"{"kind":"order","source":"erp","id":"bad","#.utf8)
            let isObject = bad.bytes.first == UInt8(ascii: "{") && bad.bytes.count < 1000
            // A blank line is no record at all.
            let line = isObject ? envelope + bad.bytes.dropFirst() : bad.bytes.isEmpty ? Array("{".utf8) : bad.bytes
            let good = [Records.order("a\(number)", of: "1"), Records.order("b\(number)", of: "1")].map {
                Array($0.utf8)
            }
            let body = Array([good[0], line, good[1]].joined(separator: [0x0A]))
            let answer = try await server.send("POST", "/v1/ingest", bytes: body)
            #expect(answer.status == 200, "\(bad.testDescription)")
            #expect(try answer.json["accepted"]?.integer == 2, "\(bad.testDescription): \(answer.text)")
            #expect(try answer.json["rejected"]?.integer == 1, "\(bad.testDescription): \(answer.text)")
            #expect(try answer.json["errors"]?[0]?["line"]?.integer == 2)
            guard !bad.bytes.isEmpty else { continue }
            #expect(try answer.json["errors"]?[0]?["code"]?.text == bad.code, "\(bad.testDescription): \(answer.text)")
        }
        let profile = try await server.send("GET", "/v1/profiles/crm:1")
        #expect(try profile.json["purchases"]?["orders"]?.integer == 2 * BadRecord.all.count)
    }

    @Test("A source nobody declared is refused where only declared ones are taken")
    func unknownSource() async throws {
        let server = try await Server(
            environment: ["CLIENTELE_SOURCES_ACCEPT_UNDECLARED": "false", "CLIENTELE_SOURCES_DECLARED": "erp,crm"])
        let refused = try await server.send("PUT", "/v1/sources/shop/orders/1", Records.orderBody(of: "1"))
        #expect(refused.status == 422)
        #expect(try refused.json["errors"]?[0]?["code"]?.text == "unknown_source")
        let line = Records.order("1", of: "1").replacing(#""erp""#, with: #""shop""#)
        let stream = try await server.ingest([line, Records.order("2", of: "1")])
        #expect(try stream.json["errors"]?[0]?["code"]?.text == "unknown_source")
        #expect(try stream.json["accepted"]?.integer == 1)
    }

    @Test("Paths and queries with anything in them are answered")
    func paths() async throws {
        let server = try await Server()
        let odd = [
            "%00", "%ff", "%", "%zz", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "..", "email:", ":", "a:b:c", "prf_",
            "prf_%F0%9F%92%A9",
            String(repeating: "x", count: 10_000), "phone:+", "email:%F0%9F%92%A9@%F0%9F%92%A9",
        ]
        for id in odd {
            for path in ["/v1/profiles/\(id)", "/v1/vip/\(id)", "/v1/profiles/\(id)/timeline?cursor=\(id)&limit=\(id)"]
            {
                let answer = try await server.send("GET", path)
                #expect((200..<500).contains(answer.status), "\(path.prefix(60)): \(answer.status)")
            }
            let put = try await server.send("PUT", "/v1/sources/erp/orders/\(id)", "{}")
            #expect((400..<500).contains(put.status))
        }
        try await checkHealth(server, after: 0)
    }

    private func checkHealth(_ server: Server, after number: Int) async throws {
        let good = try await server.send("PUT", "/v1/sources/erp/orders/good-\(number)", Records.orderBody(of: "1"))
        #expect(good.status == 200)
        #expect(!server.program.hasEnded)
    }
}
