import HTTPTypes
import Hummingbird

/// What browsers ask before a page of another origin may send something here, and be told what became of it.
///
/// No cookie counts where pages of elsewhere may call, so that nobody is made to send what he does not want to.
enum CrossOrigin {
    private static let origin = HTTPField.Name("Access-Control-Allow-Origin") ?? .server
    private static let methods = HTTPField.Name("Access-Control-Allow-Methods") ?? .server
    private static let fields = HTTPField.Name("Access-Control-Allow-Headers") ?? .server
    private static let age = HTTPField.Name("Access-Control-Max-Age") ?? .server

    /// The answer to the question; one that allows nothing where the page may not send.
    static func preflight(_ request: Request, _ context: ServerContext) -> Response {
        var response = Response.noContent
        guard context.tracking.allowed(request.headers[.origin]) != nil else { return response }
        response.headers[methods] = "POST"
        response.headers[fields] = "Authorization, Content-Type, Content-Encoding, AnonymousId"
        response.headers[age] = "86400"
        return response
    }

    /// Lets the page read the answer.
    static func allow(_ request: Request, _ context: ServerContext, in headers: inout HTTPFields) {
        headers[.vary] = "Origin"
        if let allowed = context.tracking.allowed(request.headers[.origin]) { headers[origin] = allowed }
    }
}
