/// A day to congratulate on; some people do not tell the year.
package struct Birthday: Hashable, Sendable {
    package let year: Int?
    package let month: Int
    package let day: Int

    /// Nil when no calendar has such a day; 29 February needs a leap year or no year.
    package init?(year: Int?, month: Int, day: Int) {
        guard Day(year: year ?? 2000, month: month, day: day) != nil else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }
}
