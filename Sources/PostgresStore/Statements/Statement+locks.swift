import ProfileCore
import ProfileStore

/// Locks of a transaction, always taken in this order: first the one that everybody shares or one has alone, then those
/// of facts and identifiers, ascending, then those of profiles, ascending.
extension PostgresStatement {
    static let lockShared = PostgresStatement(
        "lock_shared", .none, "SELECT pg_advisory_xact_lock_shared(\(AdvisoryLock.writing))")

    /// Keeps every other writer out. The holder then needs no locks of single things.
    static let lockAlone = PostgresStatement(
        "lock_alone", .none, "SELECT pg_advisory_xact_lock(\(AdvisoryLock.writing))")

    /// True when no other node does this work; then none can begin it until the transaction ends. Nobody waits for the
    /// lock, so it has no place in the order.
    static func hold(_ work: SharedWork) -> PostgresStatement {
        switch work {
        case .judging: holdJudging
        case .folding: holdFolding
        case .announcing: holdAnnouncing
        case .learning: holdLearning
        case .remembering: holdRemembering
        case .telling: holdTelling
        }
    }

    static let holdJudging = PostgresStatement(
        "hold_judging", .none, "SELECT pg_try_advisory_xact_lock(\(AdvisoryLock.judging))")

    static let holdFolding = PostgresStatement(
        "hold_folding", .none, "SELECT pg_try_advisory_xact_lock(\(AdvisoryLock.folding))")

    static let holdAnnouncing = PostgresStatement(
        "hold_announcing", .none, "SELECT pg_try_advisory_xact_lock(\(AdvisoryLock.announcing))")

    static let holdLearning = PostgresStatement(
        "hold_learning", .none, "SELECT pg_try_advisory_xact_lock(\(AdvisoryLock.learning))")

    static let holdRemembering = PostgresStatement(
        "hold_remembering", .none, "SELECT pg_try_advisory_xact_lock(\(AdvisoryLock.remembering))")

    static let holdTelling = PostgresStatement(
        "hold_telling", .none, "SELECT pg_try_advisory_xact_lock(\(AdvisoryLock.telling))")

    /// Whether somebody waits to share the lock that one has alone now.
    static let othersWait = PostgresStatement(
        "others_wait", .none,
        """
        SELECT EXISTS (
            SELECT 1 FROM pg_locks AS l WHERE l.locktype = 'advisory' AND l.mode = 'ShareLock' AND NOT l.granted
                AND l.database = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())
                AND (l.classid::bigint, l.objid::bigint) = (\(AdvisoryLock.writing))
        )
        """)

    /// Where tables are spread, a commit shows on one machine before the other. The lock of its stripe is held until it
    /// shows on all.
    static let lockStripe = PostgresStatement(
        "lock_stripe", .none, "SELECT pg_advisory_xact_lock(\(AdvisoryLock.striping) $1::integer)")

    /// Waits for commits that do not show on all machines yet.
    static let lockStripes = PostgresStatement(
        "lock_stripes", .none,
        """
        SELECT pg_advisory_xact_lock_shared(\(AdvisoryLock.striping) s)
        FROM generate_series(0, \(Stripe.count - 1)) AS s
        """)

    /// The numbers come ascending.
    static let lockKeys = PostgresStatement(
        "lock_keys", .none, "SELECT pg_advisory_xact_lock(key) FROM unnest($1::bigint[]) AS key")

    /// The profiles that a snapshot will hold, with the numbers of their locks, ascending.
    static let profilesToLock = PostgresStatement(
        "profiles_to_lock", .keys,
        "WITH \(named) SELECT n.id, uuid_hash_extended(n.id, 0) FROM named AS n ORDER BY 2")

    /// Locks every profile that a snapshot will hold, and tells which.
    static let lockProfiles = PostgresStatement(
        "lock_profiles", .joined,
        """
        WITH \(named), ordered AS MATERIALIZED (
            SELECT n.id, uuid_hash_extended(n.id, 0) AS key FROM named AS n ORDER BY 2
        )
        SELECT o.id, pg_advisory_xact_lock(o.key) FROM ordered AS o
        """)

    /// The profiles that identifiers ($1, $2), facts ($3, $4, $5) and ids ($6) lead to.
    static let named = """
        named AS MATERIALIZED (
            SELECT l.profile AS id FROM unnest($1::text[], $2::text[]) AS i (type, value)
                JOIN links AS l ON l.type = i.type AND l.value = i.value {AND l.value = ANY($2)}
            UNION SELECT f.profile FROM unnest($3::smallint[], $4::text[], $5::text[]) AS k (kind, source, id)
                JOIN facts AS f ON f.kind = k.kind AND f.source = k.source AND f.id = k.id {AND f.id = ANY($5)}
            UNION SELECT a.profile FROM aliases AS a WHERE a.alias = ANY($6::uuid[])
            UNION SELECT t.id FROM unnest($6::uuid[]) AS t (id)
        )
        """
}

/// The numbers of the locks that nodes agree on. They must stay the same from version to version.
enum AdvisoryLock {
    /// "Clnt" in ASCII and 1.
    static let writing = "1131179636, 1"
    /// "Clnt" in ASCII and 2.
    static let migrating = "1131179636, 2"
    /// "Clnt" in ASCII and 3.
    static let judging = "1131179636, 3"
    /// "Clnt" in ASCII and 4.
    static let folding = "1131179636, 4"
    /// "Clnt" in ASCII and 5.
    static let announcing = "1131179636, 5"
    /// "Clnt" in ASCII and 6.
    static let learning = "1131179636, 6"
    /// "Clnt" in ASCII and 7.
    static let remembering = "1131179636, 7"

    /// "Clnt" in ASCII and 12.
    static let telling = "1131179636, 12"

    /// "Clnt" in ASCII, and from 16 on one number for each stripe.
    static let striping = "1131179636, 16 +"

    static func key(of fact: FactKey) -> Int64 {
        hash([[fact.kind.rawValue], Array(fact.source.utf8), Array(fact.id.utf8)])
    }

    static func key(of identifier: Identifier) -> Int64 {
        hash([[0], Array(identifier.type.utf8), Array(identifier.value.utf8)])
    }

    /// No kind of records has this number.
    static func key(ofWebhook id: String) -> Int64 {
        hash([[0xFE], Array(id.utf8)])
    }

    static func keys(of identifiers: Set<Identifier>) -> [Int64] { identifiers.map(key(of:)).sorted() }

    /// FNV-1a with 64 bits over the parts, each ended by a byte that no UTF-8 holds.
    ///
    /// Source: Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm". Two things with one number only wait for
    /// each other without need.
    private static func hash(_ parts: [[UInt8]]) -> Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for part in parts {
            for byte in part { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            hash = (hash ^ 0xFF) &* 0x100_0000_01B3
        }
        return Int64(bitPattern: hash)
    }
}
