/// How the characters of a file are written as bytes.
package enum TextEncoding: String, CaseIterable, Hashable, Sendable {
    case utf8 = "utf-8"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
    case windows1252 = "windows-1252"
    case latin1 = "latin-1"

    /// The encoding that goes by `name`, as people write it.
    package init?(name: String) {
        let plain = name.lowercased().filter { $0.isLetter || $0.isNumber }
        switch plain {
        case "utf8": self = .utf8
        case "utf16le", "utf16": self = .utf16LittleEndian
        case "utf16be": self = .utf16BigEndian
        case "windows1252", "cp1252", "ansi": self = .windows1252
        case "latin1", "iso88591", "iso885915": self = .latin1
        default: return nil
        }
    }

    /// The encoding that a text beyond ASCII is written in, by a sample of it; nil when all of it is ASCII.
    ///
    /// Hardly any text in another encoding has well-formed sequences of UTF-8: one bad byte among them is a bad byte.
    package init?(guessedFrom sample: [UInt8]) {
        let found = UTF8Validity.census(of: sample)
        switch (found.sequences, found.badBytes) {
        case (0, 0): return nil
        case (let sequences, let bad): self = sequences > 0 && bad <= sequences ? .utf8 : .windows1252
        }
    }

    /// Five bytes have no character.
    static func isEmptyPlaceOfWindows1252(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x81, 0x8D, 0x8F, 0x90, 0x9D: true
        default: false
        }
    }

    /// The bytes as UTF-8, for encodings of one byte a character.
    func utf8(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        for byte in bytes {
            switch byte {
            case 0..<0x80: result.append(byte)
            case 0x80..<0xA0 where self == .windows1252:
                result.append(contentsOf: String(Self.windowsCharacters[Int(byte - 0x80)]).utf8)
            default: result.append(contentsOf: [0xC0 | byte >> 6, 0x80 | byte & 0x3F])
            }
        }
        return result
    }

    /// What Windows-1252 has where Latin-1 has control characters; the five places it leaves empty stay those.
    private static let windowsCharacters: [Unicode.Scalar] = [
        "€", "\u{81}", "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", "\u{8D}", "Ž", "\u{8F}",
        "\u{90}", "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", "\u{9D}", "ž", "Ÿ",
    ]
}
