/// The greatest of the values seen, by time and then by value, where values may also be taken away again.
///
/// Taking the greatest away leaves it unknown which is greatest now, until a value at least as great comes in.
package struct Latest<Value: Comparable & Hashable & Sendable>: Hashable, Sendable {
    package private(set) var at: Timestamp
    package private(set) var value: Value
    private(set) var isExact = true

    package init(at: Timestamp, value: Value) {
        self.at = at
        self.value = value
    }

    mutating func add(at moment: Timestamp, value candidate: Value) {
        guard (moment, candidate) >= (at, value) else { return }
        (at, value, isExact) = (moment, candidate, true)
    }

    mutating func remove(at moment: Timestamp, value candidate: Value) {
        if (moment, candidate) == (at, value) { isExact = false }
    }

    mutating func combine(with other: Latest) {
        add(at: other.at, value: other.value)
    }
}
