import ProfileCore

/// A date as somebody wrote it, taken apart by a pattern and not judged yet.
struct WrittenDate: Hashable, Sendable {
    var year: Int?
    /// Whether the century was not written.
    var isYearShort = false
    var month = 0
    var day = 0
    var hour = 0
    var minute = 0
    var second = 0
    var millisecond = 0
    var isAfternoon: Bool?
    var offsetMinutes: Int?

    /// Nil when `text` is not written so.
    init?(_ text: String, _ pattern: DatePattern) {
        var scanner = PatternScanner(text)
        for (index, part) in pattern.parts.enumerated() {
            let isFollowedByDigits = index + 1 < pattern.parts.count && pattern.parts[index + 1].beginsWithDigit
            guard take(part, isFollowedByDigits, &scanner) else { return nil }
        }
        guard scanner.isAtEnd else { return nil }
    }

    private mutating func take(_ part: DatePattern.Part, _ isFixed: Bool, _ scanner: inout PatternScanner) -> Bool {
        let least = isFixed ? 2 : 1
        switch part {
        case .text(let byte): return scanner.skip(byte)
        case .year: return scanner.number(4...4).map { year = $0 } != nil
        case .shortYear: return scanner.number(2...2).map { takeShortYear($0) } != nil
        case .month: return scanner.number(least...2).map { month = $0 } != nil
        case .monthName: return scanner.month().map { month = $0 } != nil
        case .weekday: return scanner.skipWeekday()
        case .day: return scanner.number(least...2).map { day = $0 } != nil
        case .hour: return scanner.number(least...2).map { hour = $0 } != nil
        case .minute: return scanner.number(least...2).map { minute = $0 } != nil
        case .second: return scanner.number(least...2).map { second = $0 } != nil
        case .fraction: return scanner.milliseconds().map { millisecond = $0 } != nil
        case .halfOfDay: return scanner.isAfternoon().map { isAfternoon = $0 } != nil
        case .offset: return scanner.offsetMinutes().map { offsetMinutes = $0 } != nil
        case .epoch(let units): return takeEpoch(units, &scanner)
        case .spreadsheet(let system): return takeSerial(system, &scanner)
        }
    }

    private mutating func takeShortYear(_ number: Int) {
        year = number < 69 ? 2000 + number : 1900 + number
        isYearShort = true
    }

    private mutating func takeSerial(_ system: SpreadsheetDate.System, _ scanner: inout PatternScanner) -> Bool {
        guard let text = scanner.decimal(), let date = SpreadsheetDate(serial: text, system) else { return false }
        take(date.milliseconds)
        // Of the day that never was, no calendar shows the date.
        if date.isLeapBug { (year, month, day) = (1900, 2, 29) }
        return true
    }

    private mutating func takeEpoch(_ unitsPerSecond: Int64, _ scanner: inout PatternScanner) -> Bool {
        guard let number = scanner.integer(), number.magnitude < 100_000_000_000_000 else { return false }
        take(unitsPerSecond == 1 ? number * 1000 : number)
        offsetMinutes = 0
        return true
    }

    /// The date and the clock so many milliseconds after 1970 began.
    private mutating func take(_ millisecondsSince1970: Int64) {
        let time = Timestamp(milliseconds: millisecondsSince1970)
        let civil = time.day.civil
        let milliseconds = Int(time.millisecondsIntoDay)
        (year, month, day) = (civil.year, civil.month, civil.day)
        (hour, minute) = (milliseconds / 3_600_000, milliseconds / 60_000 % 60)
        (second, millisecond) = (milliseconds / 1000 % 60, milliseconds % 1000)
    }

    /// The same with the century before where a year of two digits would lie ahead, as no birthday does.
    func notAhead(of today: Day) -> WrittenDate {
        guard isYearShort, let year, let day = calendarDay ?? Day(year: year, month: month, day: 28), day > today else {
            return self
        }
        var earlier = self
        earlier.year = year - 100
        return earlier
    }

    /// The day; nil when no calendar shows it, or no year was written.
    var calendarDay: Day? {
        year.flatMap { Day(year: $0, month: month, day: day) }
    }

    /// Milliseconds after midnight; nil when no clock shows it.
    var millisecondsIntoDay: Int64? {
        var hour = hour
        if let isAfternoon {
            guard (1...12).contains(hour) else { return nil }
            hour = hour % 12 + (isAfternoon ? 12 : 0)
        }
        guard hour < 24, minute < 60, second <= 60 else { return nil }
        return Int64(((hour * 60 + minute) * 60 + min(second, 59)) * 1000 + millisecond)
    }
}

extension DatePattern.Part {
    fileprivate var beginsWithDigit: Bool {
        switch self {
        case .text, .monthName, .weekday, .halfOfDay, .offset: false
        default: true
        }
    }
}
