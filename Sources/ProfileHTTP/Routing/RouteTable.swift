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

    /// A HEAD request is answered by the GET of the same path. Where several templates match, the one with the fewest
    /// parameters is meant.
    func match(_ method: HTTPRequest.Method, path: String) -> Match {
        let parts = Array(path.split(separator: "/", omittingEmptySubsequences: false).dropFirst())
        let matches = placesByLength[parts.count, default: []].compactMap { place in
            routes[place].path.match(parts).map { (route: routes[place], parameters: $0) }
        }
        guard let least = matches.map(\.parameters.count).min() else { return .unknown }
        let meant = matches.filter { $0.parameters.count == least }
        if let match = meant.first(where: { $0.route.answers(method) }) {
            return .found(match.route, parameters: match.parameters)
        }
        return .wrongMethod(meant[0].route, allowed: Self.methods(of: meant.map(\.route)))
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
