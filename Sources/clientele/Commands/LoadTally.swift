import ProfileCore

/// What became of the records that were loaded.
struct LoadTally: CustomStringConvertible {
    private(set) var accepted = 0
    private(set) var unchanged = 0
    private(set) var stale = 0
    var rejected = 0

    var total: Int { accepted + unchanged + stale + rejected }

    mutating func count(_ verdict: IngestVerdict) {
        switch verdict.status {
        case .accepted: accepted += 1
        case .unchanged: unchanged += 1
        case .stale: stale += 1
        }
    }

    var description: String {
        "\(accepted) accepted, \(unchanged) unchanged, \(stale) stale, \(rejected) rejected"
    }
}
