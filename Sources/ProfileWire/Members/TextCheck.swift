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
