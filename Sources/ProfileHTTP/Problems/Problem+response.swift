import HTTPTypes
import Hummingbird

extension Problem {
    static let mediaType = "application/problem+json"

    var response: Response {
        Response(status: kind.status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: document)))
    }

    var headers: HTTPFields {
        var headers: HTTPFields = [.contentType: Self.mediaType, .cacheControl: "no-store"]
        if let retryAfter { headers[.retryAfter] = String(retryAfter) }
        if !allowed.isEmpty { headers[.allow] = allowed.joined(separator: ", ") }
        if kind == .unauthorized { headers[.wwwAuthenticate] = "Bearer realm=\"clientele\"" }
        if kind.closesConnection { headers[.connection] = "close" }
        return headers
    }
}
