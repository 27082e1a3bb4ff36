/// Writes rows as RFC 4180 asks for, with LF at their ends.
package struct CSVWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    private let delimiter: UInt8

    package init(delimiter: UInt8 = UInt8(ascii: ",")) {
        self.delimiter = delimiter
    }

    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    package mutating func row(_ fields: some Sequence<String>) {
        var isFirst = true
        for field in fields {
            if !isFirst { bytes.append(delimiter) }
            isFirst = false
            append(field)
        }
        bytes.append(0x0A)
    }

    private mutating func append(_ field: String) {
        guard field.utf8.contains(where: needsQuotes) || field.utf8.first == 0x20 || field.utf8.last == 0x20 else {
            bytes.append(contentsOf: field.utf8)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in field.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// The other usual separators too: a spreadsheet may take them for its own.
    private func needsQuotes(_ byte: UInt8) -> Bool {
        switch byte {
        case delimiter, UInt8(ascii: "\""), UInt8(ascii: ","), UInt8(ascii: ";"), 0x09, 0x0A, 0x0D: true
        default: false
        }
    }
}

/// Keeps spreadsheets from running what customers wrote: a cell that begins like a formula gets an apostrophe in front.
///
/// Phone numbers in E.164 and plain decimal numbers are harmless and stay as they are.
package enum FormulaGuard {
    /// `text` as it may stand in a cell.
    package static func guarded(_ text: String) -> String {
        isDangerous(text) && !isHarmlessNumber(text) ? "'" + text : text
    }

    /// The inverse of `guarded`.
    package static func unguarded(_ text: String) -> String {
        text.utf8.first == apostrophe && isDangerous(text) ? String(text.dropFirst()) : text
    }

    /// What a cell such as `="00561"` stands for: so is a text written that a spreadsheet must not take for a number.
    package static func literal(_ text: String) -> String {
        guard text.utf8.first == UInt8(ascii: "="), text.utf8.count >= 3, text.hasPrefix("=\""), text.hasSuffix("\"")
        else { return text }
        let inner = text.dropFirst(2).dropLast()
        return inner.contains("\"") ? text : String(inner)
    }

    private static let apostrophe = UInt8(ascii: "'")

    /// Whether a formula begins after any number of apostrophes: one that the text has itself must differ from ours.
    private static func isDangerous(_ text: String) -> Bool {
        switch text.utf8.first(where: { $0 != apostrophe }) {
        case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D: true
        default: false
        }
    }

    private static func isHarmlessNumber(_ text: String) -> Bool {
        let digits = text.utf8.dropFirst()
        switch text.utf8.first {
        case UInt8(ascii: "+"): return (7...15).contains(digits.count) && digits.allSatisfy(isDigit)
        case UInt8(ascii: "-"):
            let parts = digits.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            return parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(isDigit) }
        default: return false
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10
    }
}
