/// Money in the minor units of a currency the context names.
package typealias MinorUnits = Int64

extension FixedWidthInteger where Self: SignedInteger {
    /// The quotient rounded to the nearest integer, halves away from zero; `divisor` is positive.
    package func dividedRoundingHalfAway(by divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        guard remainder.magnitude >= divisor.magnitude - remainder.magnitude else { return quotient }
        return self < 0 ? quotient - 1 : quotient + 1
    }
}
