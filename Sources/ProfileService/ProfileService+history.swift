package import ProfileCore
package import ProfileStore

/// What stands behind a profile.
extension ProfileService {
    /// A page of orders, interactions and activities, newest first; nil when there is no such profile.
    package func timeline(
        of reference: ProfileReference, after cursor: TimelineCursor?, limit: Int
    ) async throws(StoreError) -> (profile: ProfileState, facts: [Fact])? {
        guard let state = try await state(of: reference) else { return nil }
        return (state, try await store.timeline(of: state.id, after: cursor, limit: limit))
    }

    /// The links and merges behind a profile and a page of its facts, ascending by key; nil when there is no such
    /// profile.
    package func identity(
        of reference: ProfileReference, factsAfter key: FactKey?, limit: Int
    ) async throws(StoreError) -> (profile: ProfileState, history: IdentityHistory, facts: [Fact])? {
        guard let state = try await state(of: reference) else { return nil }
        let history = try await store.identity(of: state)
        return (state, history, try await store.facts(of: state.id, after: key, limit: limit))
    }

    package func conflicts(after cursor: ConflictCursor?, limit: Int) async throws(StoreError) -> [Conflict] {
        try await store.conflicts(after: cursor, limit: limit)
    }

    /// Removes a profile and every fact behind it; false when there is no such profile.
    package func erase(_ reference: ProfileReference) async throws(StoreError) -> Bool {
        guard let state = try await state(of: reference) else { return false }
        _ = try await store.erase(state)
        cache.invalidate([state.id])
        judgement.forget(state.id)
        return true
    }

    /// Folds every profile anew from its facts, page by page; `progress` hears how many are done.
    package func rebuild(progress: (Int) -> Void) async throws(StoreError) {
        var last: ProfileID?
        var done = 0
        while true {
            let page = try await store.scan(after: last, limit: 200).map(\.id)
            guard let final = page.last else { return }
            try await commit(touching: Touch(profiles: Set(page))) { snapshot in
                (Decision(rebuilding: snapshot.profiles, at: snapshot.moment), ())
            }
            last = final
            done += page.count
            progress(done)
        }
    }
}
