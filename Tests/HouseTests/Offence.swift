/// Where a rule of the house is broken, in the form that editors jump to.
struct Offence: CustomStringConvertible {
    let path: String
    let line: Int
    let reason: String

    var description: String { "\(path):\(line): \(reason)" }
}

extension [Offence] {
    /// All of them, one a line, for the message of a failed expectation.
    var report: String { map { "\n\($0)" }.joined() }
}
