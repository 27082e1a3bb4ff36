package import ProfileCore

/// Decimal text as an exact integer of a smaller unit; never by way of binary floating point.
enum DecimalNumber {
    enum Outcome: Hashable, Sendable {
        case value(Int64)
        /// More digits after the decimal point than asked for.
        case tooPrecise
        /// More than 18 digits of the smaller unit.
        case outOfRange
        case malformed
    }

    /// `text` (a JSON number) times ten to the power of `decimals`; with `rounding`, halves go away from zero.
    static func scaled(_ text: String, decimals: Int, rounding: Bool = false) -> Outcome {
        var text = text
        return text.withUTF8 { bytes in
            guard let number = parse(bytes) else { return .malformed }
            guard number.digitCount > 0 else { return .value(0) }
            let shift = number.exponent + decimals
            // Rounding looks at one digit more, and nineteen would overflow.
            guard number.digitCount + shift <= (rounding ? 17 : 18) else { return .outOfRange }
            guard shift < 0 else {
                return .value(number.signed(number.digits(bytes, number.digitCount) * power(shift)))
            }
            guard rounding else { return .tooPrecise }
            return .value(number.signed(rounded(number, bytes, keeping: number.digitCount + shift)))
        }
    }

    /// The number without its last digits, rounded by the first of those.
    private static func rounded(_ number: Number, _ bytes: UnsafeBufferPointer<UInt8>, keeping count: Int) -> Int64 {
        guard count >= 0 else { return 0 }
        let kept = number.digits(bytes, count + 1)
        return kept / 10 + (kept % 10 >= 5 ? 1 : 0)
    }

    private static func power(_ exponent: Int) -> Int64 {
        (0..<exponent).reduce(1) { power, _ in power * 10 }
    }

    /// Significant digits without zeros at either end, and the power of ten of the last one.
    private struct Number {
        var isNegative = false
        var first = 0
        var digitCount = 0
        var exponent = 0

        func signed(_ magnitude: Int64) -> Int64 { isNegative ? -magnitude : magnitude }

        /// The first `count` digits as an integer; a decimal point among them is passed over.
        func digits(_ bytes: UnsafeBufferPointer<UInt8>, _ count: Int) -> Int64 {
            var (value, position, left): (Int64, Int, Int) = (0, first, count)
            while left > 0 {
                if bytes[position] != UInt8(ascii: ".") {
                    value = value * 10 + Int64(bytes[position] - UInt8(ascii: "0"))
                    left -= 1
                }
                position += 1
            }
            return value
        }
    }

    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Number? {
        guard JSONNumberText.end(in: bytes, from: 0) == bytes.count else { return nil }
        var number = Number()
        number.isNegative = bytes[0] == UInt8(ascii: "-")
        var (seen, lastSignificant, integerDigits): (Int, Int, Int?) = (0, 0, nil)
        var position = number.isNegative ? 1 : 0
        while position < bytes.count, bytes[position] | 0x20 != UInt8(ascii: "e") {
            if bytes[position] == UInt8(ascii: ".") {
                integerDigits = seen
            } else {
                seen += 1
                if bytes[position] != UInt8(ascii: "0") {
                    if number.digitCount == 0 { number.first = position; number.digitCount = seen }
                    lastSignificant = seen
                }
            }
            position += 1
        }
        guard number.digitCount > 0 else { return number }
        let firstSignificant = number.digitCount
        number.digitCount = lastSignificant - firstSignificant + 1
        number.exponent = (integerDigits ?? seen) - lastSignificant + writtenExponent(bytes, from: position + 1)
        return number
    }

    /// The exponent after the `e`, held within a range that no sum here overflows.
    private static func writtenExponent(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard start < bytes.count else { return 0 }
        var exponent = 0
        for byte in bytes[start...] where byte >= UInt8(ascii: "0") {
            exponent = min(exponent * 10 + Int(byte - UInt8(ascii: "0")), 1_000_000_000)
        }
        return bytes[start] == UInt8(ascii: "-") ? -exponent : exponent
    }
}

/// Long numbers as spreadsheets and data frames shorten them: `4.57E+12`, whose other digits are gone for good.
package enum ScientificNotation {
    /// Whether `text` is a number that a program wrote as a power of ten.
    ///
    /// People give ids such as `1E5` and `12E07`; a sign after the letter or a fraction before it comes from a program.
    /// The text has no spaces at its ends; those inside and the signs and digits of other keyboards are read over.
    package static func isWritten(in text: String) -> Bool {
        if text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x80 && $0 != caret }) { return isPower(text) }
        guard let last = text.last, !last.isWhitespace, text.contains(where: marks.contains) else { return false }
        return isPower(plain(text))
    }

    private static let caret = UInt8(ascii: "^")
    /// One of these stands in every such number.
    private static let marks: Set<Character> = ["E", "e", "Ｅ", "ｅ", "^"]
    private static let powers = ["×10^", "x10^", "*10^"]
    private static let dashes: Set<Character> = ["\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2212}"]

    /// `4.57E+12` of `4.57 × 10^12` and `４.５７ Ｅ＋１２`.
    private static func plain(_ text: String) -> String {
        let plain = FullWidth.folded(String(text.filter { !$0.isWhitespace }.map { dashes.contains($0) ? "-" : $0 }))
        return powers.reduce(plain) { $0.replacing($1, with: "E+") }
    }

    private static func isPower(_ text: String) -> Bool {
        var rest = text.utf8[...]
        if let sign = rest.first, isSign(sign) { rest = rest.dropFirst() }
        let whole = rest.prefix(while: isDigit)
        rest = rest.dropFirst(whole.count)
        var hasFraction = false
        if let point = rest.first, point == UInt8(ascii: ".") || point == UInt8(ascii: ",") {
            let digits = rest.dropFirst().prefix(while: isDigit)
            hasFraction = !digits.isEmpty
            rest = rest.dropFirst(1 + digits.count)
        }
        guard !whole.isEmpty, let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") else { return false }
        rest = rest.dropFirst()
        let hasSign = rest.first.map(isSign) ?? false
        let power = rest.dropFirst(hasSign ? 1 : 0)
        return (1...3).contains(power.count) && power.allSatisfy(isDigit) && (hasSign || hasFraction)
    }

    private static func isSign(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10
    }
}

/// Exact decimal numbers as text: money, prices and quantities, which are integers inside.
package enum DecimalText {
    /// `2340.00`, with exactly the currency's digits.
    package static func money(_ amount: MinorUnits, _ currency: Currency) -> String {
        text { append(amount, decimals: currency.exponent, atLeast: currency.exponent, to: &$0) }
    }

    /// `1.2345`, with at least the currency's digits.
    package static func price(_ price: UnitPrice, _ currency: Currency) -> String {
        text { append(price, currency, to: &$0) }
    }

    /// `3` or `1.5`.
    package static func quantity(_ quantity: Quantity) -> String {
        text { append(quantity.thousandths, decimals: 3, atLeast: 0, to: &$0) }
    }

    static func append(_ price: UnitPrice, _ currency: Currency, to bytes: inout [UInt8]) {
        append(price.parts, decimals: currency.exponent + 4, atLeast: currency.exponent, to: &bytes)
    }

    /// `units` shifted by `decimals` places, zeros at the end cut off down to `atLeast` places.
    static func append(_ units: Int64, decimals: Int, atLeast: Int, to bytes: inout [UInt8]) {
        var (magnitude, places) = (units.magnitude, decimals)
        while places > atLeast, magnitude % 10 == 0 {
            magnitude /= 10
            places -= 1
        }
        if units < 0 { bytes.append(UInt8(ascii: "-")) }
        appendDigits(of: magnitude, decimals: places, to: &bytes)
    }

    static func append(_ value: Int64, to bytes: inout [UInt8]) {
        append(value, decimals: 0, atLeast: 0, to: &bytes)
    }

    private static func appendDigits(of magnitude: UInt64, decimals: Int, to bytes: inout [UInt8]) {
        let digits = max(digitCount(of: magnitude), decimals + 1)
        let length = digits + (decimals > 0 ? 1 : 0)
        bytes.append(addingCapacity: length) { span in
            span.append(repeating: UInt8(ascii: "."), count: length)
            var digits = span.mutableSpan
            var rest = magnitude
            for position in (0..<length).reversed() where decimals == 0 || position != length - 1 - decimals {
                digits[position] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            }
        }
    }

    private static func digitCount(of magnitude: UInt64) -> Int {
        var (count, rest) = (1, magnitude / 10)
        while rest > 0 {
            count += 1
            rest /= 10
        }
        return count
    }

    private static func text(_ append: (inout [UInt8]) -> Void) -> String {
        var bytes: [UInt8] = []
        append(&bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
