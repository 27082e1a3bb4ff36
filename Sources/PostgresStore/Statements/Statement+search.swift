import ProfileCore
import SQLStore

/// Rows by which people are found.
extension PostgresStatement {
    package static let saveTerms = PostgresStatement(
        "save_terms", .keys,
        """
        INSERT INTO search_terms (kind, term, age, profile, words)
        SELECT * FROM unnest($1::smallint[], $2::text[], $3::smallint[], $4::uuid[], $5::text[])
        ON CONFLICT (kind, term, age, profile) DO UPDATE SET words = excluded.words
        """)

    package static let removeTerms = PostgresStatement(
        "remove_terms", .keys,
        """
        DELETE FROM search_terms AS t
        USING unnest($1::smallint[], $2::text[], $3::smallint[], $4::uuid[]) AS k (kind, term, age, profile)
        WHERE t.kind = k.kind AND t.term = k.term AND t.age = k.age AND t.profile = k.profile {AND t.profile = ANY($4)}
        """)

    /// Nobody else may remove the words. They are held in one order everywhere.
    static let holdWords = PostgresStatement(
        "hold_words", .none,
        "SELECT w.word FROM search_words AS w WHERE w.word = ANY($1::text[]) ORDER BY w.word FOR KEY SHARE")

    /// Nobody else may use the words: they wait, and then have to add those that are gone.
    static let holdWordsAlone = PostgresStatement(
        "hold_words_alone", .none,
        "SELECT w.word FROM search_words AS w WHERE w.word = ANY($1::text[]) ORDER BY w.word FOR UPDATE")

    package static func hold(words: [String], alone: Bool) -> [PostgresCall] {
        (alone ? holdWordsAlone : holdWords).each(words) { $0.add($1) }
    }

    /// Words already there stay untouched, since many writers use them. When two writers add one word, the second
    /// updates the row, which locks it.
    package static let addWords = PostgresStatement(
        "add_words", .none,
        """
        INSERT INTO search_words (word, reversed)
        SELECT k.word, k.reversed FROM unnest($1::text[], $2::text[]) AS k (word, reversed)
        WHERE NOT EXISTS (SELECT 1 FROM search_words AS w WHERE w.word = k.word) ORDER BY k.word
        ON CONFLICT (word) DO UPDATE SET reversed = excluded.reversed
        """)

    package static let wordsInUse = PostgresStatement(
        "words_in_use", .everywhere,
        """
        SELECT DISTINCT t.term FROM search_terms AS t
        WHERE t.kind = \(SearchRow.Kind.name.rawValue) AND t.term = ANY($1::text[])
        """)

    package static let removeWords = PostgresStatement(
        "remove_words", .none, "DELETE FROM search_words AS w WHERE w.word = ANY($1::text[])")

    /// Words that begin with $1 or end with what $3 is in reverse, each up to its end, of $5 to $6 letters; and $7.
    package static let wordsNear = PostgresStatement(
        "words_near", .none,
        """
        SELECT w.word FROM search_words AS w
            WHERE w.word >= $1::text AND w.word < $2::text AND length(w.word) BETWEEN $5::bigint AND $6::bigint
        UNION SELECT w.word FROM search_words AS w
            WHERE w.reversed >= $3::text AND w.reversed < $4::text AND length(w.word) BETWEEN $5::bigint AND $6::bigint
        UNION SELECT w.word FROM search_words AS w WHERE w.word = $7::text LIMIT $8::bigint
        """)

    package static let termsBegun = PostgresStatement(
        "terms_begun", .everywhere,
        """
        SELECT n.place, n.words, n.term, n.age, n.profile FROM (
            SELECT w.*, row_number() OVER () AS place FROM (
                SELECT t.words, t.term, t.age::bigint AS age, t.profile FROM search_terms AS t
                WHERE t.kind = $3::smallint AND t.term >= $1::text AND t.term < $2::text
                ORDER BY t.term, t.age, t.profile LIMIT $5::bigint) AS w) AS n
        WHERE n.words LIKE $4::text OR n.place = $5::bigint
        """)

    package static let termsSpelled = PostgresStatement(
        "terms_spelled", .everywhere,
        """
        SELECT n.place, n.words, n.term, n.age, n.profile FROM (
            SELECT w.*, row_number() OVER () AS place FROM (
                SELECT t.words, t.term, t.age::bigint AS age, t.profile FROM search_terms AS t
                WHERE t.kind = $2::smallint AND t.term = ANY($1::text[])
                ORDER BY t.term, t.age, t.profile LIMIT $4::bigint) AS w) AS n
        WHERE n.words LIKE $3::text OR n.place = $4::bigint
        """)

    package static let linksBegun = PostgresStatement(
        "links_begun", .everywhere,
        """
        SELECT l.value, l.profile FROM links AS l
        WHERE l.type = $3::text AND l.value >= $1::text AND l.value < $2::text
        ORDER BY l.type, l.value, l.home LIMIT $4::bigint
        """)

    /// Steps from source to source by the index, and looks the numbers up in each.
    package static let holdersOfOrders = PostgresStatement(
        "holders_of_orders", .joined, single: holdersOfOrder,
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

    /// The same where facts are spread: the number tells the machine.
    static let holdersOfOrder = PostgresStatement(
        "holders_of_order", .keys,
        """
        SELECT f.profile FROM facts AS f
        WHERE f.kind = \(RecordKind.order.rawValue) AND f.id = $1::text AND \(isStated) LIMIT $2::bigint
        """)

    package static let agesOfProfiles = PostgresStatement(
        "ages_of_profiles", .keys, "SELECT p.id, p.age::bigint FROM profiles AS p WHERE p.id = ANY($1::uuid[])")
}
