/// What a copy did to one table, or to all.
package struct TransferTally: Hashable, Sendable {
    /// Rows of the source.
    package internal(set) var rows = 0
    /// Rows that were there before, just as in the source.
    package internal(set) var found = 0
    /// Rows that were put in or replaced.
    package internal(set) var written = 0
    /// Rows that the source has not, or no longer.
    package internal(set) var removed = 0

    package init() {}

    static func + (left: TransferTally, right: TransferTally) -> TransferTally {
        var sum = left
        sum.rows += right.rows
        sum.found += right.found
        sum.written += right.written
        sum.removed += right.removed
        return sum
    }

    /// Rows that were not the same on both sides.
    var differences: Int { written + removed }
}
