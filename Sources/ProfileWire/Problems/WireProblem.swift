/// Why a record or a request body cannot be taken.
package struct WireProblem: Hashable, Sendable {
    /// Where, as an RFC 6901 JSON pointer into what was sent.
    package let pointer: String
    /// A stable word, one of `ProblemCode`.
    package let code: String
    /// What would be right; never the value that was sent, which may be personal.
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
