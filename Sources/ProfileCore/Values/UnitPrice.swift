/// The price of one unit, kept finer than the currency's minor unit because wholesale prices are.
package struct UnitPrice: Hashable, Sendable {
    /// How many parts one minor unit has here.
    package static let partsPerMinorUnit: Int64 = 10_000

    /// The price in ten-thousandths of a minor unit.
    package let parts: Int64

    package init(parts: Int64) {
        self.parts = parts
    }

    /// The price rounded to minor units, halves away from zero.
    package var minorUnits: MinorUnits {
        parts.dividedRoundingHalfAway(by: Self.partsPerMinorUnit)
    }
}
