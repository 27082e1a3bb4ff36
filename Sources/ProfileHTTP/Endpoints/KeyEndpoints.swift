import Hummingbird
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// API keys: listed, made, revoked.
enum KeyEndpoints {
    static let routes = [
        Route(.get, "/v1/keys", .admins, handle: list),
        Route(.post, "/v1/keys", .admins, body: .json, handle: make),
        Route(.delete, "/v1/keys/{id}", .admins, handle: revoke),
    ]

    private static func list(_ exchange: Exchange) async throws -> Response {
        let keys = try await exchange.service.keys()
        return .json { json in
            json.object { json in
                json.member("items") { json in
                    json.array(of: keys) { json, key in json.object { write(key, to: &$0) } }
                }
            }
        }
    }

    private static func make(_ exchange: Exchange) async throws -> Response {
        let request = try await exchange.request { bytes throws(WireRejection) in try APIKeyRequest(json: bytes) }
        let token = KeyToken.draw()
        let key = token.key(
            named: request.name, scopes: try scopes(request.scopes), sources: request.sources.map { Set($0) },
            agents: request.agents.map { Set($0) }, at: exchange.context.now())
        try await exchange.service.put(key)
        try await exchange.context.reloadKeys()
        return .json(.created) { json in
            json.object { json in
                write(key, to: &json)
                json.member("key", token.text)
            }
        }
    }

    private static func revoke(_ exchange: Exchange) async throws -> Response {
        switch try await exchange.service.revokeKey(try exchange.parameter("id")) {
        case .unknown: throw Problem(.notFound, "There is no key with this id.")
        case .onlyAdmin:
            throw Problem(.stateConflict, "It is the only key with the scope admin; make another one first.")
        case .revoked:
            try await exchange.context.reloadKeys()
            return .noContent
        }
    }

    private static func scopes(_ names: [String]) throws(Problem) -> Set<APIKey.Scope> {
        var scopes: Set<APIKey.Scope> = []
        for (index, name) in names.enumerated() {
            guard let scope = APIKey.Scope(rawValue: name) else {
                let known = APIKey.Scope.allCases.map(\.rawValue).joined(separator: ", ")
                throw .invalidBody("/scopes/\(index)", "unknown_scope", "one of: \(known)")
            }
            scopes.insert(scope)
        }
        return scopes
    }

    private static func write(_ key: APIKey, to json: inout JSONWriter) {
        json.member("id", key.id)
        json.member("name", key.name)
        json.member("scopes") { $0.array(of: key.scopes.map(\.rawValue).sorted()) { $0.string($1) } }
        json.key("sources")
        if let sources = key.sources { json.array(of: sources.sorted()) { $0.string($1) } } else { json.null() }
        json.key("agents")
        if let agents = key.agents { json.array(of: agents.sorted()) { $0.string($1) } } else { json.null() }
        json.member("created_at", key.createdAt)
        json.member("revoked_at", key.revokedAt)
    }
}

extension ServerContext {
    /// Takes over what the store holds, so that a key made or revoked counts from now on.
    func reloadKeys() async throws(StoreError) {
        let reading = keys.beginReading()
        keys.take(try await service.keys(), from: reading)
    }
}
