import ProfileCore
import ProfileStore

/// Rows as they are, of whatever table.
extension Connection {
    func page(
        of table: StoredTable, after row: StoredRow?, limit: PageLimit
    ) throws(StoreError) -> [StoredRow] {
        let query = try prepare(
            """
            SELECT \(table.columnList) FROM \(table.name)
            \(row == nil ? "" : "WHERE (\(table.keyList)) > (\(table.key.marks))") ORDER BY \(table.keyList) LIMIT ?
            """)
        var size = 0
        return try query.all(
            {
                if let row { $0.add(row.values.prefix(table.keyLength)) }
                $0.add(limit.rows)
            }, while: { size < limit.bytes }
        ) { columns throws(StoreError) in
            let row = StoredRow(try columns.values(of: table))
            size += row.size
            return row
        }
    }

    func count(of table: StoredTable) throws(StoreError) -> Int {
        Int(try integer("SELECT count(*) FROM \(table.name)") ?? 0)
    }

    func lastPosition() throws(StoreError) -> FeedPosition {
        FeedPosition([try integer("SELECT max(sequence) FROM profiles") ?? 0])
    }

    func put(_ rows: [StoredRow], in table: StoredTable) throws(StoreError) {
        let changes = table.rest.map { "\($0.name) = excluded.\($0.name)" }.joined(separator: ", ")
        let query = try prepare(
            """
            INSERT INTO \(table.name) (\(table.columnList)) VALUES (\(table.columns[...].marks))
            ON CONFLICT (\(table.keyList)) DO \(changes.isEmpty ? "NOTHING" : "UPDATE SET \(changes)")
            """)
        for row in rows { try query.run { $0.add(row.values[...]) } }
    }

    func remove(_ rows: [StoredRow], from table: StoredTable) throws(StoreError) {
        let query = try prepare("DELETE FROM \(table.name) WHERE (\(table.keyList)) = (\(table.key.marks))")
        for row in rows { try query.run { $0.add(row.values.prefix(table.keyLength)) } }
    }
}

extension StoredTable {
    fileprivate var columnList: String { columns.map(\.name).joined(separator: ", ") }
    fileprivate var keyList: String { key.map(\.name).joined(separator: ", ") }
}

extension ArraySlice<StoredTable.Column> {
    /// A place for the value of each.
    fileprivate var marks: String { map { _ in "?" }.joined(separator: ", ") }
}

extension Columns {
    fileprivate mutating func values(of table: StoredTable) throws(StoreError) -> [StoredValue] {
        var values: [StoredValue] = []
        values.reserveCapacity(table.columns.count)
        for column in table.columns { values.append(try value(column.kind)) }
        return values
    }

    private mutating func value(_ kind: StoredTable.Kind) throws(StoreError) -> StoredValue {
        switch kind {
        case .integer, .small: optionalInteger().map(StoredValue.integer) ?? .null
        case .text: try optionalText().map(StoredValue.text) ?? .null
        case .bytes: optionalBytes().map(StoredValue.bytes) ?? .null
        case .id: try optionalID().map(StoredValue.id) ?? .null
        }
    }
}

extension Bindings {
    fileprivate mutating func add(_ values: ArraySlice<StoredValue>) {
        for value in values {
            switch value {
            case .null: addNull()
            case .integer(let number): add(number)
            case .text(let text): add(text)
            case .bytes(let bytes): add(bytes)
            case .id(let id): add(id)
            }
        }
    }
}
