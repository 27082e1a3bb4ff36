import HTTPTypes
import HummingbirdTesting
import ProfileHTTP
import ProfileStore
import ProfileWire
import Testing

/// Reads a stream of events through a socket.
final class EventReader {
    struct Event: Equatable {
        var id: String?
        var name = ""
        var data = ""

        var json: JSONValue { get throws { try JSONReader.parse(Array(data.utf8)) } }
    }

    struct Ended: Error {}

    let connection: RawConnection
    private var received = ""
    private(set) var status = 0
    private var events: [Event] = []
    /// What is no event: comments and hints.
    private(set) var remarks: [String] = []

    /// An empty key is none.
    init(
        _ path: String, _ call: TestCaller, lastEventID: String? = nil, key: String? = nil, cookie: String? = nil
    ) async throws {
        connection = try RawConnection(port: try #require(call.client.port))
        let key = try #require(key ?? call.keys[.admin]?.text)
        let last = lastEventID.map { "Last-Event-ID: \($0)\r\n" } ?? ""
        let authorization = key.isEmpty ? "" : "Authorization: Bearer \(key)\r\n"
        let cookies = cookie.map { "Cookie: \($0)\r\n" } ?? ""
        try await begin("GET \(path) HTTP/1.1\r\nHost: x\r\n\(authorization)\(cookies)\(last)\r\n")
    }

    /// Posts JSON, which is answered by a stream.
    init(posting body: String, to path: String, _ fields: HTTPFields, _ call: TestCaller, key: String) async throws {
        connection = try RawConnection(port: try #require(call.client.port))
        let lines = fields.map { "\($0.name): \($0.value)\r\n" }.joined()
        try await begin(
            "POST \(path) HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer \(key)\r\n\(lines)"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    private func begin(_ request: String) async throws {
        await connection.send(request)
        let head = try await line { $0.firstRange(of: "\r\n\r\n")?.upperBound }
        status = Int(head.split(separator: " ")[1]) ?? 0
    }

    /// The next event; throws when there is none any more.
    func next() async throws -> Event {
        while events.isEmpty { try await readChunk() }
        return events.removeFirst()
    }

    /// Reads on to the end, and tells the events on the way.
    func rest() async throws -> [Event] {
        do {
            while true { try await readChunk() }
        } catch is Ended {
            defer { events = [] }
            return events
        }
    }

    func end() { connection.end() }

    /// Chunks end where writes did, and no event is written in two.
    private func readChunk() async throws {
        let size = try await line { $0.firstRange(of: "\r\n")?.upperBound }
        guard let count = Int(size.dropLast(), radix: 16), count > 0 else { throw Ended() }
        let chunk = try await line { text in
            text.utf8.count >= count + 2 ? text.utf8.index(text.startIndex, offsetBy: count + 2) : nil
        }
        for text in chunk.dropLast().split(separator: "\n\n") { take(text) }
    }

    private func take(_ text: Substring) {
        var event = Event()
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ": ", maxSplits: 1).map(String.init)
            switch parts.first {
            case "id": event.id = parts[1]
            case "event": event.name = parts[1]
            case "data": event.data = parts[1]
            default: remarks.append(String(line))
            }
        }
        if !event.name.isEmpty { events.append(event) }
    }

    private func line(_ end: (String) -> String.Index?) async throws -> String {
        while true {
            if let end = end(received) {
                defer { received = String(received[end...]) }
                return String(received[..<end])
            }
            guard let more = await connection.receiveSome(), !more.isEmpty else { throw Ended() }
            received += more
        }
    }
}
