import HTTPTypes
import OpenAPIDocument
import ProfileHTTP
import ProfileStore
import Testing
import Yams

@Suite("What is described is what there is")
struct ContractTests {
    private struct Operation: Hashable, Comparable {
        let method: String
        let path: String

        static func < (left: Operation, right: Operation) -> Bool {
            (left.path, left.method) < (right.path, right.method)
        }
    }

    private func document() throws -> [String: Node] {
        let root = try #require(try Yams.compose(yaml: OpenAPIDocument.openAPI)?.mapping)
        return Dictionary(uniqueKeysWithValues: root.compactMap { key, value in key.string.map { ($0, value) } })
    }

    private func operations() throws -> [Operation: Node] {
        let paths = try #require(try document()["paths"]?.mapping)
        var operations: [Operation: Node] = [:]
        for (path, item) in paths {
            for (method, operation) in item.mapping ?? [:] {
                let key = Operation(method: method.string?.uppercased() ?? "", path: path.string ?? "")
                operations[key] = operation
            }
        }
        return operations
    }

    private let routes = Dictionary(
        uniqueKeysWithValues: ClienteleServer.routes.map {
            (Operation(method: $0.method.rawValue, path: $0.path.text), $0)
        })

    @Test("Routes and OpenAPI name the same operations")
    func operationsAgree() throws {
        #expect(try operations().keys.sorted() == routes.keys.sorted())
    }

    @Test("Routes and OpenAPI name the same scopes")
    func scopesAgree() throws {
        for (operation, node) in try operations() {
            let described = Set(node["x-scopes"]?.array().compactMap(\.string) ?? [])
            switch routes[operation]?.access {
            case .holders(let scopes): #expect(Set(scopes.map(\.rawValue)) == described, "\(operation)")
            default: #expect(described.isEmpty, "\(operation)")
            }
        }
    }

    @Test("Routes and OpenAPI name the same query parameters, and every part of a path is described")
    func parametersAgree() throws {
        let shared = try #require(try document()["components"]?["parameters"])
        for (operation, node) in try operations() {
            let parameters = (node["parameters"]?.array() ?? []).compactMap { parameter -> Node? in
                let name = parameter["$ref"]?.string?.split(separator: "/").last.map(String.init)
                return name.flatMap { shared[$0] }
            }
            let names = { (place: String) in
                Set(parameters.filter { $0["in"]?.string == place }.compactMap { $0["name"]?.string })
            }
            #expect(names("query") == routes[operation]?.query ?? [], "\(operation)")
            let parts = operation.path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
                $0.dropFirst().dropLast()
            }
            #expect(names("path") == Set(parts.map(String.init)), "\(operation)")
        }
    }

    @Test("Routes with a body are described with one")
    func bodiesAgree() throws {
        for (operation, node) in try operations() {
            #expect((node["requestBody"] != nil) == (routes[operation]?.body != Route.Body.none), "\(operation)")
        }
    }

    @Test("Every kind of problem is described")
    func problemsAgree() throws {
        let types = try document()["components"]?["schemas"]?["Problem"]?["properties"]?["type"]?["enum"]?.array()
        let described = Set((types ?? []).compactMap(\.string))
        #expect(described == Set(ProblemKind.allCases.map { "/problems/" + $0.rawValue }))
        for kind in ProblemKind.allCases {
            #expect(OpenAPIDocument.docs.contains("<code>\(kind.rawValue)</code>"), "\(kind)")
        }
    }

    /// The members that a schema describes; fails unless it says of all that they are there.
    private func members(of schema: Node?) throws -> Set<String> {
        let names = Set(schema?["properties"]?.mapping?.keys.compactMap(\.string) ?? [])
        try #require(Set(schema?["required"]?.array().compactMap(\.string) ?? []) == names)
        return names
    }

    @Test("Answers about VIPs and of searches have the members that are described, and no others")
    func answersAgree() async throws {
        let schemas = try document()["components"]?["schemas"]
        let answer = try members(of: schemas?["VIPAnswer"])
        let place = try members(of: schemas?["Queue"]?["properties"]?["queue"]?["items"])
        let page = try members(of: schemas?["SearchAnswer"])
        let person = try members(of: schemas?["SearchResult"])
        try await TestServer().call { call async throws in
            let one = try await call(.get, "/v1/vip/crm:1").json
            let queue = try await call(.post, "/v1/vip/rank", body: #"[{"ref":"a"}]"#).json["queue"]
            #expect(one.names == answer)
            #expect(queue?[0]?.names == place)
            _ = try await call(.put, "/v1/sources/crm/customers/1", body: #"{"given_name":"Jane"}"#)
            let search = try await call(.post, "/v1/profiles/search", body: #"{"query":"jane"}"#).json
            #expect(search.names == page && search["results"]?[0]?.names == person)
        }
    }

    @Test("What a schema requires is described, and what a number of a profile means is told")
    func described() throws {
        let schemas = try #require(try document()["components"]?["schemas"])
        var undescribed: [String] = []
        func look(_ node: Node, at place: String) {
            let properties = node["properties"]?.mapping
            let names = Set(properties?.keys.compactMap(\.string) ?? [])
            let required = Set(node["required"]?.array().compactMap(\.string) ?? [])
            if properties != nil { undescribed += required.subtracting(names).map { "\(place)/\($0)" } }
            for (key, part) in node.mapping ?? [:] { look(part, at: "\(place)/\(key.string ?? "")") }
            for (index, part) in (node.sequence ?? []).enumerated() { look(part, at: "\(place)/\(index)") }
        }
        look(schemas, at: "")
        func lookAtNumbers(_ node: Node, at place: String) {
            for (key, part) in node["properties"]?.mapping ?? [:] {
                let (name, text) = (key.string ?? "", part["description"])
                let isDerived = name.hasSuffix("share") || name.hasPrefix("average") || name == "score"
                let isNumber = part["type"]?.string == "number" || part["type"]?.array().contains("number") == true
                if isDerived, isNumber, text == nil { undescribed.append("\(place)/\(name)") }
            }
            for (key, part) in node.mapping ?? [:] { lookAtNumbers(part, at: "\(place)/\(key.string ?? "")") }
            for (index, part) in (node.sequence ?? []).enumerated() { lookAtNumbers(part, at: "\(place)/\(index)") }
        }
        for name in ["Profile", "Contact", "Purchases", "Rating", "Share"] {
            lookAtNumbers(try #require(schemas[name]), at: name)
        }
        #expect(undescribed == [])
    }

    @Test("A key that is listed has the members that are described, and no others")
    func keysAgree() async throws {
        try await TestServer().call { call async throws in
            _ = try await call(.post, "/v1/keys", body: #"{"name":"x","scopes":["vip:read"],"agents":["a7"]}"#)
            #expect(DescribedSchema.misfits(try await call(.get, "/v1/keys").json, "Keys") == [])
        }
    }

    @Test("The example of /readyz is one of this version")
    func readinessExample() async throws {
        let answers = try operations()[Operation(method: "GET", path: "/readyz")]?["responses"]?.mapping
        let fine = answers?.first { $0.key.string == "200" }?.value
        let example = fine?["content"]?["application/json"]?["example"]?["store"]
        let described = ["schema", "known_schema"].map { example?[$0]?.int }
        try await TestServer().call { call async throws in
            let store = try await call(.get, "/readyz").json["store"]
            #expect(["schema", "known_schema"].map { store?[$0]?.integer } == described)
        }
    }

    @Test("Every reference within the description leads somewhere")
    func references() throws {
        let root = try #require(try Yams.compose(yaml: OpenAPIDocument.openAPI))
        for line in OpenAPIDocument.openAPI.split(separator: "\n") {
            guard let match = line.firstMatch(of: #/\$ref: '#/(.+)'/#) else { continue }
            let target = match.1.split(separator: "/").reduce(Optional(root)) { node, part in node?[String(part)] }
            #expect(target != nil, "\(match.1)")
        }
    }

    @Test("The guide names every operation, is small and needs nothing from elsewhere")
    func guide() {
        for route in ClienteleServer.routes where route.path.text.hasPrefix("/v1") {
            let path =
                route.method == .delete
                ? route.path.text.replacing(#/(customers|orders|interactions|activities|promises)/#, with: "{kind}")
                : route.path.text
            #expect(OpenAPIDocument.docs.contains(path) || path == "/v1/keys/{id}", "\(path)")
        }
        #expect(OpenAPIDocument.docs.utf8.count < 45_000)
        #expect(!OpenAPIDocument.docs.contains("src="))
        #expect(!OpenAPIDocument.docs.contains("@import"))
        #expect(!OpenAPIDocument.docs.contains("url("))
    }
}
