import ProfileCore
import ProfileStore

/// Claims that were refused, and the queue of those to judge again.
extension Connection {
    func drop(_ claims: Set<ClaimKey>) throws(StoreError) {
        try run(
            "DELETE FROM conflicts WHERE kind = ? AND source = ? AND id = ? AND type = ? AND value = ?", for: claims
        ) {
            $0.add($1.fact)
            $0.add($1.identifier)
        }
    }

    /// A claim that is known keeps the time at which it was first refused.
    func save(_ conflicts: [Conflict]) throws(StoreError) {
        try run(
            """
            INSERT INTO conflicts (kind, source, id, type, value, rule, limited_type, profile, holder, noted_at,
                resolved_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (kind, source, id, type, value) DO UPDATE SET rule = excluded.rule,
                limited_type = excluded.limited_type, profile = excluded.profile, holder = excluded.holder,
                resolved_at = excluded.resolved_at
            """, for: conflicts
        ) { $0.add($1) }
    }

    /// Claims that facts make of what their profile does not hold: an open one only learns which profile that is.
    func note(_ claims: [Conflict]) throws(StoreError) {
        try run(
            """
            INSERT INTO conflicts (kind, source, id, type, value, rule, limited_type, profile, holder, noted_at,
                resolved_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (kind, source, id, type, value) DO UPDATE SET profile = excluded.profile, resolved_at = NULL
            """, for: claims
        ) { $0.add($1) }
    }

    /// Queues what is claimed of what a decision freed or has just linked, and of profiles that may now take in more.
    func queueClaims(of decision: Decision) throws(StoreError) {
        let (claimable, eased, lightened) = (decision.claimable, decision.eased, decision.lightened)
        guard !claimable.isEmpty || !eased.isEmpty || !lightened.isEmpty else { return }
        guard try integer("SELECT 1 FROM conflicts LIMIT 1") != nil else { return }
        try run(Self.queueClaimed, for: claimable) {
            $0.add($1)
            $0.add(decision.decidedAt)
        }
        for (profiles, statements) in [(eased, Self.queueNamed), (lightened, Self.queueNamedForSize)] {
            for named in statements {
                try run(named, for: profiles) {
                    $0.add($1)
                    $0.add(decision.decidedAt)
                }
            }
        }
    }

    private static let queueClaimed = queue(
        "SELECT type, value, ?3 FROM conflicts WHERE type = ?1 AND value = ?2 AND resolved_at IS NULL LIMIT 1")

    private static let queueNamed = queue(naming: "true")
    private static let queueNamedForSize = queue(naming: "rule = '\(Conflict.Rule.size.rawValue)'")

    private static func queue(naming condition: String) -> [String] {
        ["profile", "holder"].map { column in
            queue(
                """
                SELECT DISTINCT type, value, ?2 FROM conflicts
                WHERE \(column) = ?1 AND resolved_at IS NULL AND \(condition)
                """)
        }
    }

    func queueAllClaims() throws(StoreError) {
        let now = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"
        try run(Self.queue("SELECT DISTINCT type, value, \(now) FROM conflicts WHERE resolved_at IS NULL AND true"))
    }

    /// A stamp never comes back, not even when a row was judged and queued again.
    private static func queue(_ identifiers: String) -> String {
        """
        INSERT INTO claim_queue (type, value, stamp) \(identifiers)
        ON CONFLICT (type, value) DO UPDATE SET stamp = max(stamp + 1, excluded.stamp), after_at = NULL,
            after_kind = NULL, after_source = NULL, after_id = NULL, band = NULL
        """
    }

    /// Notes how far queued identifiers were judged; one that was queued again meanwhile begins from the start.
    func save(judged places: [DueClaims.Place]) throws(StoreError) {
        guard !places.isEmpty else { return }
        let done = try prepare("DELETE FROM claim_queue WHERE type = ? AND value = ? AND stamp = ?")
        let next = try prepare(
            """
            UPDATE claim_queue SET band = ?4, after_at = ?5, after_kind = ?6, after_source = ?7, after_id = ?8
            WHERE type = ?1 AND value = ?2 AND stamp = ?3
            """)
        for place in places {
            try (place.isDone ? done : next).run {
                $0.add(place.identifier)
                $0.add(place.stamp)
                if !place.isDone { $0.add(goingOn: place) }
            }
        }
    }
}

extension Bindings {
    fileprivate mutating func add(goingOn place: DueClaims.Place) {
        if let band = place.band { add(band) } else { addNull() }
        if let after = place.after {
            add(after.at)
            add(after.fact)
        } else {
            for _ in 0..<4 { addNull() }
        }
    }

    fileprivate mutating func add(_ conflict: Conflict) {
        add(conflict.fact)
        add(conflict.identifier)
        add(conflict.rule.rawValue)
        add(conflict.limitedType)
        add(conflict.profile)
        add(conflict.holder)
        add(conflict.at)
        add(conflict.resolvedAt)
    }
}
