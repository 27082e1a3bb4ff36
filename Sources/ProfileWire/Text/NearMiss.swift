/// Finds what somebody may have meant who misspelt a word.
package enum NearMiss {
    /// The known word that is most like `word`, if one is like it at all; case, spaces and punctuation count little.
    package static func suggestion(for word: String, among known: some Sequence<String>) -> String? {
        let plain = plain(word)
        let nearest = known.map { ($0, distance(plain, self.plain($0))) }.min { $0.1 < $1.1 }
        let limit = min(3, max(1, plain.count / 3))
        return nearest.flatMap { $1 <= limit ? $0 : nil }
    }

    private static func plain(_ word: String) -> [Character] {
        Array(word.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    /// Levenshtein's distance in characters.
    static func distance(_ one: [Character], _ other: [Character]) -> Int {
        var row = Array(0...other.count)
        for (line, character) in one.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in other.indices {
                let substituted = diagonal + (character == other[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substituted, diagonal + 1, row[column] + 1)
            }
        }
        return row[other.count]
    }
}
