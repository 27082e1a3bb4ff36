import HTTPTypes
import Hummingbird
import NIOCore
import ProfileService
import ServiceLifecycle

/// The text of server-sent events (WHATWG HTML, section 9.2).
struct EventText {
    private(set) var bytes = ByteBuffer()

    static let mediaType = "text/event-stream"
    static let keepAlive = {
        var text = EventText()
        text.keepAlive(id: nil)
        return text.bytes
    }()

    /// Keeps the line alive, and names where a reader that comes back goes on.
    mutating func keepAlive(id: String?) {
        bytes.writeStaticString(": keep-alive\n")
        if let id { bytes.writeString("id: \(id)\n") }
        bytes.writeStaticString("\n")
    }

    /// `data` is one line. A reader that comes back names the last `id` it got.
    mutating func event(_ name: String, id: String? = nil, data: some Collection<UInt8>) {
        if let id { bytes.writeString("id: \(id)\n") }
        bytes.writeString("event: \(name)\ndata: ")
        bytes.writeBytes(data)
        bytes.writeStaticString("\n\n")
    }

    mutating func event(_ name: String, id: String? = nil, data: String) {
        event(name, id: id, data: data.utf8)
    }

    /// When to reconnect: a random delay, so that the readers of a node that stops do not reconnect all at once.
    static var retry: ByteBuffer {
        ByteBuffer(string: "retry: \(Int.random(in: 500...3000))\n\n")
    }
}

extension Response {
    /// An answer that goes on until `write` returns and holds `place` until then. Nothing else is answered on its
    /// connection.
    static func events(
        on channel: any Channel, in place: StreamPlace,
        _ write: @escaping @Sendable (inout any ResponseBodyWriter) async throws -> Void
    ) -> Response {
        var headers: HTTPFields = [.contentType: EventText.mediaType, .cacheControl: "no-store", .connection: "close"]
        headers[accelBuffering] = "no"
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                // Keeps buffers small, so that a slow reader gets the latest state.
                _ = channel.setOption(.socketOption(.so_sndbuf), value: sendBuffer)
                _ = channel.setOption(.writeBufferWaterMark, value: .init(low: 1, high: 2))
                try await write(&writer)
                try await writer.finish(nil)
                withExtendedLifetime(place) {}
            })
    }

    private static let sendBuffer: SocketOptionValue = 64 * 1024
    /// Asks nginx, and what understands it, to hand events on at once.
    private static let accelBuffering = HTTPField.Name("X-Accel-Buffering") ?? .server
}

/// What a stream has to send after it was woken.
struct StreamTurn: Sendable {
    let bytes: ByteBuffer
    let isLast: Bool

    static func more(_ bytes: ByteBuffer = ByteBuffer()) -> StreamTurn { StreamTurn(bytes: bytes, isLast: false) }
    static func last(_ bytes: ByteBuffer = ByteBuffer()) -> StreamTurn { StreamTurn(bytes: bytes, isLast: true) }
}

/// A stream of events, which waits most of the time. What it knows changes turn by turn.
protocol EventStream: Actor {
    /// Rings when there is something to send.
    nonisolated var bell: Bell { get }
    /// What the signs give to send.
    func turn(_ signs: Bell.Signs) async -> StreamTurn
    /// The reader took so long to take what was sent.
    func sent(after duration: Duration)
}

extension EventStream {
    func sent(after duration: Duration) {}

    /// Sends what each turn gives, until the last.
    nonisolated func run(_ writer: inout any ResponseBodyWriter) async throws {
        while true {
            let signs = await bell.next()
            if signs.contains(.abandoned) { return }
            let turn = await apart { await self.turn(signs) }
            if turn.bytes.readableBytes > 0 {
                let start = ContinuousClock.now
                try await writer.write(turn.bytes)
                await sent(after: start.duration(to: .now))
            }
            if turn.isLast { return }
        }
    }
}

/// Works in a task of its own. A task keeps, until it ends, the most memory that it ever needed. The task of a stream
/// runs for hours, so it leaves to others what needs much.
func apart<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) async -> Value {
    let task = Task(operation: work)
    return await withTaskCancellationHandler {
        await task.value
    } onCancel: {
        task.cancel()
    }
}

/// The same for work that may fail.
func apart<Value: Sendable>(throwing work: @escaping @Sendable () async throws -> Value) async throws -> Value {
    let result: Result<Value, any Error> = await apart {
        do { return .success(try await work()) } catch { return .failure(error) }
    }
    return try result.get()
}

extension ServerContext {
    /// Throws a problem when no more streams may be open.
    func streamPlace() throws(Problem) -> StreamPlace {
        guard let place = service.hub.place(among: limits.eventStreams) else {
            throw Problem(.tooManyStreams, "At most \(limits.eventStreams) streams of events are open at a time.")
        }
        return place
    }
}

/// The clock of all streams.
struct StreamBeat: Service {
    let service: ProfileService

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: .seconds(1))) != nil { service.tickStreams() }
        }
    }
}

extension HTTPField.Name {
    static let lastEventID = HTTPField.Name("Last-Event-ID") ?? .server
}
