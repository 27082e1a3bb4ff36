import ProfileCore
import ProfileStore

/// The profiles that decisions change, in the order in which their changes are numbered.
struct ChangedProfiles: Sendable {
    private struct Row: Sendable {
        let id: ProfileID
        let state: ProfileState?
        let changedAt: Timestamp
    }

    /// For each decision its profiles, ascending by id.
    private let rows: [[Row]]

    init(_ decisions: [Decision]) {
        rows = decisions.map { decision in
            decision.changedProfiles.sorted().map { id in
                let state = decision.removedProfiles.contains(id) ? nil : decision.profiles[id]
                return Row(id: id, state: state, changedAt: state?.changedAt ?? decision.decidedAt)
            }
        }
    }

    var count: Int { rows.reduce(0) { $0 + $1.count } }

    /// The answer to the first of them is the last number given.
    var calls: [Call] {
        let rows = rows.flatMap(\.self)
        guard !rows.isEmpty else { return [] }
        return [
            Statement.takeNumbers { $0.add(rows.count) },
            Statement.saveProfiles {
                $0.add(ids: rows.map(\.id))
                $0.add(integers: rows.map { $0.state.map { Int64($0.version) } })
                $0.add(integers: rows.map(\.changedAt.milliseconds))
                $0.add(blobs: rows.map { $0.state.map { Stored.bytes(of: $0) } })
                $0.add(rows.count)
                $0.add(integers: rows.map { Int64($0.state?.summary.derivation ?? 0) })
            },
            Statement.tellNumber(),
        ]
    }

    /// What to tell about each decision, once the last number is known.
    func changes(upTo last: Int64) -> [[ProfileChange]] {
        var sequence = last - Int64(count)
        return rows.map { rows in
            rows.map { row in
                sequence += 1
                return ProfileChange(sequence: sequence, profile: row.id, version: row.state?.version)
            }
        }
    }
}
