/// What forms and exports say instead of a name or a salutation.
///
/// `BlockedValues` does the same for identifiers. The lists differ, because some of those words are people's names.
enum NamePlaceholder {
    /// Whether a text says nothing: no letter, or a word for nothing, such as `n/a`, `N.N.` or `unbekannt`.
    static func stands(in text: String) -> Bool {
        guard text.utf8.first != UInt8(ascii: "#"), let letters = letters(of: text) else { return true }
        return words.contains(letters) || exactly.contains(text) || isAbbreviation(text, letters)
    }

    /// The letters as `FoldedName` folds them; nil for none. Names in ASCII are read without folding, because every
    /// rendered profile asks. Letters beyond the longest word do not matter.
    private static func letters(of text: String) -> String? {
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return FoldedName(text)?.plain }
        let letters = String(unsafeUninitializedCapacity: 15) { buffer in
            var count = 0
            for byte in text.utf8 where count < buffer.count && (byte | 0x20) &- UInt8(ascii: "a") < 26 {
                buffer[count] = byte | 0x20
                count += 1
            }
            return count
        }
        return letters.isEmpty ? nil : letters
    }

    /// `n/a` and `n.a.`; as `Na` it is a name.
    private static func isAbbreviation(_ text: String, _ plain: String) -> Bool {
        guard abbreviations.contains(plain) else { return false }
        return text.contains { "/\\<([{".contains($0) } || text.contains(".") && text.first?.isLowercase == true
    }

    private static let abbreviations: Set = ["ka", "na", "nb", "nc", "nd"]

    /// Matched with their case: `Nil`, `Nan` and `Blank` are names.
    private static let exactly: Set = ["NaN", "blank", "nan", "nil", "tba", "tbd", "TBA", "TBD"]

    /// As names are folded, without blanks. `Null`, `Gast` and `Test` are names of families, too.
    private static let words: Set = [
        "anonym", "anonymous", "brakdanych", "desconhecido", "desconocida", "desconocido", "empty", "familyname",
        "firstname", "fullname", "givenname", "inconnu", "inconnue", "keineangabe", "lastname", "missing", "nachname",
        "neznamy", "nichtangegeben", "nichtbekannt", "nietbekend", "nieznana", "nieznany", "nn", "noname", "none",
        "nonrenseigne", "nonspecificato", "notapplicable", "notavailable", "notgiven", "notknown",
        "notprovided", "notset", "notspecified", "novalue", "nullnull", "nvt", "okand", "onbekend", "sconosciuta",
        "sconosciuto", "surname", "ukendt", "ukjent", "unbekannt", "undef", "undefined", "unknown", "unnamed", "unset",
        "unspecified", "vorname", "неизвестна", "неизвестно", "неизвестный", "不明", "未知",
    ]
}
