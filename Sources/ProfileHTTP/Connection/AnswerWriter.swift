import HTTPTypes
import NIOCore
import Packing
import ProfileCore
import ProfileService
import Synchronization

/// Writes answers as they go over the wire, head and body in one buffer.
final class AnswerWriter: Sendable {
    struct Answer: Sendable {
        let bytes: ByteBuffer
        /// Whether it says that the connection ends with it.
        let closes: Bool
    }

    /// A head up to the value of `Content-Length`, which is the same for all answers within a second.
    private struct Beginning {
        var second: Int64 = .min
        var bytes: [UInt8] = []
    }

    private let server: HTTPField
    private let profileFields: HTTPFields
    private let beginning = Mutex(Beginning())

    init(serverName: String) {
        server = HTTPField(name: .server, value: serverName)
        var fields: HTTPFields = [.contentType: MediaType.json]
        PrivateCaching.add(to: &fields)
        SecurityHeaders.add(to: &fields)
        profileFields = fields
    }

    /// A whole profile; answers differ in no more than length, tag and body.
    func answer(_ profile: ServedProfile) -> Answer {
        let (head, size) = (profileHead, profile.packed.count)
        var bytes = ByteBufferAllocator().buffer(capacity: head.count + size + Self.roomForEnd)
        bytes.writeBytes(head)
        bytes.writeString(String(size))
        bytes.writeStaticString("\r\nETag: ")
        bytes.writeString(profile.etag)
        bytes.writeStaticString("\r\n\r\n")
        bytes.writeUnpacked(profile.packed)
        return Answer(bytes: bytes, closes: false)
    }

    func answer(_ status: HTTPResponse.Status, _ fields: HTTPFields, _ body: ByteBuffer) -> Answer {
        var bytes = ByteBufferAllocator().buffer(capacity: body.readableBytes + Self.roomForHead)
        bytes.writeHead(status, fields, server, .now)
        bytes.writeString(String(body.readableBytes))
        bytes.writeStaticString("\r\n\r\n")
        bytes.writeImmutableBuffer(body)
        return Answer(bytes: bytes, closes: fields[.connection]?.lowercased() == "close")
    }

    /// The last answer of a connection.
    func answer(to problem: Problem) -> Answer {
        var fields = problem.headers
        SecurityHeaders.add(to: &fields)
        fields[.connection] = "close"
        return answer(problem.kind.status, fields, ByteBuffer(bytes: problem.document))
    }

    private var profileHead: [UInt8] {
        let now = Timestamp.now
        let second = now.milliseconds / Timestamp.millisecondsPerSecond
        return beginning.withLock { beginning in
            if beginning.second != second {
                var bytes = ByteBuffer()
                bytes.writeHead(.ok, profileFields, server, now)
                beginning = Beginning(second: second, bytes: Array(bytes.readableBytesView))
            }
            return beginning.bytes
        }
    }

    private static let roomForEnd = 96
    private static let roomForHead = 512
}

extension ByteBuffer {
    /// All of a head up to the value of `Content-Length`.
    fileprivate mutating func writeHead(
        _ status: HTTPResponse.Status, _ fields: HTTPFields, _ server: HTTPField, _ now: Timestamp
    ) {
        writeString("HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n")
        for field in fields where field.name != .contentLength { write(field) }
        write(server)
        write(HTTPField(name: .date, value: HTTPDate.text(now)))
        writeStaticString("Content-Length: ")
    }

    private mutating func write(_ field: HTTPField) {
        writeString(field.name.rawName)
        writeStaticString(": ")
        writeString(field.value)
        writeStaticString("\r\n")
    }

    fileprivate mutating func writeUnpacked(_ packed: PackedBytes) {
        writeWithUnsafeMutableBytes(minimumWritableBytes: packed.count) { room in
            packed.unpack(into: UnsafeMutableRawBufferPointer(rebasing: room.prefix(packed.count)))
            return packed.count
        }
    }

    /// A copy, made in one step.
    init(unpacking packed: PackedBytes) {
        self.init()
        writeUnpacked(packed)
    }
}

/// Moments as HTTP writes them.
enum HTTPDate {
    /// `Sun, 06 Nov 1994 08:49:37 GMT`, the form of RFC 9110, section 5.6.7.
    static func text(_ moment: Timestamp) -> String {
        let civil = moment.day.civil
        let second = Int(moment.millisecondsIntoDay / Timestamp.millisecondsPerSecond)
        let clock = [second / 3600, second / 60 % 60, second % 60].map(twoDigits).joined(separator: ":")
        let weekday = moment.day.weekday.rawValue.prefix(1).uppercased() + moment.day.weekday.rawValue.dropFirst()
        return "\(weekday), \(twoDigits(civil.day)) \(months[civil.month - 1]) \(civil.year) \(clock) GMT"
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
