package import ProfileCore
package import ProfileStore

/// A page of the profiles that a search found.
package struct SearchPage: Sendable {
    package let results: [(profile: Profile, matches: [SearchMatch])]
    /// Where the next page begins; nil on the last one.
    package let next: SearchPlace?
    /// Whether more profiles may answer than are ranked.
    package let isTruncated: Bool
}

extension ProfileService {
    /// Finds people by what is said of them, the best match first.
    ///
    /// Candidates are ranked by their rows alone: no more profiles are read than the page has.
    package func search(
        _ query: SearchQuery, after place: SearchPlace?, limit: Int
    ) async throws(StoreError) -> SearchPage {
        var query = query
        let slips = query.slips
        if !slips.isEmpty { query.take(near: try await store.words(near: slips)) }
        let lookups = query.lookups
        let finds = lookups.isEmpty ? SearchFinds() : try await store.finds(lookups)
        let ranking = SearchRanking(of: finds, for: query)
        let (hits, next) = ranking.page(after: place, limit: limit)
        return SearchPage(results: try await results(hits), next: next, isTruncated: ranking.isTruncated)
    }

    private func results(
        _ hits: ArraySlice<SearchHit>
    ) async throws(StoreError) -> [(profile: Profile, matches: [SearchMatch])] {
        guard !hits.isEmpty else { return [] }
        let states = try await store.profiles(Set(hits.map { ProfileReference.id($0.profile) }))
        let (moment, basis) = (now(), judgement.basis)
        return hits.compactMap { hit in
            states[.id(hit.profile)]?.first.map { state in
                (Profile(state, at: moment, by: settings.profile, basis), hit.matches)
            }
        }
    }
}
