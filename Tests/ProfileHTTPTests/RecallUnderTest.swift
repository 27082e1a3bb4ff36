import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import ProfileHTTP
import Testing

/// What answers without the server, between a client and a server that are both played by the test.
struct RecallUnderTest {
    struct Answer {
        let status: Int
        let fields: HTTPFields
        let body: String
    }

    private let channel: NIOAsyncTestingChannel

    init(_ server: ClienteleServer) async throws {
        let recollection = Recollection(server.context, serverName: "clientele")
        channel = try await NIOAsyncTestingChannel { channel in
            try channel.pipeline.syncOperations.addHandler(RecallHandler(recollection))
        }
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1))
    }

    /// Sends a whole request, and tells how it was answered; nil when it went on to the server.
    func answer(to request: HTTPRequest, body: String? = nil) async throws -> Answer? {
        try await ask(request, body: body)
        while true {
            if let answer = try await readAnswer() { return answer }
            if let path = try await readPassedOn() {
                #expect(path == request.path)
                return nil
            }
            await goOn()
        }
    }

    func answers(_ request: HTTPRequest, body: String? = nil) async throws -> Bool {
        try await answer(to: request, body: body) != nil
    }

    /// Lets those who answer come a step further.
    func goOn() async {
        await channel.testingEventLoop.run()
        await Task.yield()
    }

    func tell(_ event: some Sendable) async throws {
        try await channel.testingEventLoop.executeInContext { channel.pipeline.fireUserInboundEventTriggered(event) }
    }

    /// Puts `handler` where the server is.
    func serve(by handler: some ChannelHandler & Sendable) async throws {
        try await channel.pipeline.addHandler(handler).get()
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
    func readAnswer() async throws -> Answer? {
        var answer: HTTPResponse?
        var body = ""
        while let part = try await channel.readOutbound(as: HTTPResponsePart.self) {
            switch part {
            case .head(let head): answer = head
            case .body(let bytes): body += String(buffer: bytes)
            case .end: return answer.map { Answer(status: $0.status.code, fields: $0.headerFields, body: body) }
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
