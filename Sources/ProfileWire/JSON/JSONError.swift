/// Why bytes are not one JSON value, and where.
package struct JSONError: Error, Hashable, Sendable {
    package enum Code: String, CaseIterable, Sendable {
        case emptyInput = "empty_input"
        case unexpectedEnd = "unexpected_end"
        case unexpectedByte = "unexpected_byte"
        case byteOrderMark = "byte_order_mark"
        case trailingBytes = "trailing_bytes"
        case badNumber = "bad_number"
        case badEscape = "bad_escape"
        case loneSurrogate = "lone_surrogate"
        case badUTF8 = "bad_utf8"
        case controlCharacter = "control_character"
        case tooDeep = "too_deep"
    }

    package let code: Code
    /// How many bytes come before the place of the error.
    package let offset: Int
    /// The line where the error is, counted from 1; nil where the text has one only.
    private(set) var line: Int?
    /// The character in the line, counted from 1.
    private(set) var column: Int?

    package init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }

    /// The same error with its place as an editor shows it.
    func located(in bytes: UnsafeBufferPointer<UInt8>) -> JSONError {
        var error = self
        let before = bytes[..<min(offset, bytes.count)]
        let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        // Of each character only the first byte is none of 10xxxxxx.
        error.column = before[start...].count(where: { $0 & 0xC0 != 0x80 }) + 1
        if bytes.contains(UInt8(ascii: "\n")) { error.line = before.count(where: { $0 == UInt8(ascii: "\n") }) + 1 }
        return error
    }

    /// What would be right; never what was found, which may be personal.
    package var detail: String {
        let place = [line.map { "line \($0)" }, column.map { "column \($0)" }].compactMap(\.self)
        return "\(place.isEmpty ? "byte \(offset)" : place.joined(separator: ", ")): \(rule)"
    }

    private var rule: String {
        switch code {
        case .emptyInput: "expected a JSON value, found nothing"
        case .unexpectedEnd: "the JSON text ends too early"
        case .unexpectedByte: "this byte cannot stand here in JSON"
        case .byteOrderMark: "a byte order mark may stand at the start of the file or body only"
        case .trailingBytes: "nothing but white space may follow the JSON value"
        case .badNumber: "a number is written as in RFC 8259, for example 12.5"
        case .badEscape: "an escape is one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX"
        case .loneSurrogate: "a surrogate escape needs its other half"
        case .badUTF8: "JSON text is valid UTF-8"
        case .controlCharacter: "a control character in a string is escaped"
        case .tooDeep: "arrays and objects nest at most \(JSONReader.maximumDepth) deep"
        }
    }
}
