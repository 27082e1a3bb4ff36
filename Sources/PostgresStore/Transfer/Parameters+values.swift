import ProfileStore

extension Parameters {
    /// The values of a key, each a parameter of its own.
    mutating func add(keyOf row: StoredRow, in table: StoredTable) {
        for (column, value) in zip(table.key, row.values) {
            switch value {
            case .integer(let number) where column.kind == .small: add(Int16(clamping: number))
            case .integer(let number): add(number)
            case .text(let text): add(text)
            case .bytes(let bytes): add(bytes)
            case .id(let id): add(id)
            case .null: break
            }
        }
    }

    /// A list for each of the columns.
    mutating func add(_ rows: [StoredRow], columns: ArraySlice<StoredTable.Column>) {
        for (place, column) in columns.enumerated() {
            let values = rows.map { $0.values[place] }
            switch column.kind {
            case .integer: add(integers: values.map(\.integer))
            case .small: add(kindNumbers: values.map { $0.integer.map { Int16(clamping: $0) } })
            case .text: add(texts: values.map(\.text))
            case .bytes: add(blobs: values.map(\.bytes))
            case .id: add(ids: values.map(\.id))
            }
        }
    }
}
