import Foundation
import HTTPTypes
import HummingbirdTesting
import ProfileHTTP
import ProfileStore
import Testing

/// Clients that send request after request and never take an answer.
@Suite("Answers that nobody takes are bounded", .serialized, .timeLimit(.minutes(2)))
struct UnreadAnswerTests {
    private static let requests = 3000
    private static let clients = 40

    /// What the process holds, in bytes.
    private static var residentMemory: Int {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
    }

    private static func flood(_ path: String, _ call: TestCaller) throws -> String {
        let key = try #require(call.keys[.admin]).text
        let request = "GET \(path) HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(key)\r\n\r\n"
        return String(repeating: request, count: requests)
    }

    @Test(
        "On both ways to an answer, memory stays small and is given back",
        arguments: ["/v1/profiles/crm:1", "/v1/profiles/crm:1?fields=person,purchases,vip,contact"])
    func memory(path: String) async {
        // What other tests take meanwhile would count as the server's.
        await #expect(processExitsWith: .success) { [path] in try await Self.flood(path) }
    }

    private static func flood(_ path: String) async throws {
        try await TestServer().callLive { call async throws in
            let traits = (0..<60).map { #""trait_\#($0)":"\#(String(repeating: "x", count: 100))""# }
            let body = #"{"given_name":"Jane","traits":{\#(traits.joined(separator: ","))}}"#
            #expect(try await call.status(.put, "/v1/sources/crm/customers/1", body: body) == 200)
            let flood = try Self.flood(path, call)
            let port = try #require(call.client.port)
            let before = Self.residentMemory
            let connections = try (0..<Self.clients).map { _ in try RawConnection(port: port) }
            let senders = connections.map { connection in Task { await connection.send(flood) } }
            try await Task.sleep(for: .seconds(3))
            let grown = Self.residentMemory - before
            // All answers together are 900 MB.
            #expect(grown < 200_000_000, "\(grown) bytes more")
            // Others are served meanwhile.
            #expect(try await call.status(.get, "/livez", as: nil) == 200)
            for connection in connections { connection.end() }
            for sender in senders { _ = await sender.value }
        }
    }

    @Test("Who takes nothing is given up", arguments: ["/v1/profiles/crm:1", "/openapi.yaml"])
    func timeout(path: String) async throws {
        var limits = HTTPLimits.standard
        limits.writeStallDeadline = .milliseconds(500)
        try await TestServer(limits: limits).callLive { call async throws in
            #expect(try await call.status(.put, "/v1/sources/crm/customers/1", body: "{}") == 200)
            let connection = try RawConnection(port: try #require(call.client.port))
            let flood = try Self.flood(path, call)
            // The kernels' buffers hold some; then the server takes no more, and closes in the end.
            var floods = 0
            while floods < 200, await connection.send(flood) { floods += 1 }
            #expect(floods < 200)
            let metrics = try await call(.get, "/metrics", as: nil).text
            #expect(metrics.contains("clientele_http_stalled_connections_total 1"))
        }
    }

    @Test("When all together leave too much unread, who takes nothing makes room")
    func together() async throws {
        var limits = HTTPLimits.standard
        limits.backlogSize = 500_000
        try await TestServer(limits: limits).callLive { call async throws in
            #expect(try await call.status(.put, "/v1/sources/crm/customers/1", body: "{}") == 200)
            let flood = try Self.flood("/v1/profiles/crm:1", call)
            let port = try #require(call.client.port)
            let connections = try (0..<Self.clients).map { _ in try RawConnection(port: port) }
            let senders = connections.map { connection in
                Task {
                    for _ in 0..<10 { guard await connection.send(flood) else { return } }
                }
            }
            var stalled = 0
            while stalled == 0 {
                let lines = try await call(.get, "/metrics", as: nil).text.split(separator: "\n")
                let line = lines.last { $0.hasPrefix("clientele_http_stalled_connections_total") }
                stalled = line.flatMap { $0.split(separator: " ").last }.flatMap { Int($0) } ?? 0
                try await Task.sleep(for: .milliseconds(50))
            }
            for connection in connections { connection.end() }
            for sender in senders { await sender.value }
        }
    }

    @Test("Who sends many requests at once and reads the answers gets all of them")
    func pipelined() async throws {
        try await TestServer().callLive { call async throws in
            #expect(try await call.status(.put, "/v1/sources/crm/customers/1", body: "{}") == 200)
            let connection = try RawConnection(port: try #require(call.client.port))
            let key = try #require(call.keys[.admin]).text
            let last = "GET /nowhere HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(key)\r\nConnection: close\r\n\r\n"
            let text = try Self.flood("/v1/profiles/crm:1", call) + Self.flood("/v1/vip/crm:1", call) + last
            async let sent = connection.send(text)
            let answer = try #require(await connection.receive())
            #expect(await sent)
            let answers = answer.split(separator: "HTTP/1.1 ").map { $0.prefix(3) }
            #expect(answers.count == 2 * Self.requests + 1)
            #expect(answers.dropLast().allSatisfy { $0 == "200" } && answers.last == "404")
        }
    }
}
