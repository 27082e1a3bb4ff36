/// A difference between two arms, with the interval in which it lies with 95 % certainty.
package struct UpliftEstimate: Hashable, Sendable {
    package let value: Double
    package let low: Double
    package let high: Double

    package init(value: Double, low: Double, high: Double) {
        (self.value, self.low, self.high) = (value, low, high)
    }

    /// Whether the interval excludes zero.
    package var isSeen: Bool { low > 0 || high < 0 }
}

extension UpliftEstimate {
    /// Of two shares, as counts of so many: Newcombe's interval of 1998 (his method 10), made of Wilson's intervals of
    /// both. It is right for small shares too, where the usual one is not. Nil without anybody in an arm.
    package static func ofShares(_ one: (count: Int, of: Int), _ other: (count: Int, of: Int)) -> UpliftEstimate? {
        guard one.of > 0, other.of > 0 else { return nil }
        let (first, second) = (WilsonInterval(one.count, of: one.of), WilsonInterval(other.count, of: other.of))
        let difference = first.share - second.share
        let below = Self.distance(first.share - first.low, second.high - second.share)
        let above = Self.distance(first.high - first.share, second.share - second.low)
        return UpliftEstimate(value: difference, low: difference - below, high: difference + above)
    }

    /// Of two means: Welch's interval of 1947, which lets the arms differ in spread and in size. Nil with fewer than
    /// two in an arm.
    package static func ofMeans(_ one: SpreadSample, _ other: SpreadSample) -> UpliftEstimate? {
        guard one.count > 1, other.count > 1 else { return nil }
        let (first, second) = (one.variance / Double(one.count), other.variance / Double(other.count))
        let difference = one.mean - other.mean
        guard first + second > 0 else { return UpliftEstimate(value: difference, low: difference, high: difference) }
        let freedom =
            (first + second) * (first + second)
            / (first * first / Double(one.count - 1) + second * second / Double(other.count - 1))
        let reach = Self.student(freedom) * (first + second).squareRoot()
        guard difference.isFinite, reach.isFinite else { return nil }
        return UpliftEstimate(value: difference, low: difference - reach, high: difference + reach)
    }

    private static func distance(_ one: Double, _ other: Double) -> Double {
        (one * one + other * other).squareRoot()
    }

    /// The deviate of 95 % of Student's distribution, by the expansion of Cornish and Fisher (Abramowitz and Stegun,
    /// 26.7.5): within 0.003 from five degrees of freedom up.
    static func student(_ freedom: Double) -> Double {
        let (z, n) = (WilsonInterval.deviate, max(1, freedom))
        let (z3, z5, z7) = (z * z * z, z * z * z * z * z, z * z * z * z * z * z * z)
        let first = (z3 + z) / 4
        let second = (5 * z5 + 16 * z3 + 3 * z) / 96
        let third = (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / 384
        return z + first / n + second / (n * n) + third / (n * n * n)
    }
}

/// Mean and spread of numbers that come one by one, by Welford 1962.
package struct SpreadSample: Hashable, Sendable {
    package private(set) var count = 0
    package private(set) var mean = 0.0
    private var squares = 0.0

    package init() {}

    package mutating func add(_ value: Double) {
        count += 1
        let distance = value - mean
        mean += distance / Double(count)
        squares += distance * (value - mean)
    }

    package var variance: Double { count > 1 ? squares / Double(count - 1) : 0 }
}
