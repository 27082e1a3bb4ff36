package import ProfileCore

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
