import ProfileCore

/// How great the numbers of a record may be, on either side of zero.
enum NumberLimit {
    static let quantityThousandths: Int64 = 1_000_000_000_000
    static let seconds = 1_000_000_000
}

extension MemberReader {
    mutating func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = take(name) else { return nil }
        guard let text = value.numberText(orWritten: findings.isLenient) else {
            rejectType(name, value, expected: "an integer")
            return nil
        }
        switch DecimalNumber.scaled(text, decimals: 0) {
        case .value(let number) where range.contains(Int(number)): return Int(number)
        case .tooPrecise: reject(name, .notAnInteger, "an integer is expected")
        default: reject(name, .outOfRange, "an integer from \(range.lowerBound) to \(range.upperBound)")
        }
        return nil
    }

    /// A number in thousandths, rounded: measured values come with any number of decimals.
    mutating func roundedThousandths(_ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let value = take(name) else { return nil }
        guard let text = value.numberText(orWritten: findings.isLenient) else {
            rejectType(name, value, expected: "a number")
            return nil
        }
        if case .value(let number) = DecimalNumber.scaled(text, decimals: 3, rounding: true),
            range.contains(Int(number))
        {
            return Int(number)
        }
        reject(name, .outOfRange, "a number from \(range.lowerBound / 1000) to \(range.upperBound / 1000)")
        return nil
    }

    /// Money in the currency's minor units, from a decimal string or a number; nil also without a currency.
    mutating func money(
        _ name: String, _ currency: Currency?, limit: MinorUnits = .greatestAmount
    ) -> MinorUnits? {
        guard let value = take(name), let currency else { return nil }
        return decimal(name, value, decimals: currency.exponent, limit: limit)
    }

    /// A unit price, which may be four digits finer than the currency.
    mutating func price(_ name: String, _ currency: Currency?) -> UnitPrice? {
        guard let value = take(name), let currency else { return nil }
        let limit = MinorUnits.greatestAmount * UnitPrice.partsPerMinorUnit
        return decimal(name, value, decimals: currency.exponent + 4, limit: limit).map(UnitPrice.init(parts:))
    }

    mutating func quantity(_ name: String) -> Quantity? {
        guard let value = take(name) else { return nil }
        return decimal(name, value, decimals: 3, limit: NumberLimit.quantityThousandths)
            .map(Quantity.init(thousandths:))
    }

    /// A decimal of at most `decimals` digits after the point, as an integer of that unit. `beyond` is what is said of
    /// one that is further from zero than `limit`.
    func decimal(
        _ name: String, _ value: JSONValue, decimals: Int, limit: Int64,
        beyond: String = "the amount is greater than any that is taken"
    ) -> Int64? {
        switch value {
        case .number(let text), .string(let text):
            switch DecimalNumber.scaled(text, decimals: decimals) {
            case .value(let number) where number.magnitude <= limit.magnitude: return number
            case .value, .outOfRange: reject(name, .outOfRange, beyond)
            case .tooPrecise: reject(name, .tooPrecise, "at most \(decimals) digits after the decimal point")
            case .malformed: reject(name, .badNumber, "a decimal such as 12.5")
            }
        default: rejectType(name, value, expected: "a decimal string or a number")
        }
        return nil
    }
}

extension JSONValue {
    /// The text of a number; with `orWritten` also of one that is written as a string, as many systems do.
    fileprivate func numberText(orWritten: Bool) -> String? {
        switch self {
        case .number(let text): return text
        case .string(let text) where orWritten:
            let clean = CleanText.clean(text)
            return DecimalNumber.scaled(clean, decimals: 0) == .malformed ? nil : clean
        default: return nil
        }
    }
}

/// Moments, days and times of day.
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

    /// A possible birthday of a person alive on `today`: a day from 1900 on that is not in the future.
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

    /// Monday first, each once, by its word or its whole name; no days at all mean every day, none when all are wrong.
    mutating func weekdays(_ name: String) -> [Weekday] {
        let elements = elements(name, atMost: 50)
        guard !elements.isEmpty else { return findings.hasProblem(at: pointer(name)) ? [] : Weekday.allCases }
        var days: Set<Weekday> = []
        for (value, place) in elements {
            if case .string(let text) = value, let day = Weekday(text) {
                days.insert(day)
            } else {
                let words = Weekday.allCases.map(\.rawValue).joined(separator: ", ")
                findings.reject(place, .notAllowed, "one of: \(words)")
            }
        }
        return Weekday.allCases.filter(days.contains)
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

extension Weekday {
    /// By its word, or by its whole English name.
    fileprivate init?(_ text: String) {
        let name = CleanText.clean(text).lowercased()
        guard let day = Weekday(rawValue: String(name.prefix(3))), name == day.rawValue || name == "\(day)" else {
            return nil
        }
        self = day
    }
}
