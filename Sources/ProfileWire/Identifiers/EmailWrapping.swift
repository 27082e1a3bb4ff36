/// Takes a mail address out of what mail programs and address books put around it.
enum EmailWrapping {
    /// `jane@example.com` from `Jane Doe <jane@example.com>`, `mailto:jane@example.com` or `(jane@example.com);`. What
    /// is not wrapped, or not plainly, comes back as it is.
    static func unwrapped(_ text: String) -> String {
        var rest = Substring(text)
        if let inner = angleBracketed(rest) { rest = inner }
        rest = withoutComment(rest)
        rest = withoutScheme(rest)
        while let inner = withoutPair(rest) ?? withoutStray(rest) { rest = inner }
        return String(withoutScheme(rest))
    }

    /// What stands between the last `<` and the `>` that ends the text.
    private static func angleBracketed(_ text: Substring) -> Substring? {
        guard let start = text.utf8.lastIndex(of: UInt8(ascii: "<")),
            let end = text.utf8[start...].firstIndex(of: UInt8(ascii: ">")),
            text.utf8[text.utf8.index(after: end)...].allSatisfy(isSeparator)
        else { return nil }
        // Two addresses in angle brackets are no plain one.
        guard !text.utf8[..<start].contains(UInt8(ascii: ">")) else { return nil }
        return text[text.utf8.index(after: start)..<end].trimmingSpaces
    }

    /// Without a comment behind it, as ` (work)`.
    private static func withoutComment(_ text: Substring) -> Substring {
        guard text.utf8.last == UInt8(ascii: ")"), text.utf8.first != UInt8(ascii: "("),
            let start = text.utf8.lastIndex(of: UInt8(ascii: "(")), start > text.startIndex
        else { return text }
        let comment = text.utf8[start...]
        let address = text[..<start]
        guard !comment.contains(UInt8(ascii: "@")), address.utf8.last == 0x20 else { return text }
        return address.trimmingSpaces
    }

    /// Without `mailto:`, `email:` and their like, and without the query of a mailto link.
    private static func withoutScheme(_ text: Substring) -> Substring {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return text }
        let scheme = text[..<colon].lowercased()
        guard ["mailto", "email", "e-mail", "mail", "smtp"].contains(scheme) else { return text }
        let rest = text[text.utf8.index(after: colon)...].trimmingSpaces
        guard scheme == "mailto", let query = rest.utf8.firstIndex(of: UInt8(ascii: "?")) else { return rest }
        return rest[..<query]
    }

    /// Without a pair of quotation marks or brackets around all of it.
    private static func withoutPair(_ text: Substring) -> Substring? {
        guard text.utf8.count >= 2, let first = text.utf8.first, let last = text.utf8.last else { return nil }
        let pairs: [(UInt8, UInt8)] = [
            (UInt8(ascii: "'"), UInt8(ascii: "'")), (UInt8(ascii: "\""), UInt8(ascii: "\"")),
            (UInt8(ascii: "("), UInt8(ascii: ")")), (UInt8(ascii: "["), UInt8(ascii: "]")),
            (UInt8(ascii: "<"), UInt8(ascii: ">")),
        ]
        return pairs.contains { $0 == (first, last) } ? text.dropFirst().dropLast().trimmingSpaces : nil
    }

    /// Without a bracket or an apostrophe that stands alone, or a separator behind it.
    private static func withoutStray(_ text: Substring) -> Substring? {
        guard let first = text.utf8.first, let last = text.utf8.last else { return nil }
        if last == UInt8(ascii: ">") || isSeparator(last) { return text.dropLast().trimmingSpaces }
        return first == UInt8(ascii: "<") || first == UInt8(ascii: "'") ? text.dropFirst().trimmingSpaces : nil
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ";") || byte == UInt8(ascii: ",") || byte == 0x20
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        var text = self
        while text.utf8.first == 0x20 { text = text.dropFirst() }
        while text.utf8.last == 0x20 { text = text.dropLast() }
        return text
    }
}
