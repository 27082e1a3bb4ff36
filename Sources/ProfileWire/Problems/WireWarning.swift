/// What was odd about a record that was taken nevertheless.
package struct WireWarning: Hashable, Sendable {
    /// Where, as an RFC 6901 JSON pointer into what was sent.
    package let pointer: String
    /// A stable word, one of `ProblemCode`.
    package let code: String
    /// What was done about it; never the value that was sent.
    package let detail: String

    package init(pointer: String, code: String, detail: String) {
        self.pointer = pointer
        self.code = code
        self.detail = detail
    }

    package init(pointer: String, code: ProblemCode, detail: String) {
        self.init(pointer: pointer, code: code.rawValue, detail: detail)
    }
}
