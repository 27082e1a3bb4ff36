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
