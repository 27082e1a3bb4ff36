/// What is acknowledged in one piece: one record put, or a small stream, which is cut into several commits while others
/// write too.
struct Unit: Sendable {
    enum Form: Sendable {
        case put(path: String, body: String)
        case batch([String])
    }

    let form: Form
    var isAcknowledged = false

    var count: Int {
        switch form {
        case .put: 1
        case .batch(let lines): lines.count
        }
    }

    var wish: Wish {
        switch form {
        case .put(let path, let body): Wish(method: "PUT", path: path, body: body)
        case .batch(let lines): Wish(method: "POST", path: "/v1/ingest", body: lines.joined(separator: "\n"))
        }
    }

    /// Sends it, and tells how many of its records were not there before; nil when it was not acknowledged.
    func send(to server: Server) async throws -> Int? {
        try fresh(in: try await server.send(wish.method, wish.path, wish.body))
    }

    func fresh(in answer: Answer) throws -> Int? {
        guard answer.status == 200 else { return nil }
        switch form {
        case .put: return try answer.json["status"]?.text == "accepted" ? 1 : 0
        case .batch:
            guard try answer.json["rejected"]?.integer == 0 else { return nil }
            return try answer.json["accepted"]?.integer
        }
    }
}
