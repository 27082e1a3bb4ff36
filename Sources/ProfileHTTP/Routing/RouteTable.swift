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
        let matches = placesByLength[parts.count, default: []].compactMap { place in
            routes[place].path.match(parts).map { (route: routes[place], parameters: $0) }
        }
        guard let least = matches.map({ $0.parameters.count }).min() else { return .unknown }
        let meant = matches.filter { $0.parameters.count == least }
        if let match = meant.first(where: { $0.route.answers(method) }) {
            return .found(match.route, parameters: match.parameters)
        }
        return .wrongMethod(meant[0].route, allowed: Self.methods(of: meant.map { $0.route }))
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
        case none, json, form, recordStream
    }

    typealias Handler = @Sendable (Exchange) async throws -> Response

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
    let handle: Handler

    init(
        _ method: HTTPRequest.Method, _ path: String, _ access: Access, query: Set<String> = [],
        repeatable: Set<String> = [], readsQuery: Bool = true, body: Body = .none, isStream: Bool = false,
        handle: @escaping Handler
    ) {
        self.method = method
        self.path = PathTemplate(path)
        self.access = access
        self.query = query
        self.repeatable = repeatable
        self.readsQuery = readsQuery
        self.body = body
        self.isStream = isStream
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

    package init(_ text: String) {
        self.text = text
        segments = text.split(separator: "/").map { part in
            part.hasPrefix("{") ? .parameter(part.dropFirst().dropLast()) : .literal(part)
        }
    }

    /// The values of the parameters, still percent-encoded; nil when `parts` are not such a path.
    func match(_ parts: [Substring]) -> [Substring: Substring]? {
        guard parts.count == segments.count else { return nil }
        var values: [Substring: Substring] = [:]
        for (segment, part) in zip(segments, parts) {
            switch segment {
            case .literal(let text): guard text == part else { return nil }
            case .parameter(let name):
                guard !part.isEmpty else { return nil }
                values[name] = part
            }
        }
        return values
    }
}
