import Foundation
import HTTPTypes
import HummingbirdTesting
import Mappings
import ProfileCore
import ProfileHTTP
import ProfileService
import ProfileStore
import ProfileWire
import Testing

@Suite("Whoever has proved nothing takes no room from others")
struct UnprovedBodyTests {
    private static let token = "a-token-of-the-shop"

    private static func server(_ limits: HTTPLimits) async throws -> (TestServer, key: String) {
        let mapping = try EmbeddedMapping.named("segment")?.mapping()
        let server = try await TestServer(
            limits: limits, secrets: SecretBox(keys: [Array(0..<32)]), tracking: TrackingSettings(mapping: mapping))
        try await server.call { call async throws in
            let endpoint = #"{"source":"boutique","scheme":"bearer","secret":"\#(token)","mappings":{"*":"ignore"}}"#
            #expect(try await call.status(.put, "/v1/webhooks/in/shop", body: endpoint) == 201)
        }
        return (server, try await server.newKey([.ingestWrite], sources: ["web"]))
    }

    private static func deliver(_ call: TestCaller) async throws -> Int {
        let headers: HTTPFields = [.authorization: "Bearer \(token)", .contentType: "application/json"]
        return try await call(.post, "/v1/webhooks/in/shop", as: nil, body: #"{"type":"x"}"#, headers: headers).status
    }

    private static func head(_ path: String, _ fields: String...) -> String {
        (["POST \(path) HTTP/1.1", "Host: x", "Content-Type: application/json"] + fields).joined(separator: "\r\n")
            + "\r\n\r\n"
    }

    @Test(
        "Bodies count as they are held until their senders go: packed ones unpacked, where nothing packed is signed",
        arguments: [("/v1/webhooks/in/shop", false), ("/v1/t", true)])
    func heldBodies(path: String, isPacked: Bool) async throws {
        var limits = HTTPLimits.standard
        limits.unprovedSize = 300_000
        limits.unprovedDeadline = .seconds(600)
        let (server, _) = try await Self.server(limits)
        let body = [UInt8](repeating: 0x20, count: 200_000)
        let pieces = isPacked ? try GzipProgram.pack(body) : body
        let packing = isPacked ? "Content-Encoding: gzip" : "Content-Encoding: identity"
        try await server.callLive { call async throws in
            let port = try #require(call.client.port)
            #expect(try await Self.deliver(call) == 200)
            // There is no room for both: whichever is read later gives way.
            let both = [try RawConnection(port: port), try RawConnection(port: port)]
            for connection in both {
                await connection.send(Self.head(path, "Content-Length: \(pieces.count + 1)", packing))
                await connection.send(pieces)
            }
            let refused = await withTaskGroup(of: String?.self) { group in
                for connection in both { group.addTask { await connection.receive(until: "\r\n\r\n") } }
                let answer = await group.next() ?? nil
                for connection in both { connection.end() }
                return answer
            }
            #expect(refused?.hasPrefix("HTTP/1.1 503") == true)
            var answers: [Int] = []
            for _ in 0..<200 where answers.last != 200 { answers.append(try await Self.deliver(call)) }
            #expect(answers.last == 200)
        }
    }

    @Test("A body that drips is given up long before others are", arguments: ["/v1/webhooks/in/shop", "/v1/t"])
    func drip(path: String) async throws {
        var limits = HTTPLimits.standard
        limits.unprovedDeadline = .milliseconds(200)
        let (server, _) = try await Self.server(limits)
        try await server.callLive { call async throws in
            let connection = try RawConnection(port: try #require(call.client.port))
            await connection.send(Self.head(path, "Content-Length: 100000") + "{")
            let dripping = Task {
                for _ in 0..<500 where !Task.isCancelled {
                    await connection.send(" ")
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            let answer = await connection.receive(until: "\r\n\r\n") ?? ""
            dripping.cancel()
            #expect(answer.hasPrefix("HTTP/1.1 408"), "\(answer)")
        }
    }

    @Test(
        "A body of which nothing more comes is given up as soon", .timeLimit(.minutes(1)),
        arguments: ["/v1/webhooks/in/shop", "/v1/webhooks/in/shop?x=1", "/v1/t", "/v1/batch"])
    func stall(path: String) async throws {
        var limits = HTTPLimits.standard
        limits.unprovedDeadline = .milliseconds(200)
        limits.requestDeadline = .seconds(3600)
        let (server, key) = try await Self.server(limits)
        try await server.callLive { call async throws in
            let port = try #require(call.client.port)
            // A request with a key has longer.
            let keyed = try RawConnection(port: port)
            let basic = "Authorization: Basic " + Data("\(key):".utf8).base64EncodedString()
            let event = #"{"event":"Product Viewed","anonymousId":"a","properties":{"sku":"S"}}"#
            await keyed.send(Self.head("/v1/t", "Content-Length: \(event.utf8.count)", basic) + "{")
            let connection = try RawConnection(port: port)
            await connection.send(Self.head(path, "Content-Length: 100000") + "{")
            let answer = await connection.receive(until: "\r\n\r\n") ?? ""
            #expect(answer.hasPrefix("HTTP/1.1 408"), "\(answer)")
            await keyed.send(String(event.dropFirst()))
            #expect(await keyed.receive(until: "\r\n\r\n")?.hasPrefix("HTTP/1.1 200") == true)
        }
    }

    @Test("Calls that name no key take no place of those that do")
    func keyless() async throws {
        var limits = HTTPLimits.standard
        limits.trackingCalls = 1
        let (server, key) = try await Self.server(limits)
        try await server.callLive { call async throws in
            let connection = try RawConnection(port: try #require(call.client.port))
            await connection.send(Self.head("/v1/t", "Content-Length: 1000", "Expect: 100-continue"))
            // It is read from now on.
            #expect(await connection.receive(until: "100 Continue") != nil)
            await connection.send("{\"event\":")
            let basic = Data("\(key):".utf8).base64EncodedString()
            let headers: HTTPFields = [.authorization: "Basic " + basic, .contentType: "application/json"]
            let body = #"{"event":"Product Viewed","anonymousId":"a","properties":{"sku":"S"}}"#
            #expect(try await call(.post, "/v1/t", as: nil, body: body, headers: headers).status == 200)
            let inBody = body.dropLast() + ",\"writeKey\":\"\(key)\"}"
            let json: HTTPFields = [.contentType: "application/json"]
            #expect(try await call(.post, "/v1/t", as: nil, body: String(inBody), headers: json).status == 200)
        }
    }
}
