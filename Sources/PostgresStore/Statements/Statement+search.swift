import ProfileCore

/// Rows by which people are found.
extension Statement {
    static let saveTerms = Statement(
        "save_terms", .keys,
        """
        INSERT INTO search_terms (kind, term, age, profile, words)
        SELECT * FROM unnest($1::smallint[], $2::text[], $3::smallint[], $4::uuid[], $5::text[])
        ON CONFLICT (kind, term, age, profile) DO UPDATE SET words = excluded.words
        """)

    static let removeTerms = Statement(
        "remove_terms", .keys,
        """
        DELETE FROM search_terms AS t
        USING unnest($1::smallint[], $2::text[], $3::smallint[], $4::uuid[]) AS k (kind, term, age, profile)
        WHERE t.kind = k.kind AND t.term = k.term AND t.age = k.age AND t.profile = k.profile {AND t.profile = ANY($4)}
        """)

    /// Keeps others from removing words that a transaction is about to use, in one order everywhere.
    static let holdWords = Statement(
        "hold_words", .none,
        "SELECT w.word FROM search_words AS w WHERE w.word = ANY($1::text[]) ORDER BY w.word FOR KEY SHARE")

    /// Keeps others from using words that a transaction may remove: they wait, and then have to add them anew.
    static let holdWordsAlone = Statement(
        "hold_words_alone", .none,
        "SELECT w.word FROM search_words AS w WHERE w.word = ANY($1::text[]) ORDER BY w.word FOR UPDATE")

    /// Words that are there stay untouched: hardly any is new, and many writers use the same. Of two who add the same,
    /// the second holds it by changing it.
    static let addWords = Statement(
        "add_words", .none,
        """
        INSERT INTO search_words (word, reversed)
        SELECT k.word, k.reversed FROM unnest($1::text[], $2::text[]) AS k (word, reversed)
        WHERE NOT EXISTS (SELECT 1 FROM search_words AS w WHERE w.word = k.word) ORDER BY k.word
        ON CONFLICT (word) DO UPDATE SET reversed = excluded.reversed
        """)

    /// Those of the words that somebody has.
    static let wordsInUse = Statement(
        "words_in_use", .everywhere,
        """
        SELECT DISTINCT t.term FROM search_terms AS t
        WHERE t.kind = \(SearchRow.Kind.name.rawValue) AND t.term = ANY($1::text[])
        """)

    static let removeWords = Statement(
        "remove_words", .none, "DELETE FROM search_words AS w WHERE w.word = ANY($1::text[])")

    /// Words that begin with $1 or end with what $2 is in reverse, each up to its end, of $5 to $6 letters; and $7.
    static let wordsNear = Statement(
        "words_near", .none,
        """
        SELECT w.word FROM search_words AS w
            WHERE w.word >= $1::text AND w.word < $2::text AND length(w.word) BETWEEN $5::bigint AND $6::bigint
        UNION SELECT w.word FROM search_words AS w
            WHERE w.reversed >= $3::text AND w.reversed < $4::text AND length(w.word) BETWEEN $5::bigint AND $6::bigint
        UNION SELECT w.word FROM search_words AS w WHERE w.word = $7::text LIMIT \(SearchLookups.greatestWalk)
        """)

    /// Rows of a kind ($1) whose terms begin like $2 or $4, each up to its end, or are one of $6; of each so many ($7).
    /// Of these, so many ($11) beside whose terms stands one of each list of other words ($8 to $10), and how many there
    /// were.
    static let walkTerms = Statement(
        "walk_terms", .everywhere,
        """
        WITH walked AS MATERIALIZED (
            \(walk("t.term >= $2::text AND t.term < $3::text"))
            UNION ALL \(walk("t.term >= $4::text AND t.term < $5::text"))
            UNION ALL \(walk("t.term = ANY($6::text[])"))
        )
        SELECT n.number, f.term, f.age::bigint, f.profile, f.words
        FROM (SELECT count(*) AS number FROM walked) AS n
            LEFT JOIN (
                SELECT w.term, w.age, w.profile, w.words FROM walked AS w
                WHERE \([8, 9, 10].map(isBeside).joined(separator: " AND ")) LIMIT $11::bigint
            ) AS f ON true
        """)

    private static func walk(_ condition: String) -> String {
        """
        (SELECT t.term, t.age, t.profile, t.words FROM search_terms AS t WHERE t.kind = $1::smallint AND \(condition)
                ORDER BY t.term, t.age, t.profile LIMIT $7::bigint)
        """
    }

    private static func isBeside(_ place: Int) -> String {
        "(cardinality($\(place)::text[]) = 0 OR w.words LIKE ANY ($\(place)::text[]))"
    }

    /// Links to identifiers of a type ($1) that begin like $2, $4 or $6, each up to its end; of each so many ($8).
    static let walkLinks = Statement(
        "walk_links", .everywhere, [2, 4, 6].map(links).joined(separator: " UNION ALL "))

    private static func links(from place: Int) -> String {
        """
        (SELECT l.value, l.profile FROM links AS l
            WHERE l.type = $1::text AND l.value >= $\(place)::text AND l.value < $\(place + 1)::text
            ORDER BY l.type, l.value, l.home LIMIT $8::bigint)
        """
    }

    /// Who placed orders of such numbers ($1), so many ($2): steps from source to source by the index, and looks the
    /// numbers up in each.
    static let holdersOfOrders = Statement(
        "holders_of_orders", .joined,
        """
        WITH RECURSIVE sources AS (
            SELECT min(f.source) AS source FROM facts AS f WHERE f.kind = \(RecordKind.order.rawValue)
            UNION ALL
            SELECT (SELECT min(f.source) FROM facts AS f
                WHERE f.kind = \(RecordKind.order.rawValue) AND f.source > s.source)
            FROM sources AS s WHERE s.source IS NOT NULL
        )
        SELECT f.profile FROM sources AS s
            JOIN facts AS f ON f.kind = \(RecordKind.order.rawValue) AND f.source = s.source AND f.id = ANY($1::text[])
        WHERE \(isStated) LIMIT $2::bigint
        """)

    /// The same where facts are spread: the machines are known by the numbers.
    static let holdersOfOrdersByKeys = Statement(
        "holders_of_orders_by_keys", .keys,
        """
        SELECT f.profile FROM facts AS f
        WHERE f.kind = \(RecordKind.order.rawValue) AND f.id = ANY($1::text[]) AND \(isStated) LIMIT $2::bigint
        """)

    static let agesOfProfiles = Statement(
        "ages_of_profiles", .keys, "SELECT p.id, p.age::bigint FROM profiles AS p WHERE p.id = ANY($1::uuid[])")
}
