import ProfileWire

/// What a server says of the lines it was sent.
struct IngestAnswer {
    let accepted: Int
    let unchanged: Int
    let stale: Int
    /// Whether there were more problems than are listed.
    let isTruncated: Bool
    /// By the line's place, from `first`.
    var problems: [Int: [WireProblem]] = [:]

    /// Nil when `body` is no such answer.
    init?(_ body: [UInt8], first: Int) {
        guard case .object(let object)? = try? JSONReader.parse(body), let accepted = Self.number(object["accepted"]),
            let unchanged = Self.number(object["unchanged"]), let stale = Self.number(object["stale"])
        else { return nil }
        (self.accepted, self.unchanged, self.stale) = (accepted, unchanged, stale)
        isTruncated = object["errors_truncated"] == .bool(true)
        guard case .array(let errors)? = object["errors"] else { return }
        for case .object(let error) in errors {
            guard let line = Self.number(error["line"]), case .string(let code)? = error["code"],
                case .string(let pointer)? = error["pointer"], case .string(let detail)? = error["detail"]
            else { continue }
            problems[first + line - 1, default: []]
                .append(WireProblem(pointer: pointer, code: code, detail: detail))
        }
    }

    private static func number(_ value: JSONValue?) -> Int? {
        if case .number(let text)? = value { Int(text) } else { nil }
    }
}
