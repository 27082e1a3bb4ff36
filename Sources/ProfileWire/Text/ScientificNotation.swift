/// Long numbers as spreadsheets and data frames shorten them: `4.57E+12`, whose other digits are gone for good.
package enum ScientificNotation {
    /// Whether `text` is a number that a program wrote as a power of ten.
    ///
    /// People give ids such as `1E5` and `12E07`; a sign after the letter or a fraction before it comes from a program.
    package static func isWritten(in text: String) -> Bool {
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
