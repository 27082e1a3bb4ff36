/// How a system writes its numbers: `1,234.50` or `1.234,50`.
package struct NumberStyle: Hashable, Sendable {
    /// `.` or `,`.
    package var decimal: Character = "."
    /// What stands between groups of digits; nil when nothing may.
    package var thousands: Character?

    package init(decimal: Character = ".", thousands: Character? = nil) {
        self.decimal = decimal
        self.thousands = thousands
    }

    /// A number as it may be written, for people.
    package var example: String {
        "1" + (thousands.map { String($0) } ?? "") + "234" + String(decimal) + "50"
    }

    /// The number in JSON's form; nil when `text` is not written in this style.
    ///
    /// Currency signs at either end are passed over; `(12.50)` and `12.50-` are negative, as accountants write.
    package func json(_ text: String) -> String? {
        if decimal == ".", DecimalText.isPlain(text) { return text }
        var rest = Substring(text).trimmingSigns()
        var isNegative = false
        if rest.first == "(", rest.last == ")" {
            isNegative = true
            rest = rest.dropFirst().dropLast().trimmingSigns()
        }
        if let first = rest.first, first == "-" || first == "\u{2212}" || first == "+" {
            guard !isNegative else { return nil }
            isNegative = first != "+"
            rest = rest.dropFirst().trimmingSigns()
        } else if rest.last == "-" {
            guard !isNegative else { return nil }
            isNegative = true
            rest = rest.dropLast().trimmingSigns()
        }
        guard let magnitude = magnitude(rest) else { return nil }
        return isNegative ? "-" + magnitude : magnitude
    }

    private func magnitude(_ text: Substring) -> String? {
        let parts = text.split(separator: decimal, maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first.flatMap(ungrouped) else { return nil }
        guard parts.count == 2 else { return whole.isEmpty ? nil : Self.withoutZeros(whole) }
        guard parts[1].allSatisfy(\.isASCIIDigit), !(whole.isEmpty && parts[1].isEmpty) else { return nil }
        return Self.withoutZeros(whole) + (parts[1].isEmpty ? "" : "." + parts[1])
    }

    /// The digits without separators; every group after the first must have three, so that `1,5` is not taken for 15.
    private func ungrouped(_ text: Substring) -> String? {
        guard let thousands else { return text.allSatisfy(\.isASCIIDigit) ? String(text) : nil }
        let groups = text.split(separator: thousands, omittingEmptySubsequences: false)
        guard groups.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }) else { return nil }
        if groups.count > 1 {
            guard let first = groups.first, (1...3).contains(first.count),
                groups.dropFirst().allSatisfy({ $0.count == 3 })
            else { return nil }
        }
        return groups.joined()
    }

    /// Whether a program wrote a whole number with a fraction, as tables of numbers do that have gaps; a number of JSON
    /// may have an exponent, too.
    static func isFraction(_ text: String, asNumber isNumber: Bool) -> Bool {
        let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }.prefix { (0x30...0x39).contains($0) }
        let rest = text.utf8[digits.endIndex...]
        guard !isNumber else { return !rest.isEmpty }
        guard !digits.isEmpty, rest.first == UInt8(ascii: "."), rest.count > 1 else { return false }
        return rest.dropFirst().allSatisfy { $0 == 0x30 }
    }

    /// The digits of a whole number that was written with an empty fraction, as `17850.0`; all else as it is.
    static func withoutEmptyFraction(_ text: String, decimal: Character) -> String {
        guard let point = text.lastIndex(of: decimal) else { return text }
        let (whole, fraction) = (text[..<point], text[point...].dropFirst())
        let digits = whole.first == "-" ? whole.dropFirst() : whole
        let isWhole = !digits.isEmpty && digits.allSatisfy(\.isASCIIDigit) && fraction.allSatisfy { $0 == "0" }
        return isWhole ? String(whole) : text
    }

    /// The same number of JSON on the other side of zero.
    static func negated(_ number: String) -> String {
        if number.first == "-" { return String(number.dropFirst()) }
        return number.contains { ("1"..."9").contains($0) } ? "-" + number : number
    }

    /// JSON allows no zeros in front.
    private static func withoutZeros(_ digits: String) -> String {
        let rest = digits.drop { $0 == "0" }
        return rest.isEmpty ? "0" : String(rest)
    }
}

extension DecimalText {
    /// Whether a text is digits as JSON writes them, with a fraction or without: most numbers are.
    fileprivate static func isPlain(_ text: String) -> Bool {
        let whole = text.utf8.prefix(while: \.isDigit)
        guard !whole.isEmpty, whole.count == 1 || whole.first != UInt8(ascii: "0") else { return false }
        let rest = text.utf8[whole.endIndex...]
        guard rest.first == UInt8(ascii: ".") else { return rest.isEmpty }
        return rest.count > 1 && rest.dropFirst().allSatisfy(\.isDigit)
    }
}

extension UTF8.CodeUnit {
    fileprivate var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
}

extension Substring {
    /// Without blanks and currency signs at the ends.
    fileprivate func trimmingSigns() -> Substring {
        let isSign = { (character: Character) in character.isWhitespace || character.isCurrencySymbol }
        var rest = drop(while: isSign)
        while let last = rest.last, isSign(last) { rest = rest.dropLast() }
        return rest
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isWholeNumber }
}

extension DecimalNumber {
    /// As it is where the number is out of any range, which its reader says.
    static func rounded(_ number: String, to decimals: Int) -> String {
        guard case .value(let units) = scaled(number, decimals: decimals, rounding: true) else { return number }
        var bytes: [UInt8] = []
        DecimalText.append(units, decimals: decimals, atLeast: 0, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Adds decimals exactly.
struct DecimalSum {
    private var units: Int64 = 0
    private static let decimals = 6

    /// False when the number has more decimals, or the sum more digits, than can be kept; with
    /// `rounding`, decimals beyond those that are kept are rounded.
    mutating func add(_ text: String, rounding: Bool) -> Bool {
        guard case .value(let value) = DecimalNumber.scaled(text, decimals: Self.decimals, rounding: rounding) else {
            return false
        }
        let (sum, overflow) = units.addingReportingOverflow(value)
        units = sum
        return !overflow
    }

    var text: String {
        var bytes: [UInt8] = []
        DecimalText.append(units, decimals: Self.decimals, atLeast: 0, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
