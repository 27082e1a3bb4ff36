/// Whole local hours on the weekend, on weekdays or on all days.
struct PreferredWindow: Sendable {
    let days: [Weekday]
    let hours: Range<Int>
    /// Its part of all weight.
    let billionths: Int

    private static let half = 500_000_000

    /// Of the windows that hold at least half of the weight: the shortest, then the one on fewer days, then the one
    /// with the larger share, then the earlier one.
    static func best(in weights: ContactWeights) -> PreferredWindow? {
        let byHour = [Weekday.weekend, Weekday.workdays, Weekday.allCases].map { days in
            (days: days, weights: (0..<24).map { weights.weight(on: days, hours: $0..<$0 + 1) })
        }
        for length in 1...24 {
            for candidate in byHour {
                let windows = windows(of: length, on: candidate.days, by: candidate.weights, in: weights)
                if let best = windows.max(by: { $0.isWorse(than: $1) }) { return best }
            }
        }
        return nil
    }

    private static func windows(
        of length: Int, on days: [Weekday], by hours: [Double], in weights: ContactWeights
    ) -> [PreferredWindow] {
        (0...24 - length).compactMap { start in
            let range = start..<start + length
            let share = weights.billionths(range.reduce(0) { $0 + hours[$1] })
            return share >= half ? PreferredWindow(days: days, hours: range, billionths: share) : nil
        }
    }

    /// Of two of the same length and days.
    private func isWorse(than other: PreferredWindow) -> Bool {
        (billionths, other.hours.lowerBound) < (other.billionths, hours.lowerBound)
    }
}
