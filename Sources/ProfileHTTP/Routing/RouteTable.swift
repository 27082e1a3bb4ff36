import HTTPTypes

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

    /// A HEAD request is answered by the GET of the same path.
    func match(_ method: HTTPRequest.Method, path: String) -> Match {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        let candidates = placesByLength[parts.count, default: []]
        var allowed: [Route] = []
        for place in candidates {
            guard let parameters = routes[place].path.match(Array(parts)) else { continue }
            if routes[place].answers(method) { return .found(routes[place], parameters: parameters) }
            allowed.append(routes[place])
        }
        guard let first = allowed.first else { return .unknown }
        return .wrongMethod(first, allowed: Self.methods(of: allowed))
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
