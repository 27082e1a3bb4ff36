/// How many lines of a stream are committed together.
///
/// Many while nobody else writes, since large batches cost less. While single records are written as well, so few that
/// these wait for a moment only: the store writes one thing at a time.
struct BatchPace: Sendable {
    private static let moment = Duration.milliseconds(20)
    private static let fewest = 20

    private let most: Int
    /// So many lines took a moment.
    private(set) var few: Int

    init(most: Int) {
        self.most = most
        few = min(most, 100)
    }

    func lines(besideOthers isBesideOthers: Bool) -> Int { isBesideOthers ? few : most }

    /// Learns from a commit of `count` lines. A slower one counts at once, a faster one little by little.
    mutating func committed(_ count: Int, in duration: Duration) {
        guard count > 0, duration > .zero else { return }
        let fitting = Int(min(Double(most), Double(count) * (Self.moment / duration)))
        few = max(min(Self.fewest, most), min(most, fitting < few ? fitting : (3 * few + fitting + 3) / 4))
    }
}
