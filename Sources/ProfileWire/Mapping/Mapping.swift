package import ProfileCore

/// How the rows of somebody's file become records: which kind, which source, which column is which member.
package struct Mapping: Sendable {
    package let kind: RecordKind
    /// Nil when a column tells.
    package let source: String?
    /// Nil when it is to be found out.
    package let encoding: TextEncoding?
    package let delimiter: UInt8?
    /// Every column that the mapping names, in the order of `Column.slot`.
    let columns: [ColumnName]
    /// Columns that the file need not have.
    let optionalColumns: Set<String>
    /// Whether rows may have fewer fields than the header, and what they lack is empty.
    package let fillsRaggedRows: Bool
    /// Whether rows with the same values here make up one record.
    package var isGrouping: Bool { !groupBy.isEmpty }

    let groupBy: [Column]
    let skips: [[RowCondition]]
    let style: CellStyle
    let members: [(name: String, node: MappedNode)]

    /// How many rows one record may be made of.
    package static let maximumRows = 20_000
}
