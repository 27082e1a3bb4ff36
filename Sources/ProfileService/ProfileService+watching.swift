package import ProfileStore

/// What those who watch over a node ask.
extension ProfileService {
    package var cacheCounts: CacheCounts { cache.counts }

    package var measures: [Measure] {
        store.measures + [claimMeasure, foldMeasure] + (isFollowing.map(following.measures(isFollowing:)) ?? [])
    }

    package var engine: StoreState.Engine { store.engine }

    /// Whether all changes of other nodes are known; nil when the store is this node's alone.
    package var isFollowing: Bool? {
        store is any ChangeListening ? cache.isTrusted(at: now()) : nil
    }

    /// Succeeds when the store can be written to, and tells how it is.
    package func probeStore() async throws(StoreError) -> StoreState {
        do {
            try await store.probe()
            writeHealth.note(nil)
            return try await store.state()
        } catch {
            writeHealth.note(error)
            throw error
        }
    }
}
