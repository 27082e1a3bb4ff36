import HTTPTypes
import Hummingbird
import NIOCore

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

    static let timeout = ConnectionProblem(
        Problem(.requestTimeout, "The request did not arrive in time, or its stream ran dry."))
    static let malformed = ConnectionProblem(Problem(.malformedRequest, "What was sent is not HTTP/1.1."))
    static let headerTooLarge = ConnectionProblem(
        Problem(.headerTooLarge, "The header has too many fields, or too long ones."))
}
