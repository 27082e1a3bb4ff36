import ProfileStore
import SQLStore

/// The change feed.
extension PostgresStatement {
    /// Of each stripe the first $17 profiles after the stored numbers ($1 to $16), and the first $17 events, the last
    /// of these with all others of its change: all of one moment.
    private static let feed = PostgresStatement(
        "feed", .everywhere,
        Stripe.all.flatMap { [profiles(in: $0), events(in: $0)] }.joined(separator: " UNION ALL "))

    static let allOfFeed = [
        feed, saveEvents, eventsOfProfiles, removeEvents, forgetEvents, saveTiers, removeTiers, announcedTiers,
        endedTiers,
    ]

    /// `share` bounds what is read of each stripe.
    static func feed(after position: FeedPosition, share: Int) -> Call {
        feed {
            for stripe in Stripe.all { $0.add(stripe.base + position[stripe.index]) }
            $0.add(share)
        }
    }

    private static func profiles(in stripe: Stripe) -> String {
        """
        (SELECT p.sequence, p.id, p.changed_at, NULL::bigint, p.version, p.begun_sequence, p.customer_sequence,
            p.order_sequence, p.interaction_sequence, p.activity_sequence, p.standing_sequence, p.promise_sequence,
            p.conflict_sequence, p.problem_sequence, NULL::bytea FROM profiles AS p
            WHERE p.sequence > $\(stripe.index + 1)::bigint AND p.sequence < \(stripe.end)
            ORDER BY p.sequence LIMIT $\(Stripe.count + 1)::bigint)
        """
    }

    private static func events(in stripe: Stripe) -> String {
        """
        (SELECT e.sequence, e.profile, e.happened_at, e.place, NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint,
            NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint, NULL::bigint, e.payload
            FROM events AS e
            WHERE e.sequence > $\(stripe.index + 1)::bigint AND e.sequence < \(stripe.end)
                AND e.sequence <= coalesce((
                    SELECT l.sequence FROM events AS l
                    WHERE l.sequence > $\(stripe.index + 1)::bigint AND l.sequence < \(stripe.end)
                    ORDER BY l.sequence OFFSET $\(Stripe.count + 1)::bigint - 1 LIMIT 1), \(stripe.end)))
        """
    }

    /// Gives the numbers of changes to the events that came with them, by the place of each change ($2). $6 turns the
    /// last value and a place into a stored number.
    static let saveEvents = PostgresStatement(
        "save_events", .keys,
        """
        INSERT INTO events (profile, sequence, place, happened_at, payload)
        SELECT c.profile, $6::bigint + n.value + c.change, c.place, c.happened_at, c.payload
        FROM counters AS n, unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[])
            AS c (profile, change, place, happened_at, payload)
        WHERE n.name = $7::text
        ON CONFLICT (profile, sequence, place) DO NOTHING
        """)

    package static let eventsOfProfiles = PostgresStatement(
        "events_of_profiles", .keys,
        """
        SELECT e.sequence, e.profile, e.payload FROM events AS e WHERE e.profile = ANY($1::uuid[])
        ORDER BY e.sequence & \(Stripe.values), e.place
        """)

    package static let removeEvents = PostgresStatement(
        "remove_events", .keys, "DELETE FROM events AS e WHERE e.profile = ANY($1::uuid[])")

    package static let forgetEvents = PostgresStatement(
        "forget_events", .everywhere, "DELETE FROM events AS e WHERE e.happened_at < $1::bigint")

    package static let removeTiers = PostgresStatement(
        "remove_tiers", .keys, "DELETE FROM tiers AS t WHERE t.profile = ANY($1::uuid[])")

    package static let saveTiers = PostgresStatement(
        "save_tiers", .keys,
        """
        INSERT INTO tiers (profile, tier, ends_at) SELECT * FROM unnest($1::uuid[], $2::text[], $3::bigint[])
        ON CONFLICT (profile) DO UPDATE SET tier = excluded.tier, ends_at = excluded.ends_at
        """)

    package static let announcedTiers = PostgresStatement(
        "announced_tiers", .keys,
        "SELECT t.profile, t.tier, t.ends_at FROM tiers AS t WHERE t.profile = ANY($1::uuid[])")

    package static let endedTiers = PostgresStatement(
        "ended_tiers", .everywhere,
        "SELECT t.profile FROM tiers AS t WHERE t.ends_at <= $1::bigint ORDER BY t.ends_at LIMIT $2::bigint")
}
