/// What telephone systems send as the number of a caller who withholds theirs: a word, typed on the keys of a phone.
enum WithheldNumbers {
    private static let words = [
        "anonymous", "blocked", "nocallerid", "outofarea", "payphone", "private", "privatecaller", "privatenumber",
        "restricted", "unavailable", "unknown", "unknowncaller", "withheld",
    ]

    private static let codes = Set(words.map { String(decoding: $0.utf8.map(key), as: UTF8.self) })
    private static let lengths = (codes.map(\.utf8.count).min() ?? 0)...(codes.map(\.utf8.count).max() ?? 0)

    /// Whether the digits of the text, wherever it may have a plus sign or spaces, are one of the codes.
    static func contains(_ text: String) -> Bool {
        let digits = text.utf8.filter { $0 &- UInt8(ascii: "0") < 10 }
        return lengths.contains(digits.count) && codes.contains(String(decoding: digits, as: UTF8.self))
    }

    /// The key of a telephone (ITU-T E.161) that bears a small letter.
    private static func key(_ letter: UInt8) -> UInt8 {
        Array("22233344455566677778889999".utf8)[Int(letter - UInt8(ascii: "a"))]
    }
}
