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
