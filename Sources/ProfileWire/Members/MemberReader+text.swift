import ProfileCore

/// How long the texts of a record may be, in characters.
enum TextLimit {
    static let name = 500
    static let code = 255
    static let tag = 100
}

extension MemberReader {
    /// Text without white space around it, in NFC; empty text counts as absent. `limit` is in characters.
    mutating func text(_ name: String, limit: Int = TextLimit.name, multiline: Bool = false) -> String? {
        guard let value = take(name) else { return nil }
        guard case .string(let text) = value else {
            rejectType(name, value, expected: "a string")
            return nil
        }
        return checked(text, name, limit: limit, multiline: multiline)
    }

    /// Text that other systems may write as an integer, as with order numbers.
    mutating func code(_ name: String, limit: Int = TextLimit.code) -> String? {
        guard let value = take(name) else { return nil }
        guard let text = value.codeText else {
            rejectType(name, value, expected: "a string or an integer")
            return nil
        }
        return checked(text, name, limit: limit, multiline: false)
    }

    /// The code, unless it is a number whose last digits a spreadsheet dropped, which may be that of many.
    func unshortened(_ name: String, _ code: String) -> String? {
        guard ScientificNotation.isWritten(in: code) else { return code }
        reject(name, .shortenedNumber, "all digits; a number such as 4.57E+12 stands for many")
        return nil
    }

    /// A word of the contract, as `Live Chat` for `live_chat`.
    mutating func word(_ name: String) -> String? {
        guard let text = text(name, limit: TextLimit.name) else { return nil }
        guard let word = WordText.word(text) else {
            reject(name, .badWord, WordText.rule)
            return nil
        }
        return word
    }

    /// A way to be in touch, in its one spelling.
    mutating func channel(_ name: String) -> String? { word(name).map(ChannelName.plain) }

    /// One of the words of an enumeration.
    mutating func choice<Choice>(_ name: String, _ type: Choice.Type = Choice.self) -> Choice?
    where Choice: CaseIterable & RawRepresentable, Choice.RawValue == String {
        let cases = Array(Choice.allCases)
        return choice(name, among: cases.map(\.rawValue)).map { cases[$0] }
    }

    /// The place of the word among those that are allowed.
    mutating func choice(_ name: String, among words: [String]) -> Int? {
        guard let text = text(name) else { return nil }
        if let place = words.firstIndex(of: text) ?? words.firstIndex(of: text.lowercased()) { return place }
        reject(name, .notAllowed, "one of: " + words.joined(separator: ", "))
        return nil
    }

    /// The elements of an array of texts, empty ones left out, each once.
    mutating func texts(_ name: String, atMost count: Int, limit: Int) -> [String] {
        each(name, atMost: count, limit: limit) { text, _, _ in text }
    }

    /// The elements of an array of words of the contract.
    mutating func words(_ name: String, atMost count: Int) -> [String] {
        each(name, atMost: count, limit: TextLimit.name) { text, place, findings in
            let word = WordText.word(text)
            if word == nil { findings.reject(place, .badWord, WordText.rule) }
            return word
        }
    }

    /// The elements of an array of ways to be in touch.
    mutating func channels(_ name: String, atMost count: Int) -> [String] {
        var known: Set<String> = []
        return words(name, atMost: count).map(ChannelName.plain).filter { known.insert($0).inserted }
    }

    /// The elements of an array of languages.
    mutating func languages(_ name: String, atMost count: Int) -> [String] {
        each(name, atMost: count, limit: TextLimit.name) { text, place, findings in
            let tag = LanguageTag.understood(text)
            if tag == nil { findings.reject(place, .badLanguage, LanguageTag.rule) }
            return tag
        }
    }

    /// The values that `understood` makes of the texts of an array, empty ones left out, each once.
    mutating func each<Value: Hashable>(
        _ name: String, atMost count: Int, limit: Int,
        _ understood: (_ text: String, _ place: String, Findings) -> Value?
    ) -> [Value] {
        var values: [Value] = []
        var seen: Set<Value> = []
        for (value, place) in elements(name, atMost: count) {
            guard case .string(let text) = value else {
                findings.reject(place, .wrongType, "a string is expected, not \(value.kindInWords)")
                continue
            }
            guard let text = TextCheck.text(text, at: place, limit: limit, multiline: false, findings),
                let value = understood(text, place, findings)
            else { continue }
            if seen.insert(value).inserted { values.append(value) }
        }
        return values
    }

    private func checked(_ text: String, _ name: String, limit: Int, multiline: Bool) -> String? {
        let clean = multiline ? TextCheck.withPlainLineBreaks(text) : text
        if TextCheck.isPlain(clean, limit: limit) { return clean }
        return TextCheck.text(clean, at: pointer(name), limit: limit, multiline: multiline, findings)
    }
}

extension JSONValue {
    /// The text of a string or of an integer.
    var codeText: String? {
        switch self {
        case .string(let text): text
        case .number(let text) where text.utf8.allSatisfy({ $0 != 0x2E && $0 | 0x20 != 0x65 }): text
        default: nil
        }
    }
}

/// Words of lists that others keep.
extension MemberReader {
    /// A currency, or `standard` when the member is absent; nil only when it is wrong.
    mutating func currency(_ name: String, default standard: Currency?, orUnnamed: Bool = false) -> Currency? {
        guard let text = text(name) else { return findings.hasProblem(at: pointer(name)) ? nil : standard }
        if let currency = Currency(text) ?? Currency(text.uppercased()) { return currency }
        if orUnnamed, text == Currency.unnamed.code { return .unnamed }
        reject(name, .unknownCurrency, "an ISO 4217 code of money such as EUR")
        return nil
    }

    mutating func language(_ name: String) -> String? {
        guard let text = text(name) else { return nil }
        let tag = LanguageTag.understood(text)
        if tag == nil { reject(name, .badLanguage, LanguageTag.rule) }
        return tag
    }

    mutating func timeZoneName(_ name: String) -> String? {
        guard let text = text(name) else { return nil }
        let zone = TimeZoneNames.understood(text)
        if zone == nil { reject(name, .unknownTimeZone, "an IANA time zone such as Europe/London") }
        return zone
    }

    mutating func country(_ name: String) -> String? {
        guard let text = text(name) else { return nil }
        let code = CountryCode.understood(text)
        if code == nil { reject(name, .unknownCountry, "an ISO 3166-1 alpha-2 code such as GB") }
        return code
    }

    /// The address of a page. Others, such as scripts, would do something else when somebody follows the link.
    mutating func webAddress(_ name: String, limit: Int) -> String? {
        guard let text = text(name, limit: limit) else { return nil }
        let isAddress = WebAddress.isAddress(text)
        if !isAddress { reject(name, .badAddress, WebAddress.rule) }
        return isAddress ? text : nil
    }

    /// True or false, also as files write it.
    mutating func yesOrNo(_ name: String) -> Bool? {
        guard let value = take(name) else { return nil }
        switch value {
        case .bool(let flag): return flag
        case .string(let text) where text.isEmpty: return nil
        case .string(let text), .number(let text):
            if ["true", "yes", "y", "1"].contains(text.lowercased()) { return true }
            if ["false", "no", "n", "0"].contains(text.lowercased()) { return false }
        default: break
        }
        reject(name, .wrongType, "true or false is expected")
        return nil
    }

    mutating func flag(_ name: String) -> Bool? {
        guard let value = take(name) else { return nil }
        if case .bool(let flag) = value { return flag }
        rejectType(name, value, expected: "true or false")
        return nil
    }
}

/// Cleans a text and reports what is wrong with it.
enum TextCheck {
    /// Nil for an empty text, and for a wrong one, which is reported.
    static func text(
        _ text: String, at place: String, limit: Int, multiline: Bool, _ findings: Findings
    ) -> String? {
        let clean = CleanText.clean(text)
        guard !clean.isEmpty else { return nil }
        guard !CleanText.hasControlCharacter(clean, multiline: multiline) else {
            findings.reject(place, .controlCharacter, "text without control characters is expected")
            return nil
        }
        guard !CleanText.isLonger(clean, than: limit) else {
            findings.reject(place, .tooLong, "at most \(limit) characters")
            return nil
        }
        return clean
    }

    /// Whether the text is already as it should be, which most are: printable ASCII without a space at the ends.
    static func isPlain(_ text: String, limit: Int) -> Bool {
        let bytes = text.utf8
        guard let first = bytes.first, let last = bytes.last, first != 0x20, last != 0x20 else { return false }
        return bytes.count <= limit && bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    }

    /// The text with LF for every line break that other systems write.
    static func withPlainLineBreaks(_ text: String) -> String {
        guard text.utf8.contains(0x0D) else { return text }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if byte == 0x0A, bytes.last == 0x0D { bytes.removeLast() }
            bytes.append(byte)
        }
        for index in bytes.indices where bytes[index] == 0x0D { bytes[index] = 0x0A }
        return String(decoding: bytes, as: UTF8.self)
    }
}
