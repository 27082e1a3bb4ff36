import ProfileCore

/// The values of a row, taken one after the other.
struct RowValues {
    private let table: StoredTable
    private var values: ArraySlice<StoredValue>

    init(_ row: StoredRow, of table: StoredTable) {
        self.table = table
        values = row.values[...]
    }

    mutating func next() throws(StoreError) -> StoredValue {
        guard let value = values.popFirst() else { throw damaged }
        return value
    }

    mutating func integer() throws(StoreError) -> Int64 { try required(\.integer) }
    mutating func text() throws(StoreError) -> String { try required(\.text) }
    mutating func bytes() throws(StoreError) -> [UInt8] { try required(\.bytes) }
    mutating func id() throws(StoreError) -> ProfileID { try required(\.id) }
    mutating func moment() throws(StoreError) -> Timestamp { Timestamp(milliseconds: try integer()) }

    mutating func identifier() throws(StoreError) -> Identifier {
        Identifier(type: try text(), value: try text())
    }

    mutating func key() throws(StoreError) -> FactKey {
        guard let kind = RecordKind(rawValue: UInt8(clamping: try integer())) else { throw damaged }
        return FactKey(kind: kind, source: try text(), id: try text())
    }

    private mutating func required<Value>(_ part: (StoredValue) -> Value?) throws(StoreError) -> Value {
        guard let value = part(try next()) else { throw damaged }
        return value
    }

    func stored<Value: Storable>(_ bytes: [UInt8]) throws(StoreError) -> Value {
        do throws(DecodingFailure) {
            return try Stored.value(from: bytes)
        } catch {
            throw .unreadable(detail: error.detail)
        }
    }

    /// A row that this version does not understand.
    var damaged: StoreError { .unreadable(detail: "a row of \(table.name) is not as it should be") }
}
