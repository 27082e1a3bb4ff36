import ProfileCore

/// A date as written, taken apart by a pattern and not judged yet.
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
        let fraction = unitsPerSecond == 1 ? scanner.thousandths() : 0
        take(unitsPerSecond == 1 ? number * 1000 + (number < 0 ? -fraction : fraction) : number)
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

/// Steps through the parts of a written date.
struct PatternScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }

    private var byte: UInt8? { isAtEnd ? nil : bytes[position] }

    /// A blank in the pattern stands for any number of them; T for either case.
    mutating func skip(_ wanted: UInt8) -> Bool {
        guard let byte, byte == wanted || (wanted == UInt8(ascii: "T") && byte == UInt8(ascii: "t")) else {
            return false
        }
        position += 1
        if wanted == 0x20 { while self.byte == 0x20 { position += 1 } }
        return true
    }

    mutating func number(_ digits: ClosedRange<Int>) -> Int? {
        var (number, count) = (0, 0)
        while count < digits.upperBound, let digit = digit() {
            number = number * 10 + digit
            count += 1
        }
        return count >= digits.lowerBound ? number : nil
    }

    mutating func integer() -> Int64? {
        let isNegative = byte == UInt8(ascii: "-")
        if isNegative { position += 1 }
        return number(1...15).map { Int64(isNegative ? -$0 : $0) }
    }

    /// The first three digits of a fraction of any length above zero.
    mutating func milliseconds() -> Int? {
        var (milliseconds, weight, count) = (0, 100, 0)
        while let digit = digit() {
            milliseconds += digit * weight
            weight /= 10
            count += 1
        }
        return count > 0 ? milliseconds : nil
    }

    /// A name, short or long, perhaps with a full stop.
    mutating func month() -> Int? {
        guard let month = CalendarWords.month(name()) else { return nil }
        _ = skip(UInt8(ascii: "."))
        return month
    }

    /// A name, short or long, perhaps with a full stop.
    mutating func skipWeekday() -> Bool {
        guard CalendarWords.isWeekday(name()) else { return false }
        _ = skip(UInt8(ascii: "."))
        return true
    }

    /// Digits, perhaps with a fraction behind a point or a comma.
    mutating func decimal() -> String? {
        let start = position
        guard number(1...9) != nil else { return nil }
        if let byte, byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") {
            position += 1
            while digit() != nil {}
        }
        return String(decoding: bytes[start..<position], as: UTF8.self).replacing(",", with: ".")
    }

    /// The first three digits after a point; 0 where there is none.
    mutating func thousandths() -> Int64 {
        guard byte == UInt8(ascii: ".") else { return 0 }
        position += 1
        var (value, weight): (Int64, Int64) = (0, 100)
        while let digit = digit() {
            value += Int64(digit) * weight
            weight /= 10
        }
        return value
    }

    mutating func isAfternoon() -> Bool? {
        switch letters() {
        case "am", "a": false
        case "pm", "p": true
        default: nil
        }
    }

    /// `Z`, `UTC`, `GMT`, `+01:00`, `+0100` or `+01`.
    mutating func offsetMinutes() -> Int? {
        _ = skip(0x20)
        if let byte, (byte | 0x20) &- UInt8(ascii: "a") < 26 {
            return ["z", "utc", "gmt"].contains(letters()) ? 0 : nil
        }
        guard let sign = byte, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
        position += 1
        guard let hour = number(2...2) else { return nil }
        let needsMinute = skip(UInt8(ascii: ":"))
        let isWhole = byte.map { $0 &- UInt8(ascii: "0") >= 10 } ?? true
        guard let minute = isWhole && !needsMinute ? 0 : number(2...2), hour < 24, minute < 60 else { return nil }
        return (hour * 60 + minute) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }

    /// Letters of any alphabet.
    private mutating func name() -> String {
        let start = position
        while let byte, byte >= 0x80 || (byte | 0x20) &- UInt8(ascii: "a") < 26 { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func letters() -> String {
        let start = position
        while let byte, (byte | 0x20) &- UInt8(ascii: "a") < 26 { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self).lowercased()
    }

    private mutating func digit() -> Int? {
        guard let byte, byte &- UInt8(ascii: "0") < 10 else { return nil }
        position += 1
        return Int(byte - UInt8(ascii: "0"))
    }
}
