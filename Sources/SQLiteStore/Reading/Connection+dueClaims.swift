import ProfileCore
import ProfileStore

extension Connection {
    func claimants(of identifiers: Set<Identifier>) throws(StoreError) -> [Identifier: [ProfileID]] {
        let next = """
            SELECT min(c.profile) FROM conflicts AS c
            WHERE c.type = ?1 AND c.value = ?2 AND c.resolved_at IS NULL AND c.profile IS NOT c.holder
            """
        // Each is looked up by index: one profile may make ten thousand claims.
        let query = try prepare(
            """
            WITH RECURSIVE claimants (profile) AS (
                \(next) UNION ALL SELECT (\(next) AND c.profile > p.profile) FROM claimants AS p
                WHERE p.profile IS NOT NULL LIMIT \(ProfileState.claimantLimit + 1)
            )
            SELECT profile FROM claimants WHERE profile IS NOT NULL LIMIT \(ProfileState.claimantLimit)
            """)
        var claimants: [Identifier: [ProfileID]] = [:]
        for identifier in identifiers {
            let found = try query.all({ $0.add(identifier) }) { columns throws(StoreError) in try columns.id() }
            if !found.isEmpty { claimants[identifier] = found }
        }
        return claimants
    }

    func dueClaims(limit: Int) throws(StoreError) -> DueClaims? {
        let queue = try prepare(
            """
            SELECT type, value, stamp, after_kind IS NOT NULL, coalesce(after_at, 0), coalesce(after_kind, 1),
                coalesce(after_source, ''), coalesce(after_id, '')
            FROM claim_queue WHERE band IS NULL LIMIT ?
            """)
        let places = try queue.all({ $0.add(limit) }) { columns throws(StoreError) in
            try Self.duePlace(&columns)
        }
        guard !places.isEmpty else { return try dueComparison(limit: limit) }
        var (taken, claims): ([DueClaims.Place], [Conflict]) = ([], [])
        for place in places where claims.count < limit {
            claims += try openClaims(place, limit: limit - claims.count)
            taken.append(place)
        }
        return DueClaims(places: taken, claims: claims, limit: limit)
    }

    private static func duePlace(_ columns: inout Columns) throws(StoreError) -> DueClaims.Place {
        let (identifier, stamp) = (try columns.identifier(), columns.integer())
        let hasBegun = columns.integer() != 0
        let cursor = DueClaims.Cursor(at: columns.moment(), fact: try columns.key())
        return DueClaims.Place(identifier: identifier, stamp: stamp, after: hasBegun ? cursor : nil)
    }

    /// The first of the places whose claims are compared, with a page and a band of them.
    private func dueComparison(limit: Int) throws(StoreError) -> DueClaims? {
        let queue = try prepare(
            """
            SELECT band, type, value, stamp, after_kind IS NOT NULL, coalesce(after_at, 0), coalesce(after_kind, 1),
                coalesce(after_source, ''), coalesce(after_id, '')
            FROM claim_queue WHERE band IS NOT NULL LIMIT 1
            """)
        let first = try queue.first({ _ in }) { columns throws(StoreError) in
            let band = Int(columns.integer())
            var place = try Self.duePlace(&columns)
            place.band = band
            return place
        }
        guard let place = first, let band = place.band else { return nil }
        let claims = try openClaims(place, limit: limit / 2, where: Self.isComparable)
        let newest = try prepare(
            """
            SELECT \(Self.conflictColumns) FROM conflicts
            WHERE type = ? AND value = ? AND resolved_at IS NULL AND \(Self.isComparable)
            ORDER BY noted_at DESC, kind DESC, source DESC, id DESC LIMIT ? OFFSET ?
            """)
        let partners = try newest.all({
            $0.add(place.identifier)
            $0.add(limit / 2)
            $0.add(band * (limit / 2))
        }) { columns throws(StoreError) in try Self.conflict(&columns) }
        return DueClaims(comparing: place, claims: claims, with: partners.reversed(), limit: limit)
    }

    /// Whether a claim is of a customer who may be one with another who makes the same.
    private static let isComparable = "kind = 1 AND rule = '\(Conflict.Rule.uncorroborated.rawValue)'"

    private func openClaims(
        _ place: DueClaims.Place, limit: Int, where condition: String = "true"
    ) throws(StoreError) -> [Conflict] {
        let query = try prepare(
            """
            SELECT \(Self.conflictColumns) FROM conflicts
            WHERE type = ?1 AND value = ?2 AND resolved_at IS NULL AND \(condition)
                AND (noted_at, kind, source, id) > (?3, ?4, ?5, ?6)
            ORDER BY noted_at, kind, source, id LIMIT ?7
            """)
        return try query.all({
            $0.add(place.identifier)
            $0.add(place.after?.at ?? Timestamp(milliseconds: .min))
            $0.add(Int64(place.after?.fact.kind.rawValue ?? 0))
            $0.add(place.after?.fact.source ?? "")
            $0.add(place.after?.fact.id ?? "")
            $0.add(limit)
        }) { columns throws(StoreError) in try Self.conflict(&columns) }
    }

    func queuedClaims() throws(StoreError) -> Int {
        Int(try integer("SELECT count(*) FROM claim_queue") ?? 0)
    }
}
