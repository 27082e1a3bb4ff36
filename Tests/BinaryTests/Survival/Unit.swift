/// What is committed in one piece: one record put, or a batch small enough for one commit. All of it is there, or
/// nothing.
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

    /// Sends it, and tells how many of its records were not there before; nil when it was not acknowledged.
    func send(to server: Server) async throws -> Int? {
        switch form {
        case .put(let path, let body):
            let answer = try await server.send("PUT", path, body)
            guard answer.status == 200 else { return nil }
            return try answer.json["status"]?.text == "accepted" ? 1 : 0
        case .batch(let lines):
            let answer = try await server.ingest(lines)
            guard answer.status == 200, try answer.json["rejected"]?.integer == 0 else { return nil }
            return try answer.json["accepted"]?.integer
        }
    }
}
