import Foundation

/// A name by its letters alone: without case, accents, spaces and punctuation, so that its spellings are equal.
enum PlainLetters {
    static func of(_ name: String) -> String {
        var letters = ""
        for scalar in name.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
            switch scalar {
            case "ß": letters += "ss"
            case "ø": letters += "o"
            case "ł": letters += "l"
            case "đ": letters += "d"
            case "æ": letters += "ae"
            case "ı": letters += "i"
            case "&": letters += "and"
            default: if isLetter(scalar) { letters.unicodeScalars.append(scalar) }
            }
        }
        return letters
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }
}
