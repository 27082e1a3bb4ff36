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
