/// How well numbers that were expected fit those that came.
package struct Accuracy: Hashable, Sendable {
    /// Pearson's; nil where all expected or all actual numbers are equal.
    package let correlation: Double?
    /// The mean of the absolute errors.
    package let meanError: Double
    /// The mean of the squared errors: of chances, Brier's score.
    package let squaredError: Double
    /// How often, of somebody who was active and somebody who was not, the first was ranked higher: the area under the
    /// ROC curve. Nil where all or none were active.
    package let activityAUC: Double?

    /// `ranking` orders the customers where that is not what was `expected` of them.
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
        // What rounding leaves of equal numbers is no spread.
        guard square > 1e-18 * count * (1 + mean * mean), otherSquare > 0 else { return nil }
        return product / (square * otherSquare).squareRoot()
    }

    /// By the ranks of those who were active, equal scores sharing theirs (Mann and Whitney 1947).
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

/// Customers to whom a like chance was given, and how many of them were active.
package struct CalibrationBand: Hashable, Sendable {
    package let customers: Int
    /// The mean of the chances that were given.
    package let given: Double
    /// The share of those who were active.
    package let observed: Double

    /// Ten bands of equal size, the least chance first; fewer where there are not ten customers.
    package static func bands(given: [Double], isActive: [Bool]) -> [CalibrationBand] {
        let order = given.indices.sorted { given[$0] < given[$1] }
        return (0..<10).compactMap { band in
            let members = order[order.count * band / 10..<order.count * (band + 1) / 10]
            guard !members.isEmpty else { return nil }
            let count = Double(members.count)
            return CalibrationBand(
                customers: members.count, given: members.reduce(0) { $0 + given[$1] } / count,
                observed: Double(members.count { isActive[$0] }) / count)
        }
    }

    /// The mean distance between what was given and what was observed.
    package static func error(of bands: [CalibrationBand]) -> Double {
        let customers = bands.reduce(0) { $0 + $1.customers }
        return bands.reduce(0) { $0 + abs($1.given - $1.observed) * Double($1.customers) } / Double(max(1, customers))
    }
}

/// The baseline that knows nothing but how long ago somebody bought last: what became of others for whom it is about as
/// long.
struct RecencyBands {
    private static let count = 20

    /// By customer: how many purchases others like them made, and the share of those who made any.
    let purchases: [Double]
    let chance: [Double]

    /// Every customer is told from the other half of the customers, so that nobody is part of their own baseline. That
    /// half shows what came after, which no model saw: a model that beats this baseline would beat one from the past.
    init(daysSinceLast: [Int], actual: [Double]) {
        let order = daysSinceLast.indices.sorted { (daysSinceLast[$0], $0) < (daysSinceLast[$1], $1) }
        var (purchases, chance) = (actual, actual)
        for band in 0..<Self.count {
            let members = order[order.count * band / Self.count..<order.count * (band + 1) / Self.count]
            for half in 0..<2 {
                let others = members.filter { $0 % 2 != half }
                let known = others.isEmpty ? Array(order) : others
                let share = Double(known.count { actual[$0] > 0 }) / Double(max(1, known.count))
                let mean = known.reduce(0) { $0 + actual[$1] } / Double(max(1, known.count))
                for member in members where member % 2 == half { (purchases[member], chance[member]) = (mean, share) }
            }
        }
        (self.purchases, self.chance) = (purchases, chance)
    }
}
