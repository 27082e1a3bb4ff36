import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import ProfileHTTP
import Synchronization
import Testing

/// All that a connection has between its socket and the server, both of which are played by the test.
struct FastPathUnderTest {
    struct Answer {
        let status: Int
        let fields: HTTPFields
        let body: String
    }

    private let channel: NIOAsyncTestingChannel
    private let received = Received()

    init(_ server: ClienteleServer) async throws {
        let connections = server.connections
        channel = try await NIOAsyncTestingChannel { channel in try connections.addHandlers(to: channel) }
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
        await channel.testingEventLoop.advanceTime(by: .milliseconds(1))
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
        try await send(Self.text(of: request, body))
    }

    /// Sends these bytes.
    func send(_ text: String) async throws {
        try await channel.writeInbound(ByteBuffer(string: text))
    }

    static func text(of request: HTTPRequest, _ body: String? = nil) -> String {
        var lines = ["\(request.method) \(request.path ?? "") HTTP/1.1", "Host: x"]
        lines += request.headerFields.map { "\($0.name.rawName): \($0.value)" }
        if let body { lines.append("Content-Length: \(body.utf8.count)") }
        return lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? "")
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
        while let bytes = try await channel.readOutbound(as: ByteBuffer.self) { received.add(bytes) }
        return received.takeAnswer()
    }

    /// Answers as the server.
    func serve(_ body: String) async throws {
        let fields: HTTPFields = [.contentLength: String(body.utf8.count)]
        try await channel.writeOutbound(HTTPResponsePart.head(HTTPResponse(status: .ok, headerFields: fields)))
        try await channel.writeOutbound(HTTPResponsePart.body(ByteBuffer(string: body)))
        try await channel.writeOutbound(HTTPResponsePart.end(nil))
    }
}

/// What has come out of the socket and was not looked at yet.
private final class Received: Sendable {
    private let text = Mutex("")

    func add(_ bytes: ByteBuffer) {
        text.withLock { $0 += String(buffer: bytes) }
    }

    func takeAnswer() -> FastPathUnderTest.Answer? {
        text.withLock { Self.takeAnswer(from: &$0) }
    }

    private static func takeAnswer(from text: inout String) -> FastPathUnderTest.Answer? {
        guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        var fields = HTTPFields()
        for line in lines.dropFirst() {
            let parts = line.split(separator: ": ", maxSplits: 1)
            guard parts.count == 2, let name = HTTPField.Name(String(parts[0])) else { return nil }
            fields.append(HTTPField(name: name, value: String(parts[1])))
        }
        let rest = text[end.upperBound...].utf8
        let length = fields[.contentLength].flatMap { Int($0) } ?? 0
        guard rest.count >= length else { return nil }
        defer { text = String(decoding: rest.dropFirst(length), as: UTF8.self) }
        return FastPathUnderTest.Answer(
            status: Int(lines[0].split(separator: " ")[1]) ?? 0, fields: fields,
            body: String(decoding: rest.prefix(length), as: UTF8.self))
    }
}

/// Remembers what events and errors reach the end of a pipeline, by their types.
final class EventLog: ChannelInboundHandler, Sendable {
    typealias InboundIn = Any

    private let heard = Mutex<[String]>([])

    var events: [String] { heard.withLock { $0 } }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        heard.withLock { $0.append("\(type(of: event))") }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        heard.withLock { $0.append("\(type(of: error))") }
    }
}
