/// One row of a table, its values in the order of the columns.
package struct StoredRow: Equatable, Sendable {
    package let values: [StoredValue]

    package init(_ values: [StoredValue]) {
        self.values = values
    }

    /// How much memory it takes, roughly.
    package var size: Int { values.reduce(32) { $0 + $1.size } }

    /// Whether its key comes before that of a row of the same table.
    func precedes(_ other: StoredRow, in table: StoredTable) -> Bool {
        for place in 0..<table.keyLength where values[place] != other.values[place] {
            return values[place] < other.values[place]
        }
        return false
    }
}
