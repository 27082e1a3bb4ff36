import ProfileCore

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
            reject(name, .badWord, "a word is 1 to 32 of a-z, 0-9 and _, beginning with a letter")
            return nil
        }
        return word
    }

    /// One of the words of an enumeration.
    mutating func choice<Choice>(_ name: String, _ type: Choice.Type = Choice.self) -> Choice?
    where Choice: CaseIterable & RawRepresentable, Choice.RawValue == String {
        guard let text = text(name) else { return nil }
        if let choice = Choice(rawValue: text) ?? Choice(rawValue: text.lowercased()) { return choice }
        let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        reject(name, .notAllowed, "one of: \(words)")
        return nil
    }

    /// The elements of an array of texts, empty ones left out, each once.
    mutating func texts(_ name: String, atMost count: Int, limit: Int) -> [String] {
        var texts: [String] = []
        var seen: Set<String> = []
        for (value, place) in elements(name, atMost: count) {
            guard case .string(let text) = value else {
                findings.reject(place, .wrongType, "a string is expected, not \(value.kindInWords)")
                continue
            }
            guard let text = TextCheck.text(text, at: place, limit: limit, multiline: false, findings) else { continue }
            if seen.insert(text).inserted { texts.append(text) }
        }
        return texts
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
