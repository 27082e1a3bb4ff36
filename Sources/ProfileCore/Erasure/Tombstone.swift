/// A keyed hash of a name that was erased: it tells whether the same name comes back, and nothing of what it was.
package struct Tombstone: Hashable, Comparable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    package static func < (left: Tombstone, right: Tombstone) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}
