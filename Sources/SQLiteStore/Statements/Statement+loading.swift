import ProfileCore

/// What a decision has to see, and what folding and looking up read.
extension SQLiteStatement {
    static let factColumns =
        "kind, source, id, profile, home, updated_at, received_at, basis_type, basis_value, payload"
    /// Whether a row is a fact and not the memory of one that was withdrawn, which happened before all others.
    static let isStated = "happened_at > \(Timestamp.withdrawn.milliseconds)"
    static let linkColumns = "type, value, profile, home, stated_kind, stated_source, stated_id, linked_at"
    static let conflictColumns =
        "kind, source, id, type, value, rule, limited_type, profile, holder, noted_at, resolved_at"

    package static let facts = SQLiteStatement(
        "SELECT happened_at, \(factColumns) FROM facts WHERE kind = ?1 AND source = ?2 AND id = ?3")
    package static let links = SQLiteStatement(
        "SELECT \(linkColumns) FROM links WHERE type = ?1 AND value = ?2 ORDER BY home")
    package static let aliases = SQLiteStatement("SELECT alias, profile FROM aliases WHERE alias = ?1")
    package static let profilesByID = SQLiteStatement("SELECT state FROM profiles WHERE id = ?1 AND state IS NOT NULL")
    /// Whether there are separations, and erasures that hold. Hardly any deployment has many; most have none.
    package static let rarities = SQLiteStatement(
        """
        SELECT EXISTS (SELECT 1 FROM separations), EXISTS (SELECT 1 FROM erasures WHERE lifted_at IS NULL)
        """)
    package static let separations = SQLiteStatement(
        """
        SELECT first, second, first_fact, second_fact FROM separations WHERE first = ?1
        UNION ALL SELECT first, second, first_fact, second_fact FROM separations WHERE second = ?1
        """)
    package static let merges = SQLiteStatement(
        """
        SELECT payload FROM merges WHERE absorbed = ?1 UNION ALL SELECT payload FROM merges WHERE survivor = ?1
        """)
    package static let tombstones = SQLiteStatement("SELECT DISTINCT hash FROM tombstones WHERE hash = ?1")

    package static let versions = SQLiteStatement(
        "SELECT id, version FROM profiles WHERE id = ?1 AND version IS NOT NULL")
    package static let linksToProfiles = SQLiteStatement("SELECT \(linkColumns) FROM links WHERE profile = ?1")
    /// When a source first and last stated something of a profile.
    package static let sourceSpans = SQLiteStatement(
        """
        SELECT profile, source, min(updated_at), max(updated_at) FROM facts
        WHERE profile = ?1 AND source = ?2 AND \(isStated) GROUP BY profile, source
        """)
    /// In the order of the timeline from its end.
    package static let oldestFacts = SQLiteStatement(
        """
        SELECT \(factColumns) FROM facts WHERE profile = ?1 AND \(isStated)
        ORDER BY happened_at, kind DESC, source DESC, id DESC LIMIT ?2
        """)
    /// The index tells kinds and sources apart, so that facts of others are passed over and not read.
    private static let isWalked = "\(isStated) AND ((?6 >> kind) & 1 = 1 OR source = ?7)"
    /// The rest of the moment of the last page, and what happened before: each a walk along the index that begins where
    /// the last ended.
    package static let factsToFold = SQLiteStatement(
        """
        SELECT * FROM (
            SELECT \(factColumns) FROM facts
            WHERE profile = ?1 AND happened_at = ?2 AND \(isWalked) AND (kind, source, id) > (?3, ?4, ?5)
            ORDER BY kind, source, id LIMIT ?8)
        UNION ALL SELECT * FROM (
            SELECT \(factColumns) FROM facts WHERE profile = ?1 AND happened_at < ?2 AND \(isWalked)
            ORDER BY happened_at DESC, kind, source, id LIMIT ?8)
        LIMIT ?8
        """)

    package static let tallies = SQLiteStatement(
        "SELECT profile, kind, name, payload FROM tallies WHERE profile = ?1 AND kind = ?2 AND name = ?3")
    package static let foremostTallies = SQLiteStatement(
        """
        SELECT profile, kind, name, payload FROM tallies WHERE profile = ?1 AND kind = ?2
        ORDER BY rank DESC, rank_at DESC, name LIMIT ?3
        """)
    package static let talliesOfProfile = SQLiteStatement(
        """
        SELECT profile, kind, name, payload FROM tallies WHERE profile = ?1 AND (kind, name) > (?2, ?3)
        ORDER BY kind, name LIMIT ?4
        """)

    /// The oldest of the profiles that claim an identifier. Each is looked up by index: one profile may make ten
    /// thousand claims.
    package static let claimants = SQLiteStatement(
        """
        WITH RECURSIVE claimants (profile) AS (
            \(claimant) UNION ALL SELECT (\(claimant) AND c.profile > p.profile) FROM claimants AS p
            WHERE p.profile IS NOT NULL LIMIT \(ProfileState.claimantLimit + 1)
        )
        SELECT ?1, ?2, profile FROM claimants WHERE profile IS NOT NULL LIMIT \(ProfileState.claimantLimit)
        """)
    private static let claimant = """
        SELECT min(c.profile) FROM conflicts AS c
        WHERE c.type = ?1 AND c.value = ?2 AND c.resolved_at IS NULL AND c.profile IS NOT c.holder
        """
}
