/// What follows from merges and unmerges: rows filed under one profile go to another, wherever they are.
extension Statement {
    static let moveFacts = Statement(
        "move_facts", .everywhere,
        """
        UPDATE facts AS f SET profile = m.target FROM unnest($1::uuid[], $2::uuid[]) AS m (origin, target)
        WHERE f.profile = m.origin
        """)

    static let moveLinks = Statement(
        "move_links", .everywhere,
        """
        UPDATE links AS l SET profile = m.target FROM unnest($1::uuid[], $2::uuid[]) AS m (origin, target)
        WHERE l.profile = m.origin
        """)

    static let renameProfiles = Statement(
        "rename_profiles", .everywhere,
        """
        UPDATE conflicts AS c SET profile = m.target FROM unnest($1::uuid[], $2::uuid[]) AS m (origin, target)
        WHERE c.profile = m.origin
        """)

    static let renameHolders = Statement(
        "rename_holders", .everywhere,
        """
        UPDATE conflicts AS c SET holder = m.target FROM unnest($1::uuid[], $2::uuid[]) AS m (origin, target)
        WHERE c.holder = m.origin
        """)

    static let resolveConflicts = Statement(
        "resolve_conflicts", .everywhere,
        """
        UPDATE conflicts AS c SET resolved_at = m.at FROM unnest($1::uuid[], $2::bigint[]) AS m (target, at)
        WHERE c.profile = m.target AND c.holder = m.target AND c.resolved_at IS NULL
        """)

    static let moveFactsOfHomes = Statement(
        "move_facts_of_homes", .everywhere,
        """
        UPDATE facts AS f SET profile = m.target
        FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS m (origin, target, home)
        WHERE f.profile = m.origin AND f.home = m.home
        """)

    static let moveLinksOfHomes = Statement(
        "move_links_of_homes", .everywhere,
        """
        UPDATE links AS l SET profile = m.target
        FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS m (origin, target, home)
        WHERE l.profile = m.origin AND l.home = m.home
        """)

    static let moveWithdrawnOfHomes = Statement(
        "move_withdrawn_of_homes", .everywhere,
        """
        UPDATE facts AS f SET profile = m.target
        FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS m (origin, target, home)
        WHERE f.profile = m.origin AND f.home = m.home AND NOT (\(isStated))
        """)

    /// Claims go with the facts that make them, once these were filed elsewhere. Step by step, since an update cannot
    /// join tables that are distributed by different columns.
    static let moveClaims = Statement(
        "move_claims", .everywhere,
        """
        WITH claims AS MATERIALIZED (
            SELECT DISTINCT c.kind, c.source, c.id FROM conflicts AS c WHERE c.profile = ANY($1::uuid[])
        ), places AS MATERIALIZED (
            SELECT f.kind, f.source, f.id, f.profile FROM claims AS k
                JOIN facts AS f ON f.kind = k.kind AND f.source = k.source AND f.id = k.id
        )
        UPDATE conflicts AS c SET profile = p.profile FROM places AS p
        WHERE c.profile = ANY($1::uuid[]) AND c.kind = p.kind AND c.source = p.source AND c.id = p.id
            AND c.profile <> p.profile
        """)

    static let linksToProfiles = Statement(
        "links_to_profiles", .everywhere,
        "SELECT \(linkColumns) FROM links AS l WHERE l.profile = ANY($1::uuid[])")

    /// The versions of those profiles that exist.
    static let versions = Statement(
        "versions", .keys,
        "SELECT p.id, p.version FROM profiles AS p WHERE p.id = ANY($1::uuid[]) AND p.version IS NOT NULL")

    /// When sources first and last stated something of a profile.
    static let sourceSpans = Statement(
        "source_spans", .everywhere,
        """
        SELECT w.profile, w.source, min(f.updated_at), max(f.updated_at)
        FROM unnest($1::uuid[], $2::text[]) AS w (profile, source)
            JOIN facts AS f ON f.profile = w.profile AND f.source = w.source
        WHERE \(isStated) GROUP BY w.profile, w.source
        """)

    /// The oldest facts of a profile, in the order of the timeline from its end.
    static let oldestFacts = Statement(
        "oldest_facts", .everywhere,
        """
        SELECT \(factColumns) FROM facts AS f WHERE f.profile = $1::uuid AND \(isStated)
        ORDER BY f.happened_at, f.kind DESC, f.source DESC, f.id DESC LIMIT $2::bigint
        """)

    /// The next page of the facts of a profile, in the order of the timeline.
    static let factsToFold = Statement(
        "facts_to_fold", .everywhere,
        """
        SELECT \(factColumns) FROM facts AS f
        WHERE f.profile = $1::uuid AND f.happened_at <= $2::bigint AND \(isStated)
            AND (f.happened_at < $2::bigint OR (f.kind, f.source, f.id) > ($3::smallint, $4::text, $5::text))
        ORDER BY f.happened_at DESC, f.kind, f.source, f.id LIMIT $6::bigint
        """)
}
