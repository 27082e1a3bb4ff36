import ProfileCore
import ProfileService
import ProfileWire

/// How many records of a stream met which fate, and what that did to the profiles.
package struct IngestCounts: Hashable, Sendable {
    private(set) var kinds: [RecordKind: VerdictCounts] = [:]
    /// Lines that became no record, whose kind may not even be known.
    var rejected = 0
    private(set) var profilesCreated = 0
    private(set) var profilesMerged = 0
    /// Links that were refused.
    private(set) var conflicts = 0
    /// Whether what became of profiles is told.
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
