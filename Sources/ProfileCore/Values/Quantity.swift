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
