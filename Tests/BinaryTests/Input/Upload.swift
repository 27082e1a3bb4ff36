/// A stream of records that is sent piece by piece, so that it can be large, or break off.
struct Upload: Sendable {
    let server: Server
    var headers: [String] = []

    /// Sends all pieces in chunks, ends the body and reads the answer.
    func send(_ pieces: some Sequence<[UInt8]> & Sendable) async throws -> Answer {
        try await onOwnThread {
            let socket = try open()
            // The answer may come before all is sent.
            try? deliver(pieces, on: socket)
            return try Answer(from: socket)
        }
    }

    /// Sends the pieces and hangs up within the body.
    func breakOff(after pieces: some Sequence<[UInt8]> & Sendable) async throws {
        try await onOwnThread {
            let socket = try open()
            for piece in pieces { try chunk(piece, on: socket) }
        }
    }

    /// A connection on which the head of the request was sent.
    func open() throws -> Socket {
        let socket = try Socket(port: server.port)
        let head = Server.head(
            "POST", "/v1/ingest", key: Server.adminKey, headers: headers + ["Transfer-Encoding: chunked"])
        try socket.send(head.utf8)
        return socket
    }

    func chunk(_ bytes: [UInt8], on socket: Socket) throws {
        try socket.send(Array((String(bytes.count, radix: 16) + "\r\n").utf8) + bytes + Array("\r\n".utf8))
    }

    func end(_ socket: Socket) throws {
        try socket.send("0\r\n\r\n".utf8)
    }

    private func deliver(_ pieces: some Sequence<[UInt8]>, on socket: Socket) throws {
        for piece in pieces { try chunk(piece, on: socket) }
        try end(socket)
    }
}
