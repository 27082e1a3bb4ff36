/// Why bytes are not one JSON value, and where.
package struct JSONError: Error, Hashable, Sendable {
    package enum Code: String, CaseIterable, Sendable {
        case emptyInput = "empty_input"
        case unexpectedEnd = "unexpected_end"
        case unexpectedByte = "unexpected_byte"
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

    package init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }

    /// What would be right; never what was found, which may be personal.
    package var detail: String {
        "byte \(offset): \(rule)"
    }

    private var rule: String {
        switch code {
        case .emptyInput: "expected a JSON value, found nothing"
        case .unexpectedEnd: "the JSON text ends too early"
        case .unexpectedByte: "this byte cannot stand here in JSON"
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
