import GRDBSQLite
import ProfileCore
import ProfileStore

/// The columns of one row, read in their order; valid until the next step.
struct Columns {
    private let pointer: OpaquePointer
    private var place: Int32 = -1

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    mutating func integer() -> Int64 {
        sqlite3_column_int64(pointer, next())
    }

    mutating func optionalInteger() -> Int64? {
        let place = next()
        return isNull(place) ? nil : sqlite3_column_int64(pointer, place)
    }

    mutating func moment() -> Timestamp {
        Timestamp(milliseconds: integer())
    }

    mutating func optionalMoment() -> Timestamp? {
        optionalInteger().map(Timestamp.init(milliseconds:))
    }

    mutating func text() throws(StoreError) -> String {
        try text(at: next())
    }

    mutating func optionalText() throws(StoreError) -> String? {
        let place = next()
        return isNull(place) ? nil : try text(at: place)
    }

    mutating func id() throws(StoreError) -> ProfileID {
        try id(at: next())
    }

    mutating func optionalID() throws(StoreError) -> ProfileID? {
        let place = next()
        return isNull(place) ? nil : try id(at: place)
    }

    mutating func optionalBytes() -> [UInt8]? {
        let place = next()
        return isNull(place) ? nil : Array(bytes(at: place))
    }

    mutating func key() throws(StoreError) -> FactKey {
        guard let kind = RecordKind(rawValue: UInt8(truncatingIfNeeded: integer())) else {
            throw .unreadable(detail: "a stored fact has an impossible kind")
        }
        return FactKey(kind: kind, source: try text(), id: try text())
    }

    mutating func identifier() throws(StoreError) -> Identifier {
        Identifier(type: try text(), value: try text())
    }

    /// Of two columns, which are null together.
    mutating func optionalIdentifier() throws(StoreError) -> Identifier? {
        let (type, value) = (try optionalText(), try optionalText())
        guard let type, let value else { return nil }
        return Identifier(type: type, value: value)
    }

    mutating func value<Value: Storable>(_ type: Value.Type = Value.self) throws(StoreError) -> Value {
        try value(at: next())
    }

    mutating func optionalValue<Value: Storable>() throws(StoreError) -> Value? {
        let place = next()
        return isNull(place) ? nil : try value(at: place)
    }

    /// Lends the bytes of the text in a column, counted from 0, where they lie.
    func lend<Value>(textAt place: Int32, to body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
        bytes(at: place).withMemoryRebound(to: UInt8.self, body)
    }

    private func value<Value: Storable>(at place: Int32) throws(StoreError) -> Value {
        do throws(DecodingFailure) {
            return try Stored.value(Value.self, from: bytes(at: place))
        } catch {
            throw .unreadable(detail: error.detail)
        }
    }

    private func text(at place: Int32) throws(StoreError) -> String {
        guard let start = sqlite3_column_text(pointer, place) else { return "" }
        let text = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, place)))
        guard let value = String(stored: text) else {
            throw .unreadable(detail: "a stored text is not UTF-8")
        }
        return value
    }

    private func id(at place: Int32) throws(StoreError) -> ProfileID {
        guard let id = ProfileID(bytes(at: place)) else {
            throw .unreadable(detail: "a stored profile id is not 16 bytes long")
        }
        return id
    }

    private func bytes(at place: Int32) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: sqlite3_column_blob(pointer, place), count: Int(sqlite3_column_bytes(pointer, place)))
    }

    private func isNull(_ place: Int32) -> Bool {
        sqlite3_column_type(pointer, place) == SQLITE_NULL
    }

    private mutating func next() -> Int32 {
        place += 1
        return place
    }
}
