import ProfileCore

extension MemberReader {
    mutating func time(_ name: String) -> Timestamp? {
        guard let text = text(name) else { return nil }
        return found(
            MomentText.moment(text, timeZone: timeZone), name, else: .badTime,
            "an RFC 3339 date-time such as 2026-11-22T10:00:00Z")
    }

    /// A day, from a date or a date-time.
    mutating func day(_ name: String) -> Day? {
        guard let text = text(name) else { return nil }
        return found(MomentText.day(text), name, else: .badDate, "a date such as 2026-11-22, or a date-time")
    }

    /// A date on which somebody alive on `today` can have been born: one from 1900 on that has come.
    mutating func birthday(_ name: String, on today: Day) -> Birthday? {
        guard let text = text(name) else { return nil }
        switch MomentText.birthday(text) {
        case .found(let birthday) where !birthday.isAfter(today): return birthday
        case .found, .outOfRange:
            reject(name, .outOfRange, "a birthday of somebody alive is a day since 1900 that has come")
            return nil
        case let other: return found(other, name, else: .badDate, "a date such as 1980-04-19 or --04-19")
        }
    }

    /// Minutes after midnight.
    mutating func clock(_ name: String) -> Int? {
        guard let text = text(name) else { return nil }
        let minute = MomentText.clockMinute(text)
        if minute == nil { reject(name, .badClock, "a local time from 00:00 to 24:00, as HH:MM") }
        return minute
    }

    private func found<Value>(
        _ outcome: MomentText.Outcome<Value>, _ name: String, else code: ProblemCode, _ form: String
    ) -> Value? {
        switch outcome {
        case .found(let value): return value
        case .malformed: reject(name, code, form)
        case .impossible: reject(name, .impossibleDate, "no calendar and clock show this; expected \(form)")
        case .outOfRange: reject(name, .outOfRange, "a year from 1900 to 2200")
        case .missingOffset: reject(name, .missingOffset, "an offset such as Z or +01:00; the source has no time zone")
        }
        return nil
    }
}

extension Birthday {
    fileprivate func isAfter(_ day: Day) -> Bool {
        year.flatMap { Day(year: $0, month: month, day: self.day) }.map { $0 > day } ?? false
    }
}
