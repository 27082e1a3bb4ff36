import Testing

/// Something a client wants done, whatever it takes.
struct Wish: Sendable {
    /// What a client was told that kept on asking.
    struct Fulfilment: Sendable {
        let answer: Answer
        /// How often it was told to come back later before.
        let refusals: Int
    }

    let method: String
    let path: String
    var body: String?

    /// Asks until it is answered. As long as the store is away a node says so, and nothing else.
    func fulfil(at node: Server) async throws -> Fulfilment {
        var refusals = 0
        while true {
            let answer = try await node.send(method, path, body)
            guard answer.status >= 500 else { return Fulfilment(answer: answer, refusals: refusals) }
            try #require(answer.status == 503, "\(method): \(answer.text)")
            try #require(answer.headers["retry-after"].flatMap { Int($0) } ?? 0 > 0)
            refusals += 1
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
