import Foundation

/// The name of a column as words that can be compared: without case, accents and what stands between them.
struct HeaderName: Hashable, Sendable {
    let words: [String]
    /// The words without anything between them.
    let plain: String

    init(_ name: String) {
        words = Self.words(of: name)
        plain = words.joined()
    }

    /// How much the name says that the column holds what `phrase` stands for, from 0 to 100.
    func likeness(to phrase: HeaderName) -> Int {
        guard !phrase.plain.isEmpty else { return 0 }
        if plain == phrase.plain { return 100 }
        if contains(phrase) {
            // A single word may mean anything beside others, as the name in a customer's name.
            let most = phrase.words.count == 1 ? 60 : 78
            let others = words.count - phrase.words.count
            return max(35, most - 7 * others + (words.last == phrase.words.last ? 5 : 0))
        }
        // Words grown together, as in Auftragsdatum.
        let length = phrase.plain.utf8.count
        if length >= 5, plain.hasSuffix(phrase.plain) { return 58 }
        return length >= 6 && plain.contains(phrase.plain) ? 45 : 0
    }

    private func contains(_ phrase: HeaderName) -> Bool {
        phrase.words.count < words.count && phrase.words.allSatisfy { words.contains($0) }
    }

    // MARK: Words

    private static func words(of name: String) -> [String] {
        var words: [String] = []
        var word = ""
        var previous: Character = " "
        for character in folded(name) {
            let isNew = character.isUppercase && previous.isLowercase
            if !character.isLetter && !character.isNumber || isNew {
                if !word.isEmpty { words.append(word.lowercased()) }
                word = ""
            }
            if character.isLetter || character.isNumber { word.append(character) }
            previous = character
        }
        if !word.isEmpty { words.append(word.lowercased()) }
        return words
    }

    /// Without accents: `Währung` is `Wahrung`, `Straße` is `Strasse`.
    static func folded(_ name: String) -> String {
        var text = ""
        for scalar in name.decomposedStringWithCanonicalMapping.unicodeScalars {
            switch scalar {
            case "ß": text += "ss"
            case "ł", "Ł": text += "l"
            case "ø", "Ø": text += "o"
            default:
                if scalar.properties.generalCategory != .nonspacingMark { text.unicodeScalars.append(scalar) }
            }
        }
        return text
    }
}
