/// A moment, in whole milliseconds since 1970-01-01T00:00:00Z.
package struct Timestamp: Hashable, Comparable, Sendable {
    package static let millisecondsPerSecond: Int64 = 1000
    package static let millisecondsPerDay: Int64 = 86_400_000

    package let milliseconds: Int64

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// The UTC day that holds this moment.
    package var day: Day {
        Day(number: Int32(clamping: milliseconds.flooredQuotient(by: Self.millisecondsPerDay)))
    }

    /// Milliseconds since the start of the UTC day, in `0..<86_400_000`.
    package var millisecondsIntoDay: Int64 {
        milliseconds - milliseconds.flooredQuotient(by: Self.millisecondsPerDay) * Self.millisecondsPerDay
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    package func advanced(bySeconds seconds: Int64) -> Timestamp {
        Timestamp(milliseconds: milliseconds &+ seconds &* Self.millisecondsPerSecond)
    }

    /// This moment, or the `last` one where the clock that shows this one was set back since.
    ///
    /// A last moment more than an hour ahead was the mistake of a clock that has been mended: to go on from there would
    /// keep the mistake for ever.
    package func noEarlier(than last: Timestamp) -> Timestamp {
        last > self && last <= advanced(bySeconds: 3600) ? last : self
    }

    /// Days from `earlier` to this moment, with their fraction.
    package func days(since earlier: Timestamp) -> Double {
        Double(milliseconds - earlier.milliseconds) / Double(Self.millisecondsPerDay)
    }
}

extension FixedWidthInteger {
    /// The quotient rounded towards minus infinity; `divisor` is positive.
    package func flooredQuotient(by divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}

extension Timestamp {
    /// When a withdrawn fact is stored to have happened: before everything that may be stated.
    package static let withdrawn = Timestamp(milliseconds: -9_000_000_000_000_000_000)
}
