/// Compares expected numbers with what happened.
package struct Accuracy: Sendable {
    /// Pearson's; nil where all expected or all actual numbers are equal.
    package let correlation: Double?
    /// The mean of the absolute errors.
    package let meanError: Double
    /// The mean of the squared errors: of chances, Brier's score.
    package let squaredError: Double
    /// The area under the ROC curve: how often an active customer ranks above an inactive one. Nil if all or none were
    /// active.
    package let activityAUC: Double?

    /// `ranking` orders customers for the AUC; without it `expected` does.
    package init(expected: [Double], ranking: [Double]? = nil, actual: [Double]) {
        let count = Double(max(1, actual.count))
        let errors = zip(expected, actual).lazy.map { $0 - $1 }
        meanError = errors.reduce(0) { $0 + abs($1) } / count
        squaredError = errors.reduce(0) { $0 + $1 * $1 } / count
        correlation = Self.correlation(expected, actual)
        activityAUC = Self.auc(ranking ?? expected, actual)
    }

    private static func correlation(_ one: [Double], _ other: [Double]) -> Double? {
        let count = Double(one.count)
        guard count > 0 else { return nil }
        let (mean, otherMean) = (one.reduce(0, +) / count, other.reduce(0, +) / count)
        var (product, square, otherSquare) = (0.0, 0.0, 0.0)
        for (value, otherValue) in zip(one, other) {
            product += (value - mean) * (otherValue - otherMean)
            square += (value - mean) * (value - mean)
            otherSquare += (otherValue - otherMean) * (otherValue - otherMean)
        }
        // Rounding may leave a small spread between equal numbers.
        guard square > 1e-18 * count * (1 + mean * mean), otherSquare > 0 else { return nil }
        return product / (square * otherSquare).squareRoot()
    }

    /// Uses the ranks of active customers; equal scores share their mean rank (Mann and Whitney 1947).
    private static func auc(_ scores: [Double], _ actual: [Double]) -> Double? {
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        let active = actual.count { $0 > 0 }
        let resting = actual.count - active
        guard active > 0, resting > 0 else { return nil }
        var (ranks, start) = (0.0, 0)
        while start < order.count {
            let end = order[start...].firstIndex { scores[$0] != scores[order[start]] } ?? order.count
            let rank = Double(start + end + 1) / 2
            ranks += rank * Double(order[start..<end].count { actual[$0] > 0 })
            start = end
        }
        return (ranks - Double(active) * Double(active + 1) / 2) / (Double(active) * Double(resting))
    }
}

/// Customers with similar predicted chances, and the share of them that was active.
package struct CalibrationBand: Sendable {
    package let customers: Int
    /// The mean of the chances that were given.
    package let given: Double
    /// The share of those who were active.
    package let observed: Double

    /// Ten bands of equal size, the least chance first; fewer where there are not ten customers.
    static func bands(given: [Double], isActive: [Bool]) -> [CalibrationBand] {
        given.indices.sorted { given[$0] < given[$1] }.bands(10).map { members in
            let count = Double(members.count)
            return CalibrationBand(
                customers: members.count, given: members.reduce(0) { $0 + given[$1] } / count,
                observed: Double(members.count { isActive[$0] }) / count)
        }
    }

    /// The mean distance between what was given and what was observed; nil without customers.
    package static func error(of bands: [CalibrationBand]) -> Double? {
        guard !bands.isEmpty else { return nil }
        let customers = bands.reduce(0) { $0 + $1.customers }
        return bands.reduce(0) { $0 + abs($1.given - $1.observed) * Double($1.customers) } / Double(customers)
    }
}

/// What became of customers who last bought about as long ago as each other.
package struct RecencyBand: Hashable, Sendable {
    /// Fewer customers would tell of themselves.
    static let fewest = 30

    /// The days since the last purchase that the band reaches up to.
    package let days: Int
    /// The purchases that one of them made later, on average.
    package let purchases: Double
    /// The share of those who made any.
    package let chance: Double

    package init(days: Int, purchases: Double, chance: Double) {
        (self.days, self.purchases, self.chance) = (days, purchases, chance)
    }
}

/// The recency baseline: it predicts what others did who last bought about as long ago.
struct RecencyBaseline {
    /// Ascending by days.
    private(set) var bands: [RecencyBand] = []
    /// By customer: how many purchases others like them made, and the share of those who made any.
    let purchases: [Double]
    let chance: [Double]

    /// A prediction uses the other half of the customers, so nobody is part of their own baseline. That half shows what
    /// came later, which no model sees: a model that beats it would beat one learned from the past.
    init(daysSinceLast: [Int], actual: [Double]) {
        let order = daysSinceLast.indices.sorted { (daysSinceLast[$0], $0) < (daysSinceLast[$1], $1) }
        var (purchases, chance) = (actual, actual)
        func outcome(of members: some Collection<Int>) -> (mean: Double, share: Double) {
            let count = Double(max(1, members.count))
            let active = members.count { actual[$0] > 0 }
            return (members.reduce(0) { $0 + actual[$1] } / count, Double(active) / count)
        }
        for members in order.groups(20, fewest: RecencyBand.fewest, by: { daysSinceLast[$0] }) {
            let all = outcome(of: members)
            bands.append(
                RecencyBand(days: members.last.map { daysSinceLast[$0] } ?? 0, purchases: all.mean, chance: all.share))
            for half in 0..<2 {
                let others = members.filter { $0 % 2 != half }
                let known = outcome(of: others.isEmpty ? order.filter { $0 % 2 != half } : others)
                for member in members where member % 2 == half {
                    (purchases[member], chance[member]) = (known.mean, known.share)
                }
            }
        }
        (self.purchases, self.chance) = (purchases, chance)
    }
}

extension [Int] {
    /// About that many consecutive parts, of `fewest` elements at least where there are so many, none of which divides
    /// elements with equal keys.
    fileprivate func groups(_ number: Int, fewest: Int, by key: (Int) -> Int) -> [ArraySlice<Int>] {
        let size = Swift.max(fewest, (count + number - 1) / number)
        var groups: [ArraySlice<Int>] = []
        var start = startIndex
        while start < endIndex {
            var end = Swift.min(start + size, endIndex)
            if endIndex - end < fewest { end = endIndex }
            while end < endIndex, key(self[end]) == key(self[end - 1]) { end += 1 }
            groups.append(self[start..<end])
            start = end
        }
        return groups
    }

    /// That many consecutive parts, equally long but for one element; empty ones are left out.
    fileprivate func bands(_ number: Int) -> [ArraySlice<Int>] {
        (0..<number).map { self[count * $0 / number..<count * ($0 + 1) / number] }.filter { !$0.isEmpty }
    }
}
