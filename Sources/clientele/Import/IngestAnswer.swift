import ProfileCore
import ProfileService
import ProfileWire

/// What a server says of the lines it was sent.
struct IngestAnswer {
    let kinds: [RecordKind: VerdictCounts]
    let profilesMade: Int
    let merges: Int
    let conflicts: Int
    /// Whether there were more problems or warnings than are listed.
    let isTruncated: Bool
    /// By the line's place, from `first`.
    var problems: [Int: [WireProblem]] = [:]
    /// Of all lines; what became a conflict is counted there.
    var warnings: [WireWarning] = []

    /// Nil when `body` is no such answer.
    init?(_ body: [UInt8], first: Int) {
        guard case .object(let object)? = try? JSONReader.parse(body), case .object(let records)? = object["records"],
            object["accepted"] != nil
        else { return nil }
        var kinds: [RecordKind: VerdictCounts] = [:]
        for kind in RecordKind.allCases {
            guard let counts = Self.counts(records[kind.pathSegment]) else { return nil }
            if counts.total > 0 { kinds[kind] = counts }
        }
        self.kinds = kinds
        // A key that is bound to sources is not told what became of profiles.
        let profiles: JSONObject? = if case .object(let object)? = object["profiles"] { object } else { nil }
        profilesMade = Self.number(profiles?["created"]) ?? 0
        merges = Self.number(profiles?["merged"]) ?? 0
        conflicts = Self.number(object["conflicts"]) ?? 0
        isTruncated = ["errors_truncated", "warnings_truncated"].contains { object[$0] == .bool(true) }
        for (line, remark) in Self.remarks(object["errors"]) {
            problems[first + line - 1, default: []].append(remark)
        }
        warnings = Self.remarks(object["warnings"]).map(\.remark).filter { $0.code != "link_refused" }.map {
            WireWarning(pointer: $0.pointer, code: $0.code, detail: $0.detail)
        }
    }

    private static func counts(_ value: JSONValue?) -> VerdictCounts? {
        guard case .object(let object)? = value, let accepted = number(object["accepted"]),
            let unchanged = number(object["unchanged"]), let stale = number(object["stale"])
        else { return nil }
        return VerdictCounts(
            accepted: accepted, unchanged: unchanged, stale: stale, suppressed: number(object["suppressed"]) ?? 0)
    }

    private static func remarks(_ value: JSONValue?) -> [(line: Int, remark: WireProblem)] {
        guard case .array(let elements)? = value else { return [] }
        return elements.compactMap { element in
            guard case .object(let object) = element, let line = number(object["line"]),
                case .string(let code)? = object["code"], case .string(let pointer)? = object["pointer"],
                case .string(let detail)? = object["detail"]
            else { return nil }
            return (line, WireProblem(pointer: pointer, code: code, detail: detail))
        }
    }

    private static func number(_ value: JSONValue?) -> Int? {
        if case .number(let text)? = value { Int(text) } else { nil }
    }
}
