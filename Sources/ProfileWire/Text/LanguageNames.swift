/// Languages by their names and their codes.
enum LanguageNames {
    /// The code of ISO 639-1 for a name or for a code of three letters; nil when no language is called so.
    static func code(for text: String) -> String? {
        guard !CleanText.isLonger(text, than: 100) else { return nil }
        return codes[PlainLetters.of(text)]
    }

    /// Whether ISO 639-1 has this code of two letters, or had it.
    static func isCode(_ text: String) -> Bool {
        shortCodes.contains(text) || ["iw", "in", "ji", "sh", "mo", "tl", "bh"].contains(text)
    }

    private static let shortCodes = Set(table.split(separator: "\n").map { String($0.prefix(2)) })

    private static let codes: [String: String] = {
        var codes: [String: String] = [:]
        for line in table.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 2)
            let code = String(parts[0])
            for long in parts[1].split(separator: "/") { codes[String(long)] = code }
            for name in parts[2].split(separator: "|") { codes[PlainLetters.of(String(name))] = code }
        }
        return codes
    }()
}
