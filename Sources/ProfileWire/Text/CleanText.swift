import Foundation

/// Text as it is kept and compared: in NFC, without white space around it.
enum CleanText {
    static func clean(_ text: String) -> String {
        if isASCII(text) { return trimmedASCII(text) }
        return trimmed(text).precomposedStringWithCanonicalMapping
    }

    static func isASCII(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 < 0x80 }
    }

    /// Whether a C0 or C1 control character or DEL is in the text; line breaks and tabs pass when `multiline`.
    static func hasControlCharacter(_ text: String, multiline: Bool = false) -> Bool {
        if isASCII(text) {
            return text.utf8.contains { ($0 < 0x20 || $0 == 0x7F) && !(multiline && ($0 == 0x0A || $0 == 0x09)) }
        }
        return text.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x09, 0x0A: !multiline
            case 0..<0x20, 0x7F...0x9F: true
            default: false
            }
        }
    }

    /// Whether the text has more than `limit` Unicode scalars. (Characters would do as no limit: one may be endless.)
    static func isLonger(_ text: String, than limit: Int) -> Bool {
        text.utf8.count > limit && text.unicodeScalars.count > limit
    }

    private static func trimmedASCII(_ text: String) -> String {
        let bytes = text.utf8
        guard let first = bytes.first, let last = bytes.last, isASCIISpace(first) || isASCIISpace(last) else {
            return text
        }
        guard let start = bytes.firstIndex(where: { !isASCIISpace($0) }),
            let end = bytes.lastIndex(where: { !isASCIISpace($0) })
        else { return "" }
        return String(text[start...end])
    }

    private static func isASCIISpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let start = scalars.firstIndex(where: { !isInvisible($0) }),
            let end = scalars.lastIndex(where: { !isInvisible($0) })
        else { return "" }
        return String(scalars[start...end])
    }

    /// White space, and the zero-width characters that copying from web pages leaves at the ends.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar.value == 0x200B || scalar.value == 0xFEFF
    }
}

/// The words of the contract: names of sources, identifier types, channels and activity types.
package enum WordText {
    package static let maximumLength = 32
    static let rule = "a word is 1 to 32 of a-z, 0-9 and _, beginning with a letter"

    /// Whether `text` is `[a-z][a-z0-9_]{0,31}`.
    package static func isWord(_ text: String) -> Bool {
        let bytes = text.utf8
        guard bytes.count <= maximumLength, let first = bytes.first, isLetter(first) else { return false }
        return bytes.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
    }

    /// The word that any text makes, cut where it is too long: `Größe geändert!` makes `grosse_geandert`. Empty for a
    /// text without a Latin letter or digit.
    package static func slug(_ text: String) -> String {
        if isWord(text) { return text }
        var bytes: [UInt8] = []
        for byte in plainLatin(text).utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): bytes.append(byte + 32)
            case _ where isLetter(byte) || isDigit(byte): bytes.append(byte)
            case _ where bytes.last == UInt8(ascii: "_") || bytes.isEmpty: break
            default: bytes.append(UInt8(ascii: "_"))
            }
        }
        if let first = bytes.first, isDigit(first) { bytes.insert(UInt8(ascii: "n"), at: 0) }
        bytes.removeLast(max(0, bytes.count - maximumLength))
        if bytes.last == UInt8(ascii: "_") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Letters without their accents.
    private static func plainLatin(_ text: String) -> String {
        guard !CleanText.isASCII(text) else { return text }
        let parts = text.decomposedStringWithCanonicalMapping.unicodeScalars
        var plain = String.UnicodeScalarView()
        for part in parts where part.properties.canonicalCombiningClass == .notReordered {
            if part == "ß" { plain.append(contentsOf: "ss".unicodeScalars) } else { plain.append(part) }
        }
        return String(plain)
    }

    /// The word that `text` means (`Live Chat` means `live_chat`); nil when it is none.
    package static func word(_ text: String) -> String? {
        if isWord(text) { return text }
        guard CleanText.isASCII(text) else { return nil }
        var bytes: [UInt8] = []
        for byte in CleanText.clean(text).utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): bytes.append(byte + 32)
            case UInt8(ascii: " "), UInt8(ascii: "-"): bytes.append(UInt8(ascii: "_"))
            default: bytes.append(byte)
            }
        }
        let word = String(decoding: bytes, as: UTF8.self)
        return isWord(word) ? word : nil
    }

    @inline(__always)
    private static func isLetter(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "a") < 26
    }

    @inline(__always)
    private static func isDigit(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10
    }
}

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

/// Finds the word that a misspelt one may stand for.
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

/// The three bytes that some programs put in front of UTF-8. At the start of a body or a file they say nothing; on a
/// later line two files were put together, and they are no part of any value.
package enum ByteOrderMark {
    private static let bytes: [UInt8] = [0xEF, 0xBB, 0xBF]

    package static func leads(_ text: some Sequence<UInt8>) -> Bool {
        text.starts(with: bytes)
    }

    /// Takes the mark off the start of a whole body or file.
    package static func strip(_ text: inout [UInt8]) {
        if leads(text) { text.removeFirst(bytes.count) }
    }
}

/// The letters, digits and signs of ASCII as East Asian keyboards write them, each as wide as an ideograph.
enum FullWidth {
    private static let scalars: ClosedRange<UInt32> = 0xFF01...0xFF5E

    /// With each of them as in ASCII.
    static func folded(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { scalars.contains($0.value) }) else { return text }
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isWide = scalars.contains(scalar.value)
            plain.append(isWide ? Unicode.Scalar(UInt8(scalar.value - scalars.lowerBound + 0x21)) : scalar)
        }
        return String(plain)
    }
}
