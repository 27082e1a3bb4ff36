/// A birthday as seen from a local day.
package struct BirthdayView: Hashable, Sendable {
    package let date: Birthday
    /// In whole years; nil without a year of birth, and above the greatest age that people reach.
    package let age: Int?
    /// Local days until the birthday is next kept, 0 on the day itself.
    package let daysUntil: Int

    package var isToday: Bool { daysUntil == 0 }

    /// Jeanne Calment reached 122; of those who are said to be older than this, hardly one is.
    private static let greatestAge = 120

    package init(_ birthday: Birthday, on today: Day) {
        let year = today.civil.year
        date = birthday
        let kept = birthday.kept(in: year)
        let next = kept < today ? birthday.kept(in: year + 1) : kept
        daysUntil = next.days(since: today)
        let age = birthday.year.map { max(0, kept <= today ? year - $0 : year - 1 - $0) }
        self.age = age.flatMap { $0 > Self.greatestAge ? nil : $0 }
    }
}

extension Birthday {
    /// The day it is kept in a year: 29 February on the 28th where there is none.
    fileprivate func kept(in year: Int) -> Day {
        let last = Day.length(ofMonth: month, year: year)
        // A day within its month always exists.
        return Day(year: year, month: month, day: min(day, last)) ?? Day(number: 0)
    }
}
