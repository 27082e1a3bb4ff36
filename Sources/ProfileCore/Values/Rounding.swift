/// Numbers as the profile shows them, rounded once so that equal profiles are equal.
enum Rounding {
    static func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }

    static func hundredths(_ value: Double) -> Double { (value * 100).rounded() / 100 }

    /// `part / whole` in hundredths; 0 when there is no whole.
    static func share(_ part: Double, of whole: Double) -> Double {
        whole > 0 ? hundredths(part / whole) : 0
    }

    /// (last - first) / (count - 1) in days and tenths; nil below 2.
    static func averageDaysBetween(_ seen: SeenRange?) -> Double? {
        guard let seen, seen.count > 1 else { return nil }
        return tenths(seen.last.days(since: seen.first) / Double(seen.count - 1))
    }
}
