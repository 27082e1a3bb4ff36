package import ProfileCore

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
