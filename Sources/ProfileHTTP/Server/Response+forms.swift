import HTTPTypes
import Hummingbird
import NIOCore
import ProfileService
import ProfileWire

extension Response {
    static let noContent = Response(status: .noContent)

    static func json(_ status: HTTPResponse.Status = .ok, _ write: (inout JSONWriter) -> Void) -> Response {
        var json = JSONWriter()
        write(&json)
        return .bytes(json.bytes, as: MediaType.json, status: status)
    }

    static func bytes(
        _ bytes: [UInt8], as mediaType: String, status: HTTPResponse.Status = .ok
    ) -> Response {
        .buffer(ByteBuffer(bytes: bytes), as: mediaType, status: status)
    }

    static func buffer(
        _ buffer: ByteBuffer, as mediaType: String, status: HTTPResponse.Status = .ok
    ) -> Response {
        Response(status: status, headers: [.contentType: mediaType], body: ResponseBody(byteBuffer: buffer))
    }
}

extension Problem {
    static let mediaType = "application/problem+json"
    private static let rateLimitReset = HTTPField.Name("X-RateLimit-Reset") ?? .server

    var response: Response {
        Response(status: kind.status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: document)))
    }

    var headers: HTTPFields {
        var headers: HTTPFields = [.contentType: Self.mediaType, .cacheControl: "no-store"]
        if let retryAfter = kind.retryAfter {
            headers[.retryAfter] = String(retryAfter)
            if kind == .tooManyRequests { headers[Self.rateLimitReset] = String(retryAfter) }
        }
        if !allowed.isEmpty { headers[.allow] = allowed.joined(separator: ", ") }
        if let challenge = kind.challenge { headers[.wwwAuthenticate] = challenge + " realm=\"clientele\"" }
        if kind.closesConnection { headers[.connection] = "close" }
        return headers
    }
}

/// Fields of every answer that keep browsers from doing something clever with personal data.
enum SecurityHeaders {
    static func add(to fields: inout HTTPFields) {
        fields[.xContentTypeOptions] = "nosniff"
        fields[referrerPolicy] = "no-referrer"
        set(.contentSecurityPolicy, to: "default-src 'none'; frame-ancestors 'none'", in: &fields)
        set(.cacheControl, to: "no-store", in: &fields)
    }

    private static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .server

    private static func set(_ name: HTTPField.Name, to value: String, in fields: inout HTTPFields) {
        if fields[name] == nil { fields[name] = value }
    }
}

/// For this caller's eyes, and asked for again each time.
enum PrivateCaching {
    static func add(to fields: inout HTTPFields) {
        fields[.cacheControl] = "private, no-cache"
        fields[.vary] = "Authorization, Cookie, \(SessionKeeping.header)"
    }
}

extension EntityTag {
    /// Whether one of the tags of an If-None-Match header matches, compared weakly, or it is `*`.
    static func matches(_ headers: [String], _ tag: String) -> Bool {
        headers.contains { header in
            header.split(separator: ",").contains { entry in
                let candidate = entry.trimming { $0 == " " || $0 == "\t" }
                return candidate == "*" || strong(candidate) == strong(tag[...])
            }
        }
    }

    private static func strong(_ tag: Substring) -> Substring {
        tag.hasPrefix("W/") ? tag.dropFirst(2) : tag
    }
}

extension Substring {
    fileprivate func trimming(_ isSpace: (Character) -> Bool) -> Substring {
        let start = drop(while: isSpace)
        guard let last = start.lastIndex(where: { !isSpace($0) }) else { return "" }
        return start[...last]
    }
}
