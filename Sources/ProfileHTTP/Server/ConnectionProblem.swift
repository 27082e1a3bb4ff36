import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1

/// A problem that is told before, or instead of, the service itself: about the connection.
struct ConnectionProblem {
    let head: HTTPResponse
    let body: ByteBuffer

    private init(_ problem: Problem) {
        body = ByteBuffer(bytes: problem.document)
        head = HTTPResponse(
            status: problem.kind.status,
            headerFields: [
                .contentType: Problem.mediaType, .contentLength: String(body.readableBytes), .connection: "close",
                .cacheControl: "no-store",
            ])
    }

    /// Nil when `error` does not come from what the client sent.
    init?(_ error: any Error) {
        switch error {
        case HTTPParserError.headerOverflow: self = .headerTooLarge
        case is HTTPParserError: self = .malformed
        case HeadCheck.Refusal.hostUnclear: self = .hostUnclear
        case HeadCheck.Refusal.unknownTransferCoding: self = .unknownTransferCoding
        default: return nil
        }
    }

    static let timeout = ConnectionProblem(Problem(.requestTimeout, "The request did not arrive in time."))
    private static let malformed = ConnectionProblem(Problem(.malformedRequest, "What was sent is not HTTP/1.1."))
    private static let hostUnclear = ConnectionProblem(
        Problem(
            .malformedRequest, "A request of HTTP/1.1 has one Host field.",
            flaws: [Problem.Flaw(code: "bad_host", detail: "the name of this host, once")]))
    private static let unknownTransferCoding = ConnectionProblem(
        Problem(
            .malformedRequest, "The body is sent in a way that is not known here.",
            flaws: [
                Problem.Flaw(
                    code: "bad_transfer_encoding",
                    detail: "Transfer-Encoding: chunked and nothing else; a packed body says so as Content-Encoding")
            ]))
    private static let headerTooLarge = ConnectionProblem(
        Problem(.headerTooLarge, "The header has too many fields, or too long ones."))
}
