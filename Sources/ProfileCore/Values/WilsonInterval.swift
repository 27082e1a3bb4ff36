/// A share with its interval of 95 %, by Wilson's score (1927), which also holds for few and for shares near 0 and 1.
package struct WilsonInterval: Hashable, Sendable {
    /// The normal deviate of 95 %.
    static let deviate = 1.959963984540054

    package let share: Double
    package let low: Double
    package let high: Double

    /// The interval of an empty sample is 0 to 1.
    package init(_ count: Int, of total: Int) {
        let (size, square) = (Double(max(1, total)), Self.deviate * Self.deviate)
        share = Double(count) / size
        let middle = (share + square / (2 * size)) / (1 + square / size)
        let spread = (share * (1 - share) / size + square / (4 * size * size)).squareRoot()
        let reach = Self.deviate * spread / (1 + square / size)
        low = total > 0 ? max(0, min(share, middle - reach)) : 0
        high = total > 0 ? min(1, max(share, middle + reach)) : 1
    }
}
