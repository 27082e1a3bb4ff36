import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import ProfileHTTP
import Testing

/// What answers from memory, between a client and a server that are both played by the test.
struct RecallUnderTest {
    private let channel: NIOAsyncTestingChannel

    init(_ server: ClienteleServer) async throws {
        let recollection = Recollection(server.context, serverName: "clientele")
        channel = try await NIOAsyncTestingChannel { channel in
            try channel.pipeline.syncOperations.addHandler(RecallHandler(recollection))
        }
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1))
    }

    /// Sends a whole request, and tells whether it was answered from memory.
    func answers(_ request: HTTPRequest, body: String? = nil) async throws -> Bool {
        try await ask(request, body: body)
        let answer = try await readAnswer()
        let passedOn = try await readPassedOn()
        #expect((answer == nil) == (passedOn == request.path))
        return answer != nil
    }

    func ask(_ request: HTTPRequest, body: String? = nil) async throws {
        try await channel.writeInbound(HTTPRequestPart.head(request))
        if let body { try await channel.writeInbound(HTTPRequestPart.body(ByteBuffer(string: body))) }
        try await channel.writeInbound(HTTPRequestPart.end(nil))
    }

    /// The path of the next request that the server is given, read whole.
    func readPassedOn() async throws -> String? {
        var path: String?
        while let part = try await channel.readInbound(as: HTTPRequestPart.self) {
            if case .head(let head) = part { path = head.path }
            if case .end = part { return path }
        }
        return nil
    }

    /// The next answer that the client is given.
    func readAnswer() async throws -> (status: Int, body: String)? {
        var status: Int?
        var body = ""
        while let part = try await channel.readOutbound(as: HTTPResponsePart.self) {
            switch part {
            case .head(let head): status = head.status.code
            case .body(let bytes): body += String(buffer: bytes)
            case .end: return status.map { ($0, body) }
            }
        }
        return nil
    }

    /// Answers as the server.
    func serve(_ body: String) async throws {
        try await channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok)))
        try await channel.writeOutbound(HTTPResponsePart.body(ByteBuffer(string: body)))
        try await channel.writeOutbound(HTTPResponsePart.end(nil))
    }
}
