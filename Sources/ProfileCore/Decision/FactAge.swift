/// When a fact arrived, by which the oldest of a group is found.
struct FactAge: Comparable, Sendable {
    let receivedAt: Timestamp
    let fact: FactKey

    static func < (left: FactAge, right: FactAge) -> Bool {
        (left.receivedAt, left.fact) < (right.receivedAt, right.fact)
    }

    /// Older than no fact.
    static let latest = FactAge(
        receivedAt: Timestamp(milliseconds: .max), fact: FactKey(kind: .activity, source: "", id: ""))
}
