/// A weight that halves with every so many days of age.
///
/// Powers are multiplied out here rather than taken from a library, so that every machine gives the same digits.
package struct Fading: Sendable {
    /// Of contacts, when channels and hours are compared.
    package static let contacts = Fading(halfLife: 90, perDay: 0.9923279462629435)
    /// Of signs of interest in a product.
    package static let interest = Fading(halfLife: 14, perDay: 0.9516951530106196)

    private let factors: [Double]

    /// `perDay` is 2^(-1/halfLife).
    private init(halfLife: Int, perDay: Double) {
        var factors = [1.0]
        while factors.count < halfLife { factors.append(factors[factors.count - 1] * perDay) }
        self.factors = factors
    }

    /// 2^(-age/half-life), the age in whole days; what is yet to come weighs as if it were today's.
    package func weight(of day: Day, on today: Day) -> Double {
        let age = max(0, today.days(since: day))
        let (halvings, rest) = age.quotientAndRemainder(dividingBy: factors.count)
        return Double(sign: .plus, exponent: -min(halvings, 1000), significand: factors[rest])
    }
}
