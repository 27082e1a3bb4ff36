package import ProfileCore
import Synchronization

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

extension Day {
    /// `YYYY-MM-DD`, or the day that a date-time names where it was written, from 1900 to 2200.
    package init?(text: String) {
        guard case .found(let day) = MomentText.day(text) else { return nil }
        self = day
    }
}

extension Timestamp {
    /// A time of RFC 3339 with its offset.
    package init?(text: String) {
        guard case .found(let time) = MomentText.moment(text, timeZone: nil) else { return nil }
        self = time
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

/// Steps through the fixed fields of times and dates.
struct DigitScanner {
    /// A time of day as written, not yet judged.
    struct Clock {
        let hour: Int
        let minute: Int
        let second: Int
        let millisecond: Int

        /// Nil when no clock shows it.
        var millisecondsIntoDay: Int64? {
            guard hour < 24, minute < 60, second <= 60 else { return nil }
            return Int64(((hour * 60 + minute) * 60 + min(second, 59)) * 1000 + millisecond)
        }
    }

    private let bytes: String.UTF8View
    private var position: String.UTF8View.Index

    init(_ text: String) {
        bytes = text.utf8
        position = bytes.startIndex
    }

    var isAtEnd: Bool { position == bytes.endIndex }

    private var byte: UInt8? { isAtEnd ? nil : bytes[position] }

    mutating func number(digits: Int) -> Int? {
        var number = 0
        for _ in 0..<digits {
            guard let digit = nextDigit() else { return nil }
            number = number * 10 + digit
        }
        return number
    }

    /// Steps over the text when it stands here, else stays.
    mutating func skip(_ text: StaticString) -> Bool {
        let start = position
        for index in 0..<text.utf8CodeUnitCount {
            guard byte == text.utf8Start[index] else {
                position = start
                return false
            }
            bytes.formIndex(after: &position)
        }
        return true
    }

    mutating func skip(oneOf characters: StaticString) -> Bool {
        guard let byte, characters.withUTF8Buffer({ $0.contains(byte) }) else { return false }
        bytes.formIndex(after: &position)
        return true
    }

    mutating func date() -> (year: Int, month: Int, day: Int)? {
        guard let year = number(digits: 4), skip("-"), let month = number(digits: 2), skip("-"),
            let day = number(digits: 2)
        else { return nil }
        return (year, month, day)
    }

    /// `HH:MM`, `HH:MM:SS` or `HH:MM:SS.fff`, where a comma may stand for the full stop (ISO 8601).
    mutating func clock() -> Clock? {
        guard let hour = number(digits: 2), skip(":"), let minute = number(digits: 2) else { return nil }
        guard skip(":") else { return Clock(hour: hour, minute: minute, second: 0, millisecond: 0) }
        guard let second = number(digits: 2) else { return nil }
        guard skip(oneOf: ".,") else { return Clock(hour: hour, minute: minute, second: second, millisecond: 0) }
        guard let millisecond = fraction() else { return nil }
        return Clock(hour: hour, minute: minute, second: second, millisecond: millisecond)
    }

    /// `Z`, `UTC`, `GMT`, `+HH:MM`, `+HHMM` or `+HH`, perhaps behind a space; nil when there is something else.
    mutating func offsetMinutes() -> Int? {
        _ = skip(" ")
        if skip(oneOf: "Zz") || skip("UTC") || skip("GMT") { return 0 }
        let isWest = byte == UInt8(ascii: "-")
        guard skip(oneOf: "+-"), let hour = number(digits: 2), hour < 24 else { return nil }
        guard !isAtEnd else { return hour * (isWest ? -60 : 60) }
        _ = skip(":")
        guard let minute = number(digits: 2), minute < 60 else { return nil }
        return (hour * 60 + minute) * (isWest ? -1 : 1)
    }

    /// The milliseconds of a fraction of any length above zero.
    private mutating func fraction() -> Int? {
        var (milliseconds, weight, count) = (0, 100, 0)
        while let digit = nextDigit() {
            milliseconds += digit * weight
            weight /= 10
            count += 1
        }
        return count > 0 ? milliseconds : nil
    }

    private mutating func nextDigit() -> Int? {
        guard let byte, byte &- UInt8(ascii: "0") < 10 else { return nil }
        bytes.formIndex(after: &position)
        return Int(byte - UInt8(ascii: "0"))
    }
}

/// Moments and days as text: RFC 3339 in UTC, and calendar days.
package enum TimeText {
    /// `2026-11-22T10:00:00Z`, with milliseconds only where there are any.
    package static func rfc3339(_ time: Timestamp) -> String {
        var bytes: [UInt8] = []
        append(time, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `2026-11-22`.
    package static func date(_ day: Day) -> String {
        var bytes: [UInt8] = []
        append(day, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    static func append(_ time: Timestamp, to bytes: inout [UInt8]) {
        append(time.day, to: &bytes)
        let milliseconds = Int(time.millisecondsIntoDay)
        let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000)
        bytes.append(addingCapacity: 14) { span in
            span.append(UInt8(ascii: "T"))
            span.append(twoDigits: seconds / 3600)
            span.append(UInt8(ascii: ":"))
            span.append(twoDigits: seconds / 60 % 60)
            span.append(UInt8(ascii: ":"))
            span.append(twoDigits: seconds % 60)
            if rest != 0 {
                span.append(UInt8(ascii: "."))
                span.append(digit: rest / 100)
                span.append(twoDigits: rest % 100)
            }
            span.append(UInt8(ascii: "Z"))
        }
    }

    static func append(_ day: Day, to bytes: inout [UInt8]) {
        let civil = day.civil
        appendPadded(civil.year, width: 4, to: &bytes)
        bytes.append(addingCapacity: 6) { span in
            span.append(UInt8(ascii: "-"))
            span.append(twoDigits: civil.month)
            span.append(UInt8(ascii: "-"))
            span.append(twoDigits: civil.day)
        }
    }

    static func append(_ birthday: Birthday, to bytes: inout [UInt8]) {
        if let year = birthday.year {
            appendPadded(year, width: 4, to: &bytes)
        } else {
            bytes.append(UInt8(ascii: "-"))
        }
        bytes.append(UInt8(ascii: "-"))
        appendPadded(birthday.month, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        appendPadded(birthday.day, width: 2, to: &bytes)
    }

    static func append(clockMinute minute: Int, to bytes: inout [UInt8]) {
        appendPadded(minute / 60, width: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        appendPadded(minute % 60, width: 2, to: &bytes)
    }

    static func appendPadded(_ value: Int, width: Int, to bytes: inout [UInt8]) {
        var bound = 10
        for _ in 1..<width {
            if value.magnitude < bound { bytes.append(UInt8(ascii: "0")) }
            bound *= 10
        }
        DecimalText.append(Int64(value), to: &bytes)
    }
}

extension OutputSpan<UInt8> {
    /// `number` from 0 to 99.
    fileprivate mutating func append(twoDigits number: Int) {
        append(digit: number / 10)
        append(digit: number % 10)
    }

    fileprivate mutating func append(digit: Int) {
        append(UInt8(ascii: "0") + UInt8(digit))
    }
}

/// Time zones by their IANA names.
package enum LocalTime {
    /// Clocks found so far; bounded, because only names that exist are kept.
    private static let clocks = Mutex<[String: LocalClock]>([:])

    /// Whether this IANA name exists: `Europe/London` or `UTC`, not `GMT+1` or an abbreviation.
    package static func isKnown(_ name: String) -> Bool {
        clock(name) != nil
    }

    /// The moment at which clocks in the zone show that local time (as milliseconds since 1970 began there), as
    /// `LocalClock.moment(ofLocal:)` says.
    static func timestamp(localMilliseconds local: Int64, in name: String) -> Timestamp {
        clock(name)?.moment(ofLocal: local) ?? Timestamp(milliseconds: local)
    }

    private static func clock(_ name: String) -> LocalClock? {
        if let clock = clocks.withLock({ $0[name] }) { return clock }
        guard isNameOfPlace(name), let clock = LocalClock(name) else { return nil }
        clocks.withLock { $0[name] = clock }
        return clock
    }

    /// The system also takes offsets and abbreviations, and not all its names are among those it lists.
    private static func isNameOfPlace(_ name: String) -> Bool {
        guard name.utf8.count <= 64, name.utf8.contains(UInt8(ascii: "/")) else { return names.contains(name) }
        return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            part.first?.isLetter == true && part.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ".") }
        }
    }

    /// The IANA names of no place that people use.
    private static let names: Set<String> = ["UTC", "GMT", "WET", "CET", "MET", "EET"]
}
