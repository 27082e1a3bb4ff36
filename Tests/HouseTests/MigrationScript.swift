/// The statements of one step of the schema.
struct MigrationScript {
    struct Statement {
        let line: Int
        /// Its words with one space between them, in upper case.
        let text: String
    }

    let statements: [Statement]
    /// The first version without use for what the script takes away, in its first line: `-- Not used since 1.2.0.`
    let unusedSince: String?

    init(_ sql: String) {
        var statements: [Statement] = []
        var (words, begun, line, isQuoted) = ("", 1, 1, false)
        for text in sql.split(separator: "\n", omittingEmptySubsequences: false) {
            let code = isQuoted ? text[...] : text.prefix(upTo: text.firstRange(of: "--")?.lowerBound ?? text.endIndex)
            for character in code + " " {
                if character == "'" { isQuoted.toggle() }
                if character == ";", !isQuoted {
                    statements.append(Statement(line: begun, text: Self.plain(words)))
                    words = ""
                } else {
                    if words.isEmpty { begun = line }
                    if !(words.isEmpty && character.isWhitespace) { words.append(character) }
                }
            }
            line += 1
        }
        self.statements = statements
        unusedSince = sql.prefixMatch(of: #/-- Not used since (\d+\.\d+\.\d+)\.\n/#).map { String($0.1) }
    }

    /// Those that the previous version, still running or started anew, could trip over.
    var takingAway: [Statement] { statements.filter { !Self.isAdditive($0.text) } }

    /// The indexes that it makes.
    var indexes: [String] {
        statements.compactMap { $0.text.prefixMatch(of: #/CREATE (?:UNIQUE )?INDEX (\w+)/#).map { String($0.1) } }
    }

    private static func plain(_ words: String) -> String {
        words.uppercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func isAdditive(_ text: String) -> Bool {
        if text.hasPrefix("ALTER TABLE ") { return isNewColumn(text) }
        return ["CREATE TABLE ", "CREATE INDEX ", "INSERT INTO "].contains { text.hasPrefix($0) }
    }

    /// Whether one column is added that rows may lack, so that who does not know it can go on to write rows.
    private static func isNewColumn(_ text: String) -> Bool {
        guard text.wholeMatch(of: #/ALTER TABLE \S+ ADD COLUMN [^,]+/#) != nil else { return false }
        return !text.contains(" NOT NULL") || text.contains(" DEFAULT ")
    }
}
