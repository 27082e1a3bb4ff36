import ProfileCore
import ProfileService
import ProfileWire

/// What became of a stream of records: counts of all, and a bounded list of what was wrong or odd.
struct IngestReport: Sendable {
    struct Remark: Sendable {
        let line: Int
        let pointer: String
        let code: String
        let detail: String
    }

    private let limits: HTTPLimits
    private let tellsProfiles: Bool
    private(set) var counts: IngestCounts
    private(set) var errors: [Remark] = []
    private(set) var warnings: [Remark] = []
    private(set) var errorsTruncated = false
    private(set) var warningsTruncated = false

    init(limits: HTTPLimits, tellsProfiles: Bool) {
        self.limits = limits
        self.tellsProfiles = tellsProfiles
        counts = IngestCounts(tellsProfiles: tellsProfiles)
    }

    mutating func add(_ filed: RecordStream.Pipeline.Filed) {
        counts.add(filed.outcome, of: filed.records)
        for (place, (line, verdict)) in zip(filed.origin, filed.outcome.verdicts).enumerated() {
            if verdict.status == .refused {
                reject(line: line, verdict.problems(of: filed.records[place].key.kind))
            }
            warn(line: line, verdict.warnings(tellingOfOthers: tellsProfiles))
        }
    }

    mutating func reject(line: Int, _ problems: [WireProblem]) {
        counts.rejected += 1
        for problem in problems {
            guard errors.count < limits.listedErrors else {
                errorsTruncated = true
                return
            }
            errors.append(Remark(line: line, pointer: problem.pointer, code: problem.code, detail: problem.detail))
        }
    }

    mutating func warn(line: Int, _ found: [WireWarning]) {
        for warning in found {
            guard warnings.count < limits.listedWarnings else {
                warningsTruncated = true
                return
            }
            warnings.append(
                Remark(line: line, pointer: warning.pointer, code: warning.code, detail: warning.detail))
        }
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            counts.writeMembers(to: &json)
            json.member("errors") { $0.array(of: errors) { $1.write(to: &$0) } }
            json.member("errors_truncated", errorsTruncated)
            // Warnings of a commit come later than those of the lines after it.
            let inOrder = warnings.sorted { $0.line < $1.line }
            json.member("warnings") { $0.array(of: inOrder) { $1.write(to: &$0) } }
            json.member("warnings_truncated", warningsTruncated)
        }
    }
}

extension IngestReport.Remark {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("line", line)
            json.member("pointer", pointer)
            json.member("code", code)
            json.member("detail", detail)
        }
    }
}

/// How many records of a stream met which fate, and what that did to the profiles.
package struct IngestCounts: Hashable, Sendable {
    private(set) var kinds: [RecordKind: VerdictCounts] = [:]
    /// Lines that became no record, whose kind may not even be known.
    var rejected = 0
    private(set) var profilesCreated = 0
    private(set) var profilesMerged = 0
    /// Links that were refused.
    private(set) var conflicts = 0
    /// Whether the report says what became of profiles.
    private let tellsProfiles: Bool

    package init(tellsProfiles: Bool = true) {
        self.tellsProfiles = tellsProfiles
    }

    mutating func add(_ outcome: IngestOutcome, of records: [SourceRecord]) {
        for (record, verdict) in zip(records, outcome.verdicts) {
            kinds[record.key.kind, default: VerdictCounts()].count(verdict.status)
        }
        profilesCreated += outcome.profilesMade
        profilesMerged += outcome.merges
        conflicts += outcome.conflicts
    }

    func write(to json: inout JSONWriter) {
        json.object { writeMembers(to: &$0) }
    }

    func writeMembers(to json: inout JSONWriter) {
        let all = kinds.values.reduce(VerdictCounts(), +)
        all.writeMembers(to: &json)
        json.member("rejected", rejected)
        json.member("records") { json in
            json.object { json in
                for kind in RecordKind.allCases {
                    json.key(named: kind.pathSegment)
                    json.object { kinds[kind, default: VerdictCounts()].writeMembers(to: &$0) }
                }
            }
        }
        guard tellsProfiles else { return }
        json.member("profiles") { json in
            json.object {
                $0.member("created", profilesCreated)
                $0.member("merged", profilesMerged)
            }
        }
        json.member("conflicts", conflicts)
    }
}

extension VerdictCounts {
    fileprivate func writeMembers(to json: inout JSONWriter) {
        json.member("accepted", accepted)
        json.member("unchanged", unchanged)
        json.member("stale", stale)
        json.member("suppressed", suppressed)
    }
}
