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

    /// False when there is no such key.
    package func revokeKey(_ id: String) async throws(StoreError) -> Bool {
        guard var key = try await store.keys().first(where: { $0.id == id }) else { return false }
        if key.revokedAt == nil {
            key.revokedAt = now()
            try await store.put(key)
        }
        return true
    }
}
