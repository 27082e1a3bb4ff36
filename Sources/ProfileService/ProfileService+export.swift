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

    /// The facts of which a link was refused, in an order in which they may be filed after all others and come to the
    /// same end: each after those that state what was refused to it.
    ///
    /// As long as no limit is broken the order of arrival does not matter; where one is, what was linked first stays.
    package func contestedFacts() async throws(StoreError) -> [FactKey] {
        var order = FilingOrder()
        var histories: [ProfileID: [Link]] = [:]
        var last: ConflictCursor?
        while true {
            let page = try await store.conflicts(after: last, limit: 500)
            for conflict in page where conflict.resolvedAt == nil {
                let rival = conflict.holder ?? conflict.profile
                if histories[rival] == nil { histories[rival] = try await store.history(of: rival)?.links ?? [] }
                order.add(conflict, links: histories[rival] ?? [])
            }
            guard page.last?.resolvedAt == nil, !page.isEmpty else { return order.sorted }
            last = ConflictCursor(after: page, from: last)
        }
    }
}
