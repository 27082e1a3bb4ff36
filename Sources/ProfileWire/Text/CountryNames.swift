/// Countries by their names and their codes of three letters.
enum CountryNames {
    /// The code of two letters; nil when no country is called so.
    static func code(for text: String) -> String? {
        guard !CleanText.isLonger(text, than: 100) else { return nil }
        return codes[PlainLetters.of(text)]
    }

    private static let codes: [String: String] = {
        var codes: [String: String] = [:]
        for line in table.split(separator: "\n") {
            let code = String(line.prefix(2))
            codes[line.dropFirst(3).prefix(3).lowercased()] = code
            for name in line.dropFirst(7).split(separator: "|") { codes[PlainLetters.of(String(name))] = code }
        }
        return codes
    }()
}
