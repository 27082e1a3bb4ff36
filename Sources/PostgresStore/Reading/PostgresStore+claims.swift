package import ProfileCore
package import ProfileStore

/// Claims that were refused.
extension PostgresStore {
    package func claims(
        of profile: ProfileID, after claim: ClaimKey?, limit: Int
    ) async throws(StoreError) -> [Conflict] {
        let call = Statement.claimsOfProfile {
            $0.add(profile)
            $0.add(afterKey: claim?.fact)
            $0.add(claim?.identifier.type ?? "")
            $0.add(claim?.identifier.value ?? "")
            $0.add(max(limit, 0))
        }
        return try await read([call], .anywhere) { rows throws(StoreError) in
            try rows[0].all { columns throws(StoreError) in try columns.conflict() }
        }
    }

    package func claimants(
        of identifiers: Set<Identifier>
    ) async throws(StoreError) -> [Identifier: [ProfileID]] {
        let identifiers = identifiers.sorted()
        guard !identifiers.isEmpty else { return [:] }
        return try await read(identifiers.map(Statement.claimants(of:))) { answers throws(StoreError) in
            var claimants: [Identifier: [ProfileID]] = [:]
            for (identifier, rows) in zip(identifiers, answers) where rows.count > 0 {
                claimants[identifier] = try rows.all { columns throws(StoreError) in try columns.id() }
            }
            return claimants
        }
    }

    package func dueClaims(limit: Int) async throws(StoreError) -> DueClaims? {
        let places = try await read([Statement.claimQueue { $0.add(limit) }]) { rows throws(StoreError) in
            try rows[0].all { columns throws(StoreError) in try columns.duePlace() }
        }
        guard !places.isEmpty else { return try await dueComparison(limit: limit) }
        let calls = places.map { place in
            Statement.dueClaims {
                $0.add(after: place)
                $0.add(limit)
            }
        }
        let claims = try await read(calls) { answers throws(StoreError) in
            var claims: [Conflict] = []
            for rows in answers where claims.count < limit {
                claims += try rows.all { columns throws(StoreError) in try columns.conflict() }
            }
            return Array(claims.prefix(limit))
        }
        guard claims.count == limit, let last = claims.last?.identifier else {
            return DueClaims(places: places, claims: claims, limit: limit)
        }
        return DueClaims(places: places.filter { $0.identifier <= last }, claims: claims, limit: limit)
    }

    private func dueComparison(limit: Int) async throws(StoreError) -> DueClaims? {
        let place = try await read([Statement.comparedPlace()]) { rows throws(StoreError) in
            try rows[0].first { columns throws(StoreError) in
                let band = Int(try columns.integer())
                var place = try columns.duePlace()
                place.band = band
                return place
            }
        }
        guard let place else { return nil }
        let calls = [
            Statement.comparedClaims {
                $0.add(after: place)
                $0.add(limit / 2)
            },
            Statement.comparedBand {
                $0.add(place.identifier)
                $0.add(limit / 2)
                $0.add(place.band ?? 0)
            },
        ]
        return try await read(calls) { rows throws(StoreError) in
            let claims = try rows[0].all { columns throws(StoreError) in try columns.conflict() }
            let band = try rows[1].all { columns throws(StoreError) in try columns.conflict() }
            return DueClaims(comparing: place, claims: claims, with: band, limit: limit)
        }
    }

    /// Holds a lock, which goes with its transaction and so with the node.
    package func whileOthersRest<Value: Sendable>(
        from work: SharedWork, _ body: () async throws(StoreError) -> Value
    ) async throws(StoreError) -> Value? {
        let outcome: Result<Value, StoreError>?
        do throws(PostgresFailure) {
            outcome = try await pool.withTransaction {
                transaction async throws(PostgresFailure) -> Result<Value, StoreError>? in
                let isAlone = try await transaction.holds(work)
                let outcome = isAlone ? await Self.outcome(of: body) : nil
                try await transaction.rollBack()
                return outcome
            }
        } catch {
            throw StoreError(error)
        }
        return try outcome?.get()
    }

    private static func outcome<Value>(
        of body: () async throws(StoreError) -> Value
    ) async -> Result<Value, StoreError> {
        do throws(StoreError) {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }

    package func queuedClaims() async throws(StoreError) -> Int {
        let count = try await read([Statement.queuedClaims()]) { rows throws(StoreError) in
            try rows[0].first { columns throws(StoreError) in try columns.integer() }
        }
        return Int(count ?? 0)
    }

    package func queueAllClaims() async throws(StoreError) {
        do throws(PostgresFailure) {
            _ = try await pool.withTransaction { transaction async throws(PostgresFailure) in
                try await transaction.connection.run([
                    Statement.begin(), Statement.queueAllClaims(), Statement.commit(),
                ])
            }
        } catch {
            throw StoreError(error)
        }
    }
}

extension Columns {
    fileprivate mutating func duePlace() throws(StoreError) -> DueClaims.Place {
        let (identifier, stamp, hasBegun) = (try identifier(), try integer(), flag())
        let cursor = DueClaims.Cursor(at: try moment(), fact: try key())
        return DueClaims.Place(identifier: identifier, stamp: stamp, after: hasBegun ? cursor : nil)
    }
}

extension Parameters {
    /// As an identifier, a moment and a fact; before the first claim, values that come before every one.
    fileprivate mutating func add(after place: DueClaims.Place) {
        add(place.identifier)
        add(place.after?.at.milliseconds ?? .min)
        add(afterKey: place.after?.fact)
    }
}
