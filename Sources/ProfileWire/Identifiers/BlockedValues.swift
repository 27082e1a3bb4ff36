/// The values that systems send in place of an identifier they do not have, which must never link two people.
///
/// One list, in any case and however it is decorated: `NULL`, `n/a`, `#N/A`, `(not set)`, `<null>`, `"None"`. It joins
/// those of Segment and PostHog with the words for nothing of databases, spreadsheets, data frames and forms.
package enum BlockedValues {
    /// In small letters, without spaces and punctuation.
    private static let words: Set<String> = [
        "anonymous", "blank", "distinctid", "email", "empty", "false", "guest", "id", "inf", "infinity", "keine",
        "keineangabe", "missing", "na", "nan", "nil", "nill", "noemail", "noid", "nomail", "none", "nonegiven",
        "nonumber", "nophone", "notapplicable", "notauthenticated", "notavailable", "notgiven", "notknown",
        "notprovided", "notset", "notspecified", "novalue", "null", "nullnull", "nullvalue", "objectobject", "tba",
        "tbd", "true", "unbekannt", "undef", "undefined", "undefinedundefined", "unknown", "unknownunknown", "unset",
        "unspecified",
    ]

    private static let exactly: Set<String> = ["-1", "-1.0", "\\N"]

    /// Errors of spreadsheets and of floating point, behind a number sign: `#REF!`, `1.#QNAN`.
    private static let errors: Set<String> = ["1ind", "1qnan", "div0", "name", "num", "ref", "value"]

    /// Longer ones, in bytes, are no words of the list, whatever decorates them.
    private static let longest = 48

    package static func contains(_ value: String) -> Bool {
        if value.utf8.allSatisfy({ $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: "-") }) { return true }
        guard value.utf8.count <= longest, !isPlainlyAnID(value) else { return false }
        if exactly.contains(value) { return true }
        let word = word(of: value)
        guard !word.isEmpty else { return true }
        if word.utf8.allSatisfy({ $0 == UInt8(ascii: "0") }) { return true }
        return words.contains(word) || value.utf8.contains(UInt8(ascii: "#")) && errors.contains(word)
    }

    /// Whether a digit above one or an at sign is in it, as in most values and in no word of the list.
    private static func isPlainlyAnID(_ value: String) -> Bool {
        value.utf8.contains { $0 &- UInt8(ascii: "2") < 8 || $0 == UInt8(ascii: "@") }
    }

    /// The letters and digits alone, the letters small.
    private static func word(of value: String) -> String {
        if CleanText.isASCII(value) {
            let bytes = value.utf8.filter(isLetterOrDigit).map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }
            return String(decoding: bytes, as: UTF8.self)
        }
        let letters = value.unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil }
        return String(String.UnicodeScalarView(letters)).lowercased()
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
    }
}
