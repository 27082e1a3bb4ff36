/// The change feed, browser sessions and tickets.
extension SQLiteStatement {
    /// The first profiles and the first events after a number, the last of these with all others of its change: all of
    /// one moment.
    static let feed = SQLiteStatement(
        """
        SELECT * FROM (
            SELECT sequence, id, changed_at, NULL, version, begun_sequence, customer_sequence, order_sequence,
                interaction_sequence, activity_sequence, standing_sequence, promise_sequence, conflict_sequence,
                problem_sequence, NULL
            FROM profiles WHERE sequence > ?1 ORDER BY sequence LIMIT ?2)
        UNION ALL
        SELECT sequence, profile, happened_at, place, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
            payload FROM events
        WHERE sequence > ?1 AND sequence <= coalesce(
            (SELECT sequence FROM events WHERE sequence > ?1 ORDER BY sequence LIMIT 1 OFFSET ?2 - 1), \(Int64.max))
        """)
    static let saveEvents = SQLiteStatement(
        "INSERT INTO events (profile, sequence, place, happened_at, payload) VALUES (?, ?, ?, ?, ?)")
    package static let eventsOfProfiles = SQLiteStatement(
        "SELECT sequence, profile, payload FROM events WHERE profile = ? ORDER BY sequence, place")
    package static let removeEvents = SQLiteStatement("DELETE FROM events WHERE profile = ?")
    package static let forgetEvents = SQLiteStatement("DELETE FROM events WHERE happened_at < ?")

    package static let saveTiers = SQLiteStatement(
        "INSERT OR REPLACE INTO tiers (profile, tier, ends_at) VALUES (?, ?, ?)")
    package static let removeTiers = SQLiteStatement("DELETE FROM tiers WHERE profile = ?")
    package static let announcedTiers = SQLiteStatement("SELECT profile, tier, ends_at FROM tiers WHERE profile = ?")
    package static let endedTiers = SQLiteStatement(
        "SELECT profile FROM tiers WHERE ends_at <= ? ORDER BY ends_at LIMIT ?")

    package static let saveSession = SQLiteStatement(
        "INSERT OR REPLACE INTO sessions (id, created_at, expires_at, payload) VALUES (?, ?, ?, ?)")
    package static let session = SQLiteStatement("SELECT payload FROM sessions WHERE id = ?")
    package static let sessions = SQLiteStatement(
        """
        SELECT payload FROM sessions WHERE expires_at > ?1 AND created_at <= ?2 AND (created_at < ?2 OR id > ?3)
        ORDER BY created_at DESC, id LIMIT ?4
        """)
    package static let removeSession = SQLiteStatement("DELETE FROM sessions WHERE id = ? RETURNING 1")
    package static let removeSessionsOver = SQLiteStatement("DELETE FROM sessions WHERE expires_at <= ?")
    package static let saveTicket = SQLiteStatement(
        "INSERT OR REPLACE INTO tickets (id, expires_at, payload) VALUES (?, ?, ?)")
    package static let takeTicket = SQLiteStatement("DELETE FROM tickets WHERE id = ? RETURNING payload")
    package static let removeTicketsOver = SQLiteStatement("DELETE FROM tickets WHERE expires_at <= ?")
}
