/// A calendar day of the proleptic Gregorian calendar, counted from 1970-01-01.
package struct Day: Hashable, Comparable, Sendable {
    package let number: Int32

    package init(number: Int32) {
        self.number = number
    }

    /// Nil when there is no such day, as with 30 February.
    ///
    /// The count follows Howard Hinnant's "chrono-compatible low-level date algorithms" (days_from_civil).
    package init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), (1...Day.length(ofMonth: month, year: year)).contains(day) else { return nil }
        self.init(validYear: year, month: month, day: day)
    }

    private init(validYear year: Int, month: Int, day: Int) {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted.flooredQuotient(by: 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        number = Int32(clamping: era * 146_097 + dayOfEra - 719_468)
    }

    /// The inverse of `init(year:month:day:)`, after the same source (civil_from_days).
    package var civil: (year: Int, month: Int, day: Int) {
        let shifted = Int(number) + 719_468
        let era = shifted.flooredQuotient(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    package var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        let index = (Int(number) + 3) - (Int(number) + 3).flooredQuotient(by: 7) * 7
        return Weekday.allCases[index]
    }

    /// The first moment of this day in UTC.
    package var start: Timestamp {
        Timestamp(milliseconds: Int64(number) * Timestamp.millisecondsPerDay)
    }

    package func advanced(by days: Int) -> Day {
        Day(number: Int32(clamping: Int(number) + days))
    }

    /// Whole days from `earlier` to this day.
    package func days(since earlier: Day) -> Int {
        Int(number) - Int(earlier.number)
    }

    package static func < (left: Day, right: Day) -> Bool {
        left.number < right.number
    }

    package static func length(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 2: isLeap(year: year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    package static func isLeap(year: Int) -> Bool {
        (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    }
}

/// A day of the week, Monday first, written as in the HTTP contract.
package enum Weekday: String, CaseIterable, Hashable, Sendable {
    case monday = "mon"
    case tuesday = "tue"
    case wednesday = "wed"
    case thursday = "thu"
    case friday = "fri"
    case saturday = "sat"
    case sunday = "sun"

    package static let workdays: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
    package static let weekend: [Weekday] = [.saturday, .sunday]

    package var isWeekend: Bool { self == .saturday || self == .sunday }
}
