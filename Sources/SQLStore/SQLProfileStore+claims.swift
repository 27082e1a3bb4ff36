package import ProfileCore
package import ProfileStore

extension SQLProfileStore {
    package func claims(
        of profile: ProfileID, after claim: ClaimKey?, limit: Int
    ) async throws(StoreError) -> [Conflict] {
        let call = Statement.claimsOfProfile.with {
            $0.add(profile)
            $0.add(after: claim?.fact)
            $0.add(claim?.identifier.type ?? "")
            $0.add(claim?.identifier.value ?? "")
            $0.add(max(limit, 0))
        }
        return try await read(call, .anywhere) { rows throws(StoreError) in try rows.conflicts() }
    }

    package func claimants(
        of identifiers: Set<Identifier>
    ) async throws(StoreError) -> [Identifier: [ProfileID]] {
        let calls = Statement.claimants.each(identifiers.sorted()) { $0.add($1) }
        guard !calls.isEmpty else { return [:] }
        return try await read(calls, .primary) { rows throws(StoreError) in try rows.claimants() }
    }

    package func dueClaims(limit: Int) async throws(StoreError) -> DueClaims? {
        let places = try await read(Statement.claimQueue.with { $0.add(limit) }) { rows throws(StoreError) in
            try rows.all { row throws(StoreError) in try row.duePlace() }
        }
        guard !places.isEmpty else { return try await dueComparison(limit: limit) }
        let calls = places.map { place in
            Statement.dueClaims.with {
                $0.add(after: place)
                $0.add(limit)
            }
        }
        let (claims, reached) = try await read(calls, .primary) { answers throws(StoreError) in
            var (claims, reached): ([Conflict], Int) = ([], 0)
            for rows in answers where claims.count < limit {
                claims += try rows.conflicts()
                reached += 1
            }
            return (Array(claims.prefix(limit)), reached)
        }
        return DueClaims(places: Array(places.prefix(reached)), claims: claims, limit: limit)
    }

    /// The first of the places whose claims are compared, with a page and a band of them.
    private func dueComparison(limit: Int) async throws(StoreError) -> DueClaims? {
        let place = try await read(Statement.comparedPlace.with()) { rows throws(StoreError) in
            try rows.first { row throws(StoreError) in try row.duePlace() }
        }
        guard let place else { return nil }
        let claims = Statement.comparedClaims.with {
            $0.add(after: place)
            $0.add(limit / 2)
        }
        let band = Statement.comparedBand.with {
            $0.add(place.identifier)
            $0.add(limit / 2)
            $0.add(place.band ?? 0)
        }
        return try await read([claims, band], .primary) { rows throws(StoreError) in
            DueClaims(comparing: place, claims: try rows[0].conflicts(), with: try rows[1].conflicts(), limit: limit)
        }
    }

    package func queuedClaims() async throws(StoreError) -> Int {
        Int(try await read(Statement.queuedClaims.with()) { rows throws(StoreError) in try rows.integer() } ?? 0)
    }

    package func queueAllClaims() async throws(StoreError) {
        try await write([Statement.queueAllClaims.with()])
    }
}
