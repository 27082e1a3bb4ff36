import ProfileCore

/// Reads the times and days that sources write.
enum MomentText {
    enum Outcome<Value: Hashable & Sendable>: Hashable, Sendable {
        case found(Value)
        case malformed
        /// Well written, but no calendar or clock shows it, as 30 February.
        case impossible
        /// A year that is not in 1900...2200.
        case outOfRange
        case missingOffset
    }

    static let years = 1900...2200

    /// An RFC 3339 date-time, or a near relative as systems write them: without seconds, or with `+0100`, `+01` or
    /// `UTC` for its offset. One without an offset is local in `timeZone`, an IANA name.
    ///
    /// Digits beyond milliseconds are dropped, and the leap second `:60` counts as `:59`.
    static func moment(_ text: String, timeZone: String?) -> Outcome<Timestamp> {
        var scanner = DigitScanner(text)
        guard let date = scanner.date(), scanner.skip(oneOf: "Tt "), let clock = scanner.clock() else {
            return .malformed
        }
        let hasOffset = !scanner.isAtEnd
        let offset = hasOffset ? scanner.offsetMinutes() : nil
        guard scanner.isAtEnd, hasOffset == (offset != nil) else { return .malformed }
        return day(date).flatMap { day in
            guard let clock = clock.millisecondsIntoDay else { return .impossible }
            let local = day.start.milliseconds + clock
            if let offset { return .found(Timestamp(milliseconds: local - Int64(offset) * 60_000)) }
            guard let timeZone else { return .missingOffset }
            return .found(LocalTime.timestamp(localMilliseconds: local, in: timeZone))
        }
    }

    /// `YYYY-MM-DD`, or the day that a date-time names where it was written.
    static func day(_ text: String) -> Outcome<Day> {
        var scanner = DigitScanner(text)
        guard let date = scanner.date() else { return .malformed }
        if scanner.isAtEnd { return day(date) }
        guard scanner.skip(oneOf: "Tt "), let clock = scanner.clock() else { return .malformed }
        if !scanner.isAtEnd, scanner.offsetMinutes() == nil { return .malformed }
        guard scanner.isAtEnd else { return .malformed }
        return clock.millisecondsIntoDay == nil ? .impossible : day(date)
    }

    /// `YYYY-MM-DD`, alone or with a time, which says nothing more; `--MM-DD` without a year.
    static func birthday(_ text: String) -> Outcome<Birthday> {
        var scanner = DigitScanner(text)
        if scanner.skip("--") {
            guard let month = scanner.number(digits: 2), scanner.skip("-"), let day = scanner.number(digits: 2),
                scanner.isAtEnd
            else { return .malformed }
            return Birthday(year: nil, month: month, day: day).map(Outcome.found) ?? .impossible
        }
        guard let date = scanner.date() else { return .malformed }
        guard scanner.isAtEnd || day(text) != .malformed else { return .malformed }
        guard let birthday = Birthday(year: date.year, month: date.month, day: date.day) else { return .impossible }
        return years.contains(date.year) ? .found(birthday) : .outOfRange
    }

    /// Minutes after midnight, from `HH:MM` or `H:MM`, up to `24:00`.
    static func clockMinute(_ text: String) -> Int? {
        var scanner = DigitScanner(text.utf8.count == 4 ? "0" + text : text)
        guard let hour = scanner.number(digits: 2), scanner.skip(":"), let minute = scanner.number(digits: 2),
            scanner.isAtEnd, minute < 60, hour * 60 + minute <= 1440
        else { return nil }
        return hour * 60 + minute
    }

    private static func day(_ date: (year: Int, month: Int, day: Int)) -> Outcome<Day> {
        guard let day = Day(year: date.year, month: date.month, day: date.day) else { return .impossible }
        return years.contains(date.year) ? .found(day) : .outOfRange
    }
}

extension MomentText.Outcome {
    func flatMap<Other>(_ next: (Value) -> MomentText.Outcome<Other>) -> MomentText.Outcome<Other> {
        switch self {
        case .found(let value): next(value)
        case .malformed: .malformed
        case .impossible: .impossible
        case .outOfRange: .outOfRange
        case .missingOffset: .missingOffset
        }
    }
}
