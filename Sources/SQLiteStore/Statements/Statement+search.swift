import ProfileCore

/// Rows by which people are found.
extension SQLiteStatement {
    package static let saveTerms = SQLiteStatement(
        """
        INSERT INTO search_terms (kind, term, age, profile, words) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (kind, term, age, profile) DO UPDATE SET words = excluded.words
        """, whileLoading: "INSERT INTO loaded_terms VALUES (?, ?, ?, ?, ?)")
    package static let removeTerms = SQLiteStatement(
        "DELETE FROM search_terms WHERE kind = ? AND term = ? AND age = ? AND profile = ?")

    package static let addWords = SQLiteStatement("INSERT OR IGNORE INTO search_words (word, reversed) VALUES (?, ?)")
    package static let wordsInUse = SQLiteStatement(
        "SELECT ?1 WHERE EXISTS (SELECT 1 FROM search_terms WHERE kind = \(nameKind) AND term = ?1)")
    package static let removeWords = SQLiteStatement("DELETE FROM search_words WHERE word = ?")
    private static let nameKind = SearchRow.Kind.name.rawValue

    /// Words that begin with ?1 or end with what ?3 is in reverse, each up to its end, of ?5 to ?6 letters; and ?7.
    package static let wordsNear = SQLiteStatement(
        """
        SELECT word FROM search_words WHERE word >= ?1 AND word < ?2 AND length(word) BETWEEN ?5 AND ?6
        UNION SELECT word FROM search_words WHERE reversed >= ?3 AND reversed < ?4 AND length(word) BETWEEN ?5 AND ?6
        UNION SELECT word FROM search_words WHERE word = ?7 LIMIT ?8
        """)

    package static let termsBegun = SQLiteStatement(
        """
        SELECT place, words, term, age, profile FROM (
            SELECT *, row_number() OVER () AS place FROM (
                SELECT words, term, age, profile FROM search_terms
                WHERE kind = ?3 AND term >= ?1 AND term < ?2 ORDER BY term, age, profile LIMIT ?5))
        WHERE words LIKE ?4 OR place = ?5
        """)
    package static let termsSpelled = SQLiteStatement(
        """
        SELECT place, words, term, age, profile FROM (
            SELECT *, row_number() OVER () AS place FROM (
                SELECT words, term, age, profile FROM search_terms
                WHERE kind = ?2 AND term = ?1 ORDER BY age, profile LIMIT ?4))
        WHERE words LIKE ?3 OR place = ?4
        """)

    package static let linksBegun = SQLiteStatement(
        """
        SELECT value, profile FROM links WHERE type = ?3 AND value >= ?1 AND value < ?2
        ORDER BY type, value, home LIMIT ?4
        """)

    /// Steps from source to source by the index, and looks the number up in each.
    package static let holdersOfOrders = SQLiteStatement(
        """
        WITH RECURSIVE sources (source) AS (
            SELECT min(source) FROM facts WHERE kind = \(orderKind)
            UNION ALL
            SELECT (SELECT min(f.source) FROM facts AS f WHERE f.kind = \(orderKind) AND f.source > s.source)
            FROM sources AS s WHERE s.source IS NOT NULL
        )
        SELECT f.profile FROM sources AS s CROSS JOIN facts AS f
        WHERE f.kind = \(orderKind) AND f.source = s.source AND f.id = ?1 AND f.\(isStated) LIMIT ?2
        """)
    private static let orderKind = RecordKind.order.rawValue

    package static let agesOfProfiles = SQLiteStatement("SELECT id, age FROM profiles WHERE id = ?")
}
