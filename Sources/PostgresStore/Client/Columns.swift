import CPostgres
import ProfileCore
import ProfileStore

/// The columns of one row in binary form, read in their order.
struct Columns {
    private let result: OpaquePointer
    private let row: Int32
    private var place: Int32 = -1

    init(_ result: OpaquePointer, row: Int32) {
        self.result = result
        self.row = row
    }

    /// A `bigint`.
    mutating func integer() throws(StoreError) -> Int64 {
        try integer(at: next())
    }

    mutating func optionalInteger() throws(StoreError) -> Int64? {
        let place = next()
        return isNull(place) ? nil : try integer(at: place)
    }

    mutating func flag() -> Bool {
        bytes(at: next()).first == 1
    }

    mutating func moment() throws(StoreError) -> Timestamp {
        Timestamp(milliseconds: try integer())
    }

    mutating func optionalMoment() throws(StoreError) -> Timestamp? {
        try optionalInteger().map(Timestamp.init(milliseconds:))
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

    /// Of three columns, the first a `smallint`.
    mutating func key() throws(StoreError) -> FactKey {
        let bytes = bytes(at: next())
        guard bytes.count == 2, let kind = RecordKind(rawValue: bytes[1]) else {
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

    private func value<Value: Storable>(at place: Int32) throws(StoreError) -> Value {
        do throws(DecodingFailure) {
            return try Stored.value(Value.self, from: bytes(at: place))
        } catch {
            throw .unreadable(detail: error.detail)
        }
    }

    private func integer(at place: Int32) throws(StoreError) -> Int64 {
        let bytes = bytes(at: place)
        guard bytes.count == 8 else { throw .unreadable(detail: "a stored number is not 8 bytes long") }
        return Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
    }

    private func text(at place: Int32) throws(StoreError) -> String {
        let value = bytes(at: place).withMemoryRebound(to: UInt8.self) { String(escaped: $0) }
        guard let value else { throw .unreadable(detail: "a stored text is not UTF-8") }
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
            start: PQgetvalue(result, row, place), count: Int(PQgetlength(result, row, place)))
    }

    private func isNull(_ place: Int32) -> Bool {
        PQgetisnull(result, row, place) == 1
    }

    private mutating func next() -> Int32 {
        place += 1
        return place
    }
}
