import Gzip
import HTTPTypes
import Hummingbird
import NIOCore
import ProfileService

/// A file for browsers: as it is and packed, with a tag for both.
struct WebFile: Sendable {
    /// Nobody else's script, style or picture, no inline ones, and nowhere else to send anything.
    static let policy = policy(scripts: "'self'")

    /// The same, with scripts of other places.
    static func policy(scripts: String) -> String {
        "default-src 'none'; script-src \(scripts); style-src 'self'; img-src 'self'; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors "
    }

    private let mediaType: String
    private let tag: String
    private let plain: ByteBuffer
    private let packed: ByteBuffer?

    init(_ bytes: [UInt8], as mediaType: String) {
        self.mediaType = mediaType
        // Weak, because it names the file and not one of its codings.
        tag = "W/" + EntityTag.strong(of: bytes)
        plain = ByteBuffer(bytes: bytes)
        packed = GzipPacker.pack(bytes).map { ByteBuffer(bytes: $0) }
    }

    /// The answer to a request for the file: packed where the browser takes that, empty where it has the file.
    func response(to request: Request, caching: String) -> Response {
        let isKnown = EntityTag.matches(request.headers[values: .ifNoneMatch], tag)
        var response = isKnown ? Response(status: .notModified) : content(for: request)
        response.headers[.eTag] = tag
        response.headers[.vary] = "Accept-Encoding"
        response.headers[.cacheControl] = caching
        return response
    }

    private func content(for request: Request) -> Response {
        guard let packed, Self.takesGzip(request.headers[values: .acceptEncoding]) else {
            return .buffer(plain, as: mediaType)
        }
        var response = Response.buffer(packed, as: mediaType)
        response.headers[.contentEncoding] = "gzip"
        return response
    }

    /// Whether one of the codings of `Accept-Encoding` is gzip, and not with a weight of zero.
    static func takesGzip(_ headers: [String]) -> Bool {
        headers.flatMap { $0.lowercased().split(separator: ",") }.contains { coding in
            let parts = coding.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            guard parts.first == "gzip" else { return false }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
            return weight != 0
        }
    }
}
