package import ProfileCore
package import ProfileStore

/// Always read from the primary: a replica may lack a version that a commit saw.
extension PostgresStore: FoldSource {
    package func factsToFold(
        of profile: ProfileID, after place: TimelineCursor?, limit: Int
    ) async throws(StoreError) -> [Fact] {
        let place = place.map { FactPlace(at: $0.at, key: $0.key) } ?? FactPlace()
        let call = Statement.factsToFold(of: profile, after: place, Int64(limit))
        return try await read([call], .background) { rows throws(StoreError) in
            try rows[0].all { columns throws(StoreError) in try columns.fact() }
        }
    }

    package func talliesToFold(
        of profile: ProfileID, after key: TallyKey?, limit: Int
    ) async throws(StoreError) -> [TallyRow] {
        let call = Statement.talliesOfProfile {
            $0.add(profile)
            $0.add(Int16(key?.kind.rawValue ?? 0))
            $0.add(key?.name ?? "")
            $0.add(limit)
        }
        return try await read([call], .background) { rows throws(StoreError) in
            try rows[0].tallies()[profile] ?? []
        }
    }
}
