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
