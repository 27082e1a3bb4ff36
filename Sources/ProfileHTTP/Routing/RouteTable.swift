package import HTTPTypes
import Hummingbird

/// All operations, found by method and path.
package struct RouteTable: Sendable {
    enum Match {
        case found(Route, parameters: [Substring: Substring])
        case wrongMethod(Route, allowed: [String])
        case unknown
    }

    package let routes: [Route]
    /// Places in `routes` by number of segments: most paths differ there already.
    private let placesByLength: [Int: [Int]]

    package init(_ routes: [Route]) {
        self.routes = routes
        placesByLength = Dictionary(grouping: routes.indices) { routes[$0].path.segments.count }
    }

    /// A HEAD request is answered by the GET of the same path. Where several templates match, the one with the fewest
    /// parameters is meant.
    func match(_ method: HTTPRequest.Method, path: String) -> Match {
        let parts = Array(path.split(separator: "/", omittingEmptySubsequences: false).dropFirst())
        let meant = places(meantBy: parts).map { routes[$0] }
        guard let first = meant.first else { return .unknown }
        guard let route = meant.first(where: { $0.answers(method) }) else {
            return .wrongMethod(first, allowed: Self.methods(of: meant))
        }
        return .found(route, parameters: route.path.values(in: parts))
    }

    private func places(meantBy parts: [Substring]) -> [Int] {
        var (fewest, meant): (Int, [Int]) = (.max, [])
        for place in placesByLength[parts.count] ?? [] where routes[place].path.matches(parts) {
            let parameters = routes[place].path.parameterCount
            if parameters < fewest { (fewest, meant) = (parameters, []) }
            if parameters == fewest { meant.append(place) }
        }
        return meant
    }

    private static func methods(of routes: [Route]) -> [String] {
        let names = Set(routes.map(\.method.rawValue))
        return (names.contains("GET") ? names.union(["HEAD"]) : names).sorted()
    }
}

extension Route {
    func answers(_ method: HTTPRequest.Method) -> Bool {
        method == self.method || (method == .head && self.method == .get)
    }
}

/// One operation of the API.
package struct Route: Sendable {
    /// What a request body has to be.
    package enum Body: Hashable, Sendable {
        case none, json, mergePatch, form, recordStream
        /// Of any media type: the handler finds out.
        case any
        /// JSON, also from pages that must not name it: browsers would ask before they send it.
        case message
    }

    typealias Handler = @Sendable (Exchange) async throws -> Response
    typealias Refusal = @Sendable (Problem, Request, ServerContext) async -> Response?

    package let method: HTTPRequest.Method
    package let path: PathTemplate
    package let access: Access
    /// The query parameters it knows. Any other is refused if `readsQuery`.
    package let query: Set<String>
    /// Those of them that may be given several times.
    let repeatable: Set<String>
    /// False where the server passes over the query, because only the page reads it.
    let readsQuery: Bool
    package let body: Body
    /// Whether its answer is a stream of events.
    let isStream: Bool
    /// Whether pages of other origins may call it, where the settings allow them.
    let isForPages: Bool
    /// What a problem is answered with, where that is not as elsewhere.
    let refusal: Refusal?
    let handle: Handler

    init(
        _ method: HTTPRequest.Method, _ path: String, _ access: Access, query: Set<String> = [],
        repeatable: Set<String> = [], readsQuery: Bool = true, body: Body = .none, isStream: Bool = false,
        isForPages: Bool = false, refusal: Refusal? = nil, handle: @escaping Handler
    ) {
        self.method = method
        self.path = PathTemplate(path)
        self.access = access
        self.query = query
        self.repeatable = repeatable
        self.readsQuery = readsQuery
        self.body = body
        self.isStream = isStream
        self.isForPages = isForPages
        self.refusal = refusal
        self.handle = handle
    }
}

/// A path as the API describes it: `/v1/profiles/{id}`.
package struct PathTemplate: Hashable, Sendable {
    enum Segment: Hashable, Sendable {
        case literal(Substring)
        case parameter(Substring)
    }

    package let text: String
    let segments: [Segment]
    let parameterCount: Int

    package init(_ text: String) {
        self.text = text
        segments = text.split(separator: "/").map { part in
            part.hasPrefix("{") ? .parameter(part.dropFirst().dropLast()) : .literal(part)
        }
        parameterCount = segments.count { if case .parameter = $0 { true } else { false } }
    }

    func matches(_ parts: [Substring]) -> Bool {
        guard parts.count == segments.count else { return false }
        return zip(segments, parts).allSatisfy { segment, part in
            switch segment {
            case .literal(let text): text == part
            case .parameter: !part.isEmpty
            }
        }
    }

    /// The values of the parameters in a path that matches, still percent-encoded.
    func values(in parts: [Substring]) -> [Substring: Substring] {
        var values: [Substring: Substring] = [:]
        for case (.parameter(let name), let part) in zip(segments, parts) { values[name] = part }
        return values
    }
}
