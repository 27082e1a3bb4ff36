import ProfileStore

extension Columns {
    mutating func row(of table: StoredTable) throws(StoreError) -> StoredRow {
        var values: [StoredValue] = []
        values.reserveCapacity(table.columns.count)
        for column in table.columns { values.append(try value(column.kind)) }
        return StoredRow(values)
    }

    private mutating func value(_ kind: StoredTable.Kind) throws(StoreError) -> StoredValue {
        switch kind {
        case .integer, .small: try optionalInteger().map(StoredValue.integer) ?? .null
        case .text: try optionalText().map(StoredValue.text) ?? .null
        case .bytes: optionalBytes().map(StoredValue.bytes) ?? .null
        case .id: try optionalID().map(StoredValue.id) ?? .null
        }
    }
}
