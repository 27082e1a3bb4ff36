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

    /// Locks `stripe` where tables are spread.
    func lock(of stripe: Stripe, in layout: Layout) -> [Call] {
        guard layout == .spread, count > 0 else { return [] }
        return [Statement.lockStripe { $0.add(Int32(stripe.index)) }]
    }

    /// Numbers them in `stripe`. The answer to the first is the last value given.
    func calls(numbering stripe: Stripe) -> [Call] {
        let rows = rows.flatMap(\.self)
        guard !rows.isEmpty else { return [] }
        return [
            Statement.takeNumbers {
                $0.add(rows.count)
                $0.add(stripe.counter)
                $0.add(ids: rows.map(\.id))
            },
            Statement.saveProfiles {
                $0.add(ids: rows.map(\.id))
                $0.add(integers: rows.map { $0.state.map { Int64($0.version) } })
                $0.add(integers: rows.map(\.changedAt.milliseconds))
                $0.add(blobs: rows.map { $0.state.map { Stored.bytes(of: $0) } })
                $0.add(stripe.base - Int64(rows.count))
                $0.add(stripe.counter)
                $0.add(integers: rows.map { Int64($0.state?.summary.derivation ?? 0) })
                $0.add(integers: rows.map { Int64($0.state?.summary.contactAge ?? 0) })
            },
        ]
    }

    /// What to tell about each decision, once the last value is known.
    func changes(upTo last: Int64, in stripe: Stripe) -> [[ProfileChange]] {
        var value = last - Int64(count)
        return rows.map { rows in
            rows.map { row in
                value += 1
                let number = ChangeNumber(stripe: stripe.index, value: value)
                return ProfileChange(number, profile: row.id, version: row.state?.version)
            }
        }
    }
}
