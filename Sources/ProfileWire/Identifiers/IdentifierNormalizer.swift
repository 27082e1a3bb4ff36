import Foundation
package import ProfileCore

/// Brings identifiers into the one form in which they are compared, and keeps junk out.
package struct IdentifierNormalizer: Sendable {
    package static let maximumLength = 255

    package enum Outcome: Hashable, Sendable {
        case accepted(Identifier)
        /// A value that stands for "unknown" or that the operator blocked: it must not link anybody.
        case blocked
        case phoneNotRecognised
        /// A phone number as it was written that nobody can be called at: it is kept, but must not link anybody.
        case uncallable(Identifier)
        /// A number that a spreadsheet shortened, `4.57E+12`, which may be that of many.
        case shortened
        case empty
        case tooLong
        case controlCharacter
        case badEmail
    }

    /// A pattern of the operator that is no regular expression.
    package struct BadPattern: Error, Hashable, Sendable {
        package let type: String
        /// Which of that type's patterns, from 0.
        package let index: Int
    }

    /// ISO 3166-1 alpha-2; reads national phone numbers of sources that declare no region.
    package let defaultPhoneRegion: String?
    private let blockedPatterns: [String: [NSRegularExpression]]

    package static let standard = IdentifierNormalizer(phoneRegion: nil)

    private init(phoneRegion: String?) {
        defaultPhoneRegion = phoneRegion
        blockedPatterns = [:]
    }

    /// `blockedPatterns` holds regular expressions per identifier type; a value in which one is found is blocked.
    package init(
        defaultPhoneRegion: String? = nil, blockedPatterns: [String: [String]] = [:]
    ) throws(BadPattern) {
        var compiled: [String: [NSRegularExpression]] = [:]
        for (type, patterns) in blockedPatterns {
            for (index, pattern) in patterns.enumerated() {
                guard let expression = try? NSRegularExpression(pattern: pattern) else {
                    throw BadPattern(type: type, index: index)
                }
                compiled[type, default: []].append(expression)
            }
        }
        self.defaultPhoneRegion = defaultPhoneRegion
        self.blockedPatterns = compiled
    }

    /// `type` is a word of the contract; `region` is that of the source, if it declares one.
    package func outcome(type: String, value: String, region: String? = nil) -> Outcome {
        let text = CleanText.clean(value)
        guard !text.isEmpty else { return .empty }
        guard !CleanText.hasControlCharacter(text) else { return .controlCharacter }
        guard !CleanText.isLonger(text, than: Self.maximumLength) else { return .tooLong }
        guard !BlockedValues.contains(text) else { return .blocked }
        guard !ScientificNotation.isWritten(in: text) else { return .shortened }
        switch type {
        case Identifier.email: return email(text)
        case Identifier.phone: return phone(text, region: region)
        default: return accepted(type, text)
        }
    }

    private func email(_ text: String) -> Outcome {
        guard let email = EmailAddress.normalized(text) else { return .badEmail }
        return UnownedAddresses.contains(email) ? .blocked : accepted(Identifier.email, email)
    }

    private func phone(_ text: String, region: String?) -> Outcome {
        switch PhoneNumbers.reading(text, region: region ?? defaultPhoneRegion) {
        case .callable(let number): accepted(Identifier.phone, number)
        case .uncallable: .uncallable(Identifier(type: Identifier.phone, value: text))
        case .unreadable: .phoneNotRecognised
        }
    }

    /// What a URL or a lookup names: a profile id, or `type:value` normalised as in records; nil when it is neither
    /// or names nobody for certain.
    ///
    /// In a phone value a leading space counts as the plus sign that URL decoding made of it.
    package func reference(_ text: String) -> ProfileReference? {
        if let id = ProfileID(text) { return .id(id) }
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let type = String(text[..<colon])
        var value = String(text[text.utf8.index(after: colon)...])
        guard WordText.isWord(type) else { return nil }
        if type == Identifier.phone, value.hasPrefix(" ") { value = "+" + value.dropFirst() }
        guard case .accepted(let identifier) = outcome(type: type, value: value) else { return nil }
        return .identifier(identifier)
    }

    private func accepted(_ type: String, _ value: String) -> Outcome {
        guard !CleanText.isLonger(value, than: Self.maximumLength) else { return .tooLong }
        return isBlockedByPattern(type, value) ? .blocked : .accepted(Identifier(type: type, value: value))
    }

    private func isBlockedByPattern(_ type: String, _ value: String) -> Bool {
        guard let patterns = blockedPatterns[type] else { return false }
        let whole = NSRange(location: 0, length: value.utf16.count)
        return patterns.contains { $0.firstMatch(in: value, range: whole) != nil }
    }
}

/// The values that systems send in place of an identifier they do not have, which must never link two people.
///
/// One list, in any case and however it is decorated: `NULL`, `n/a`, `#N/A`, `(not set)`, `<null>`, `"None"`. It joins
/// those of Segment and PostHog with the words for nothing of databases, spreadsheets, data frames and forms, the last
/// in the languages whose headers are known.
package enum BlockedValues {
    /// In small letters, without spaces and punctuation.
    private static let words: Set<String> = absent.union([
        "anonym", "anonyme", "anonymous", "anonimo", "anónimo", "aucun", "aucune", "blank", "brak", "desconocida",
        "desconocido", "distinctid", "email", "empty", "false", "gast", "geen", "gość", "guest", "id", "inconnu",
        "inconnue", "inf", "infinity", "invitado", "invité", "keine", "leeg", "leer", "missing", "nessuna", "nessuno",
        "nieznana", "nieznany", "nill", "ninguna", "ninguno", "noemail", "noid", "nomail", "nonegiven", "nonumber",
        "nophone", "notapplicable", "notauthenticated", "notavailable", "notgiven", "notknown", "notprovided",
        "notspecified", "novalue", "nullvalue", "objectobject", "onbekend", "ospite", "pusty", "sconosciuta",
        "sconosciuto", "tba", "tbd", "true", "unbekannt", "undef", "unknown", "unknownunknown", "unset", "unspecified",
        "vacío", "vide", "vuoto",
    ])

    /// What is a word for nothing only as it is written here: Nat is a name.
    private static let exactly: Set<String> = [
        "-1", "-1.0", "\\N", "\\\\N", "NaT", "k.A.", "k. A.", "k.a.", "k. a.",
        "ffffffff-ffff-ffff-ffff-ffffffffffff", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
    ]

    /// Errors of spreadsheets in several languages, and of floating point, behind a number sign: `#REF!`, `1.#QNAN`.
    private static let errors: Set<String> = [
        "1ind", "1qnan", "bezug", "busy", "calc", "champ", "div0", "fallo", "field", "leer", "name", "nana", "nom",
        "nombre", "nul", "num", "nv", "ref", "spill", "valeur", "valor", "valore", "value", "wert", "zahl",
    ]

    /// Of these, what systems write where a record has no id of its own.
    private static let absent: Set<String> = [
        "keineangabe", "na", "nan", "nil", "none", "notset", "null", "nullnull", "pdna", "undefined",
        "undefinedundefined",
    ]

    /// Longer values, in bytes, cannot be words of the list.
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

    /// Whether it says that a record has no id: all such records would be one. `0` and `guest` are ids.
    static func isAbsentID(_ id: String) -> Bool {
        guard id.utf8.count <= longest, !isPlainlyAnID(id) else { return false }
        let word = word(of: id)
        return id == "NaT" || absent.contains(word) || id.utf8.contains(UInt8(ascii: "#")) && errors.contains(word)
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
        let letters = FullWidth.folded(value).unicodeScalars.filter {
            $0.properties.isAlphabetic || $0.properties.numericType != nil
        }
        return String(String.UnicodeScalarView(letters)).lowercased()
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
    }
}
