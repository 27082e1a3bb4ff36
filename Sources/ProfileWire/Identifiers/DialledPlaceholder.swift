/// Digits that somebody types to get past a form.
enum DialledPlaceholder {
    /// Fewer digits that repeat or run are found in numbers of real people too often.
    private static let leastDigits = 6

    /// Whether digits at the end are such, so that all may be.
    static func ends(_ digits: Substring.UTF8View) -> Bool {
        isOne(digits.suffix(leastDigits))
    }

    /// Whether all digits are the same, or each is the one before plus or minus one: `000000`, `1234567890`, `987654`.
    static func isOne(_ digits: Substring.UTF8View) -> Bool {
        guard digits.count >= leastDigits else { return false }
        return (-1...1).contains { step in
            zip(digits, digits.dropFirst()).allSatisfy { (Int($1) - Int($0) - step) % 10 == 0 }
        }
    }
}
