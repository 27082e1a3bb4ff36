package import ProfileStore

/// API keys, as far as the store is concerned; making and checking them is the edge's work.
extension ProfileService {
    package func keys() async throws(StoreError) -> [APIKey] {
        try await store.keys()
    }

    /// Adds a key, or replaces the one with the same id.
    package func put(_ key: APIKey) async throws(StoreError) {
        try await store.put(key)
    }

    package enum Revocation: Hashable, Sendable {
        case revoked
        case unknown
        /// Nobody could administer the service any more.
        case onlyAdmin
    }

    /// Revokes a key for good, unless no other key would be left to make another one with.
    package func revokeKey(_ id: String) async throws(StoreError) -> Revocation {
        let moment = now()
        return try await store.changeKey { keys in
            guard var key = keys.first(where: { $0.id == id }) else { return (nil, .unknown) }
            guard key.revokedAt == nil else { return (nil, .revoked) }
            guard !key.administers || keys.contains(where: { $0.id != id && $0.administers }) else {
                return (nil, .onlyAdmin)
            }
            key.revokedAt = moment
            return (key, .revoked)
        }
    }
}
