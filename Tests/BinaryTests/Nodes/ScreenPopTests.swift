import Foundation
import Testing

@Suite(
    "Screen pops on another node", .enabled(if: Cluster.isPossible, Cluster.advice), .timeLimit(.minutes(5)))
struct ScreenPopTests {
    private static let count = 40

    @Test("Every interaction comes up, though its customer changes once more at once")
    func changedTwice() async throws {
        try await Cluster.run { cluster in
            let nodes = try await cluster.nodes(2)
            let reader = try Socket(port: nodes[1].port)
            try reader.send(Array("GET /v1/agents/kim/stream HTTP/1.1\r\nHost: x\r\n\(Self.authorization)\r\n".utf8))
            _ = try reader.receive()
            for number in 1...Self.count {
                let interaction = """
                    {"customer":{"crm":"\(number)"},"occurred_at":"\(Date.now.formatted(.iso8601))","channel":"phone",
                    "status":"open","agent":{"id":"kim"}}
                    """
                let path = "/v1/sources/desk/interactions/i\(number)"
                #expect(try await nodes[0].send("PUT", path, interaction).status == 200)
                let order = Records.orderBody(of: "\(number)")
                #expect(try await nodes[0].send("PUT", "/v1/sources/erp/orders/o\(number)", order).status == 200)
            }
            let told = try await onOwnThread {
                var text = ""
                while Self.ids(in: text).count < Self.count {
                    text += String(decoding: try reader.receive(), as: UTF8.self)
                }
                return Self.ids(in: text)
            }
            #expect(told.count == Self.count)
            for node in nodes { #expect(try await node.stop() == 0) }
        }
    }

    private static let authorization = "Authorization: Bearer \(Server.adminKey)\r\n"

    private static func ids(in text: String) -> Set<String> {
        Set(text.matches(of: #/"interaction":\{"source":"desk","id":"(i\d+)"/#).map { String($0.1) })
    }
}
