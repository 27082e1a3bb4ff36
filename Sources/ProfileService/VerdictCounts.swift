package import ProfileCore

/// How many records met which fate.
package struct VerdictCounts: Hashable, Sendable {
    package var accepted = 0
    package var unchanged = 0
    package var stale = 0
    package var suppressed = 0

    package init(accepted: Int = 0, unchanged: Int = 0, stale: Int = 0, suppressed: Int = 0) {
        self.accepted = accepted
        self.unchanged = unchanged
        self.stale = stale
        self.suppressed = suppressed
    }

    package var total: Int { accepted + unchanged + stale + suppressed }

    package static func + (one: VerdictCounts, other: VerdictCounts) -> VerdictCounts {
        VerdictCounts(
            accepted: one.accepted + other.accepted, unchanged: one.unchanged + other.unchanged,
            stale: one.stale + other.stale, suppressed: one.suppressed + other.suppressed)
    }

    package mutating func count(_ status: IngestVerdict.Status) {
        switch status {
        case .accepted: accepted += 1
        case .unchanged: unchanged += 1
        case .stale: stale += 1
        case .suppressed: suppressed += 1
        }
    }
}
