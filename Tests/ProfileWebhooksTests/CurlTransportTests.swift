import ProfileCore
import ProfileWebhooks
import Testing

@Suite("Messages on their way") struct CurlTransportTests {
    /// Every way to write an address of this machine, or of a service beside it, and a name that leads there.
    static let hosts = [
        "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "0", "0.0.0.0",
        "localhost",
        "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]",
        "169.254.169.254", "[fe80::1]", "[fd00::1]", "10.0.0.1", "192.168.0.1",
    ]

    @Test("Nothing is sent inside, however it is written", arguments: hosts)
    func inside(_ host: String) async throws {
        let canary = try Listener(answering: nil)
        defer { canary.close() }
        let transport = CurlTransport(CurlTransport.Settings())
        let answer = await transport.post(.sample("https://\(host):\(canary.port)/hooks"))
        #expect(answer == .failed(.refusedAddress))
        #expect(canary.connections == 0)
    }

    @Test("Without TLS nothing is sent at all, unless private addresses are allowed")
    func plain() async throws {
        let receiver = try Listener(answering: "HTTP/1.1 204 No Content\r\n\r\n")
        defer { receiver.close() }
        let (strict, lax) = (CurlTransport(.init()), CurlTransport(.init(allowsPrivate: true)))
        let url = "http://127.0.0.1:\(receiver.port)/hooks"
        #expect(await strict.post(.sample(url)) == .failed(.refusedAddress))
        #expect(receiver.connections == 0)
        #expect(await lax.post(.sample(url)) == .status(204, retryAfter: nil))
        let request = try #require(receiver.requests.first)
        #expect(request.hasPrefix("POST /hooks HTTP/1.1\r\n") && request.hasSuffix("\r\n\r\n{\"a\":1}"))
        #expect(request.contains("\r\nwebhook-id: msg_1\r\n") && !request.contains("Expect"))
    }

    @Test(
        "An answer is taken as it is",
        arguments: [
            ("500 No", "", .status(500, retryAfter: nil)),
            ("429 Later", "Retry-After: 7\r\n", .status(429, retryAfter: 7)),
            ("410 Gone", "", .status(410, retryAfter: nil)),
        ] as [(String, String, DeliveryAnswer)])
    func answers(_ status: String, _ line: String, _ expected: DeliveryAnswer) async throws {
        #expect(try await answer(to: "HTTP/1.1 \(status)\r\n\(line)Content-Length: 0\r\n\r\n") == expected)
    }

    @Test("A redirect is not followed")
    func redirect() async throws {
        let canary = try Listener(answering: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        defer { canary.close() }
        let line = "Location: http://127.0.0.1:\(canary.port)/"
        let found = try await answer(to: "HTTP/1.1 302 Found\r\n\(line)\r\nContent-Length: 0\r\n\r\n")
        #expect(found == .status(302, retryAfter: nil) && canary.connections == 0)
    }

    @Test("Of a long answer no more is read than is needed, and who is silent is given up")
    func long() async throws {
        let body = String(repeating: "x", count: 1 << 20)
        let long = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body
        #expect(try await answer(to: long) == .status(200, retryAfter: nil))
        #expect(try await answer(to: nil) == .failed(.timeout))
        #expect(try await answer(to: "SSH-2.0\r\nConnection: close\r\n\r\n") == .failed(.badAnswer))
    }

    @Test("What speaks no TLS is told from a connection that breaks off")
    func speechless() async throws {
        let transport = CurlTransport(.init(allowsPrivate: true))
        let receiver = try Listener(answering: "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        defer { receiver.close() }
        #expect(await transport.post(.sample("https://127.0.0.1:\(receiver.port)/hooks")) == .failed(.noTLS))
        let quitter = try Listener(answering: "")
        defer { quitter.close() }
        #expect(await transport.post(.sample("http://127.0.0.1:\(quitter.port)/hooks")) == .failed(.brokenOff))
    }

    @Test("Where nobody listens is unreachable, and nothing is sent once it was stopped")
    func unreachable() async throws {
        let former = try Listener(answering: nil)
        former.close()
        let transport = CurlTransport(.init(allowsPrivate: true))
        let message = OutgoingMessage.sample("http://127.0.0.1:\(former.port)/")
        let answers = await [transport.post(message), transport.post(.sample("http://nowhere.invalid/"))]
        #expect(answers[0] == .failed(.unreachable) || answers[0] == .failed(.brokenOff))
        #expect(answers[1] == .failed(.unknownHost))
        await transport.stop()
        await transport.stop()
        #expect(await transport.post(message) == .failed(.brokenOff))
    }

    @Test("Many go at once, over connections that stay open")
    func many() async throws {
        let receiver = try Listener(answering: "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        defer { receiver.close() }
        let transport = CurlTransport(.init(allowsPrivate: true))
        let url = "http://127.0.0.1:\(receiver.port)/"
        for _ in 0..<5 {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        let answer = await transport.post(.sample(url))
                        #expect(answer == .status(200, retryAfter: nil))
                    }
                }
            }
        }
        #expect(receiver.requests.count == 250 && receiver.connections <= 64)
    }

    private func answer(to bytes: String?) async throws -> DeliveryAnswer {
        let receiver = try Listener(answering: bytes)
        defer { receiver.close() }
        var settings = CurlTransport.Settings(allowsPrivate: true)
        settings.timeout = 300
        let transport = CurlTransport(settings)
        return await transport.post(.sample("http://localhost:\(receiver.port)/"))
    }
}

extension OutgoingMessage {
    fileprivate static func sample(_ url: String) -> OutgoingMessage {
        OutgoingMessage(
            url: url, lines: ["Content-Type: application/json", "webhook-id: msg_1"], body: Array(#"{"a":1}"#.utf8))
    }
}
