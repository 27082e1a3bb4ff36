/// How many of something, in thousandths: goods are also sold by weight and length.
package struct Quantity: Hashable, Comparable, Sendable {
    package static let zero = Quantity(thousandths: 0)
    package static let one = Quantity(thousandths: 1000)

    package var thousandths: Int64

    package init(thousandths: Int64) {
        self.thousandths = thousandths
    }

    package static func < (left: Quantity, right: Quantity) -> Bool {
        left.thousandths < right.thousandths
    }

    package static func += (left: inout Quantity, right: Quantity) {
        left.thousandths &+= right.thousandths
    }

    package static func -= (left: inout Quantity, right: Quantity) {
        left.thousandths &-= right.thousandths
    }
}

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
