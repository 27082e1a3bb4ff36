import ProfileCore
import ProfileService
import ProfileWire

/// What an import did.
struct ImportSummary {
    /// Lines that hold a row or a record, of all files.
    var lines = 0
    /// Rows that the mapping leaves out.
    var skipped = 0
    /// Lines of an export that are no records.
    var passedOver = 0
    private(set) var kinds: [RecordKind: VerdictCounts] = [:]
    private(set) var rejected = 0
    /// By rule and member.
    private var rejections: [String: Int] = [:]
    private var warnings: [String: Int] = [:]
    private(set) var profilesMade = 0
    private(set) var merges = 0
    private(set) var conflicts = 0
    var rejectFiles: [String] = []
    /// Lines that name a record of an earlier line of their file: with other content, and with the same.
    private(set) var repeatedIDs = (different: 0, equal: 0)
    private var repetitions: [String] = []
    /// What a person should look at, in sentences.
    var remarks: [String] = []
    /// Records that a server acknowledged in an earlier run.
    var resumed = 0
    var isDryRun = false

    var records: Int { kinds.values.reduce(0) { $0 + $1.total } }

    mutating func add(_ outcome: IngestOutcome, of kinds: [RecordKind]) {
        for (verdict, kind) in zip(outcome.verdicts, kinds) {
            if verdict.status == .refused {
                rejected += 1
                if let problem = verdict.problems(of: kind).first {
                    let place = problem.pointer.isEmpty ? kind.pathSegment : problem.pointer
                    rejections[Self.reason(problem.code, place), default: 0] += 1
                }
            }
            for warning in verdict.ownWarnings { warn(warning) }
            self.kinds[kind, default: VerdictCounts()].count(verdict.status)
        }
        profilesMade += outcome.profilesMade
        merges += outcome.merges
        conflicts += outcome.conflicts
    }

    mutating func add(_ answer: IngestAnswer) {
        kinds.merge(answer.kinds) { $0 + $1 }
        profilesMade += answer.profilesMade
        merges += answer.merges
        conflicts += answer.conflicts
        for warning in answer.warnings { warn(warning) }
    }

    mutating func add(_ repeated: RepeatedIDs, of file: String) {
        repeatedIDs.different += repeated.different
        repeatedIDs.equal += repeated.equal
        repetitions += repeated.sentences(about: file)
    }

    mutating func reject(_ problem: WireProblem) {
        rejected += 1
        rejections[Self.reason(problem.code, problem.pointer), default: 0] += 1
    }

    /// Records that an earlier run rejected, for reasons that it told.
    mutating func recall(rejected count: Int) {
        guard count > 0 else { return }
        rejected += count
        rejections["in an earlier run", default: 0] += count
    }

    mutating func warn(_ warning: WireWarning) {
        warnings[Self.reason(warning.code, warning.pointer), default: 0] += 1
    }

    /// `bad_number lines.unit_price`: places within arrays are left out, so that few reasons remain.
    private static func reason(_ code: String, _ pointer: String) -> String {
        let path = pointer.split(separator: "/").filter { Int($0) == nil }.joined(separator: ".")
        return path.isEmpty ? code : "\(code) \(path)"
    }

    // MARK: Telling

    /// How many were rejected, with the most frequent reasons; nil if none was.
    var rejectedSentence: String? {
        guard rejected > 0 else { return nil }
        let reasons = Self.sorted(rejections).prefix(3).map { "\($0.value) x \($0.key)" }.joined(separator: ", ")
        return "records rejected: \(rejected) (\(reasons))"
    }

    var text: String {
        var lines = [isDryRun ? "Nothing was stored. This is what would happen:" : nil].compactMap(\.self)
        let skips = skipped > 0 ? ", \(skipped) left out by the mapping" : ""
        let taken = "\(Wording.count(records, "record")) taken, \(rejected) rejected"
        lines.append("\(Wording.count(self.lines, "line"))\(skips), \(taken)")
        if passedOver > 0 {
            let passed = Wording.count(
                passedOver, "line of the export is no record and was passed over",
                "lines of the export are no records and were passed over")
            lines.append("  \(passed)")
        }
        if resumed > 0 {
            let candidates = Wording.count(resumed, "record or document", "records or documents")
            lines.append("  \(candidates) acknowledged by the server in an earlier run")
        }
        for kind in RecordKind.allCases {
            guard let counts = kinds[kind] else { continue }
            lines.append("  \(kind.pathSegment): " + Self.text(counts))
        }
        let refused = Wording.count(conflicts, "link refused as a conflict", "links refused as conflicts")
        lines.append("  profiles: \(profilesMade) made, \(merges) merged; \(refused)")
        lines += Self.listed("rejected", rejections) + Self.listed("warnings", warnings)
        lines += (repetitions + remarks).map { "  " + $0 }
        lines += rejectFiles.map { "Rejected lines with their reasons: \($0)" }
        return lines.joined(separator: "\n")
    }

    private static func text(_ counts: VerdictCounts) -> String {
        "\(counts.accepted) accepted, \(counts.unchanged) unchanged, \(counts.stale) stale"
            + (counts.suppressed > 0 ? ", \(counts.suppressed) suppressed: of people who were erased" : "")
    }

    private static func listed(_ title: String, _ reasons: [String: Int]) -> [String] {
        guard !reasons.isEmpty else { return [] }
        return ["  \(title):"] + sorted(reasons).map { "    \($0.value) x \($0.key)" }
    }

    private static func sorted(_ reasons: [String: Int]) -> [(key: String, value: Int)] {
        reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    }

    var json: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("dry_run", isDryRun)
            json.member("lines", lines)
            json.member("skipped", skipped)
            json.member("passed_over", passedOver)
            json.member("records", records)
            json.member("resumed", resumed)
            json.member("kinds") { write(to: &$0) }
            json.member("rejected", rejected)
            json.member("rejections") { Self.write(rejections, to: &$0) }
            json.member("warnings") { Self.write(warnings, to: &$0) }
            json.member("repeated_ids") { json in
                json.object {
                    $0.member("different", repeatedIDs.different)
                    $0.member("equal", repeatedIDs.equal)
                }
            }
            json.member("remarks") { $0.array(of: remarks) { $0.string($1) } }
            json.member("profiles_made", profilesMade)
            json.member("merges", merges)
            json.member("conflicts", conflicts)
            json.member("reject_files") { $0.array(of: rejectFiles) { $0.string($1) } }
        }
        return json.bytes
    }

    private func write(to json: inout JSONWriter) {
        json.object { json in
            for kind in RecordKind.allCases {
                guard let counts = kinds[kind] else { continue }
                json.key(named: kind.pathSegment)
                Self.write(counts, to: &json)
            }
        }
    }

    private static func write(_ counts: VerdictCounts, to json: inout JSONWriter) {
        json.object {
            $0.member("accepted", counts.accepted)
            $0.member("unchanged", counts.unchanged)
            $0.member("stale", counts.stale)
            $0.member("suppressed", counts.suppressed)
        }
    }

    private static func write(_ reasons: [String: Int], to json: inout JSONWriter) {
        json.object { json in
            for (reason, count) in sorted(reasons) {
                json.key(named: reason)
                json.integer(count)
            }
        }
    }
}

extension RestoredCounts {
    /// Shown to the person who started the import.
    func text(isDryRun: Bool) -> String {
        var lines = [isDryRun ? "Nothing was written. This is what would be restored:" : "Restored as it was:"]
        let (records, profiles) = (Wording.count(records, "record"), Wording.count(profiles, "profile"))
        lines.append("  \(records), \(withdrawn) withdrawn ones remembered, \(profiles)")
        let (held, refused) = (Wording.count(held, "identifier"), Wording.count(refused, "claim"))
        lines.append("  \(held) held, \(refused) refused or settled")
        lines.append("  \(Wording.count(merges, "merge")), \(Wording.count(separations, "separation"))")
        if assignments > 0 { lines.append("  \(Wording.count(assignments, "arm")) of invitations") }
        if erased.profiles + erased.records > 0 {
            let profiles = Wording.count(erased.profiles, "profile")
            let records = Wording.count(erased.records, "single record")
            lines.append("  of people erased here, \(profiles) and \(records) did not stay")
        }
        return lines.joined(separator: "\n")
    }

    func json(isDryRun: Bool) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("dry_run", isDryRun)
            json.member("restored") { json in
                json.object {
                    $0.member("records", records)
                    $0.member("withdrawn", withdrawn)
                    $0.member("profiles", profiles)
                    $0.member("held", held)
                    $0.member("refused", refused)
                    $0.member("merges", merges)
                    $0.member("separations", separations)
                    $0.member("invitations", assignments)
                }
            }
            json.member("erased_again") { json in
                json.object {
                    $0.member("profiles", erased.profiles)
                    $0.member("records", erased.records)
                }
            }
        }
        return json.bytes
    }
}
