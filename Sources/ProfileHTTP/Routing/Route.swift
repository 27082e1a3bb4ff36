package import HTTPTypes
import Hummingbird

/// One operation of the API.
package struct Route: Sendable {
    /// What a request body has to be.
    package enum Body: Hashable, Sendable {
        case none, json, recordStream
    }

    typealias Handler = @Sendable (Exchange) async throws -> Response

    package let method: HTTPRequest.Method
    package let path: PathTemplate
    package let access: Access
    /// The query parameters it knows; any other is refused.
    package let query: Set<String>
    package let body: Body
    let handle: Handler

    init(
        _ method: HTTPRequest.Method, _ path: String, _ access: Access, query: Set<String> = [], body: Body = .none,
        handle: @escaping Handler
    ) {
        self.method = method
        self.path = PathTemplate(path)
        self.access = access
        self.query = query
        self.body = body
        self.handle = handle
    }
}
