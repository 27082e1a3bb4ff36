package import ProfileCore
package import ProfileStore

/// Reading everything, page by page.
extension ProfileService {
    /// A page of all facts of a kind, ascending by key.
    package func facts(
        kind: RecordKind, after key: FactKey?, limit: Int
    ) async throws(StoreError) -> [Fact] {
        try await store.facts(kind: kind, after: key, limit: limit)
    }

    /// A page of all profiles, ascending by id.
    package func profiles(after id: ProfileID?, limit: Int) async throws(StoreError) -> [ServedProfile] {
        let (moment, basis) = (now(), judgement.basis)
        return try await store.scan(after: id, limit: limit).map { serve($0, at: moment, basis) }
    }
}
