import Foundation

/// An answer of the service.
struct Answer: Sendable {
    let status: Int
    /// By lower-cased name.
    let headers: [String: String]
    let body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    var json: JSON {
        get throws { try JSON(body) }
    }
}

extension Answer {
    /// Reads one answer, with a `Content-Length` or, where it is long, in chunks until the connection ends.
    init(from socket: Socket) throws {
        var bytes: [UInt8] = []
        while true {
            if let end = Self.endOfHead(bytes) {
                let head = String(decoding: bytes[..<end], as: UTF8.self)
                bytes.removeFirst(end + 4)
                let answer = try Answer(head: head, begun: bytes, rest: socket)
                guard answer.status < 200 else {
                    self = answer
                    return
                }
                bytes = []
            }
            let more = try socket.receive()
            guard !more.isEmpty else { throw Socket.Failure.brokenOff }
            bytes += more
        }
    }

    private init(head: String, begun: [UInt8], rest socket: Socket) throws {
        var lines = head.split(separator: "\r\n").map(String.init)
        let parts = lines.removeFirst().split(separator: " ")
        let fields = lines.compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            return (line[..<colon].lowercased(), String(value))
        }
        status = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        headers = Dictionary(fields) { $0 + "," + $1 }
        let length = status < 200 || status == 204 ? 0 : headers["content-length"].flatMap { Int($0) } ?? 0
        var body = begun
        while body.count < length {
            let more = try socket.receive()
            guard !more.isEmpty else { throw Socket.Failure.brokenOff }
            body += more
        }
        self.body = headers["transfer-encoding"] == "chunked" ? try Self.unchunked(body, rest: socket) : body
    }

    /// RFC 9112, section 7.1. Throws when the last chunk is missing.
    private static func unchunked(_ begun: [UInt8], rest socket: Socket) throws -> [UInt8] {
        var rest = begun
        while case let more = try socket.receive(), !more.isEmpty { rest += more }
        var (body, place) = ([UInt8](), 0)
        while let end = rest[place...].firstIndex(of: 13) {
            guard let size = Int(String(decoding: rest[place..<end], as: UTF8.self), radix: 16) else { break }
            guard size > 0 else { return body }
            guard end + 2 + size + 2 <= rest.count else { break }
            body += rest[end + 2..<end + 2 + size]
            place = end + 2 + size + 2
        }
        throw Socket.Failure.brokenOff
    }

    private static func endOfHead(_ bytes: [UInt8]) -> Int? {
        Data(bytes).firstRange(of: Data("\r\n\r\n".utf8))?.lowerBound
    }
}
