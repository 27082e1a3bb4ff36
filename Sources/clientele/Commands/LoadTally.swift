import ProfileCore

/// What became of the records that were loaded.
struct LoadTally: CustomStringConvertible {
    private(set) var accepted = 0
    private(set) var unchanged = 0
    private(set) var stale = 0
    private(set) var suppressed = 0
    var rejected = 0

    var total: Int { accepted + unchanged + stale + suppressed + rejected }

    mutating func count(_ verdict: IngestVerdict) {
        switch verdict.status {
        case .accepted: accepted += 1
        case .unchanged: unchanged += 1
        case .stale: stale += 1
        case .suppressed: suppressed += 1
        }
    }

    var description: String {
        "\(accepted) accepted, \(unchanged) unchanged, \(stale) stale, \(suppressed) suppressed, \(rejected) rejected"
    }
}
