/// Bytes that did not become a value, with everything that was found wrong.
package struct WireRejection: Error, Hashable, Sendable {
    /// Never empty.
    package let problems: [WireProblem]
    /// True when the bytes are no JSON at all.
    package let isNotJSON: Bool

    package init(problems: [WireProblem]) {
        self.problems = problems
        isNotJSON = false
    }

    package init(_ error: JSONError) {
        problems = [WireProblem(pointer: "", code: .invalidJSON, detail: error.detail)]
        isNotJSON = true
    }
}
