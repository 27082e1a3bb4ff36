/// Two profiles that were taken apart by hand and must not be joined by a record again.
package struct Separation: Hashable, Sendable {
    /// The lesser id of the two.
    package let first: ProfileID
    package let second: ProfileID

    package init(_ one: ProfileID, _ other: ProfileID) {
        first = min(one, other)
        second = max(one, other)
    }
}
