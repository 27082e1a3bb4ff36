import Testing

@Suite(
    "Screen pops on another node", .enabled(if: Cluster.isPossible, Cluster.advice), .timeLimit(.minutes(5)))
struct ScreenPopTests {
    private static let count = 40

    @Test("Every interaction comes up once, though its customer changes once more at once")
    func changedTwice() async throws {
        try await Cluster.run { cluster in
            let nodes = try await cluster.nodes(2)
            let reader = try await onOwnThread {
                let reader = try Socket(port: nodes[1].port)
                try reader.send(Array(Server.head("GET", "/v1/agents/kim/stream", key: Server.adminKey).utf8))
                _ = try reader.receive()
                return reader
            }
            for number in 1...Self.count {
                let interaction = Records.interactionBody(of: "\(number)", agent: "kim")
                let path = "/v1/sources/desk/interactions/\(number)"
                #expect(try await nodes[0].send("PUT", path, interaction).status == 200)
                let order = Records.orderBody(of: "\(number)")
                #expect(try await nodes[0].send("PUT", "/v1/sources/erp/orders/o\(number)", order).status == 200)
            }
            let told = try await onOwnThread {
                var text = ""
                // Several keep-alives say that nothing more comes.
                while Set(Self.numbers(in: text)).count < Self.count, text.matches(of: #/keep-alive/#).count < 4 {
                    let bytes = try reader.receive()
                    guard !bytes.isEmpty else { break }
                    text += String(decoding: bytes, as: UTF8.self)
                }
                return Self.numbers(in: text)
            }
            #expect(told.sorted() == Array(1...Self.count))
            for node in nodes { #expect(try await node.stop() == 0) }
        }
    }

    /// Of the interactions that came up, in their order.
    private static func numbers(in text: String) -> [Int] {
        text.matches(of: #/"interaction":\{"source":"desk","id":"(\d+)"/#).compactMap { Int($0.1) }
    }
}
