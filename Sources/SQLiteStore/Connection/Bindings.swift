import GRDBSQLite
import ProfileCore
import ProfileStore

/// The values of one run of a statement, given in the order of its parameters.
struct Bindings {
    private let pointer: OpaquePointer
    private var place: Int32 = 0
    /// The first error that binding met.
    private(set) var failure = SQLITE_OK

    /// Makes SQLite copy what it is given.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    mutating func add(_ value: Int64) {
        note(sqlite3_bind_int64(pointer, next(), value))
    }

    mutating func add(_ value: Int) {
        add(Int64(value))
    }

    mutating func add(_ value: Timestamp) {
        add(value.milliseconds)
    }

    mutating func add(_ value: Timestamp?) {
        if let value { add(value) } else { addNull() }
    }

    mutating func add(_ value: String) {
        let place = next()
        // Without a character there is no pointer, which would bind NULL.
        guard !value.isEmpty else { return note(sqlite3_bind_text(pointer, place, "", 0, Self.copied)) }
        var value = value
        note(
            value.withUTF8 { text in
                text.withMemoryRebound(to: CChar.self) {
                    sqlite3_bind_text64(
                        pointer, place, $0.baseAddress, UInt64($0.count), Self.copied, UInt8(SQLITE_UTF8))
                }
            })
    }

    mutating func add(_ value: String?) {
        if let value { add(value) } else { addNull() }
    }

    mutating func add(_ value: [UInt8]) {
        let place = next()
        let code = value.withUnsafeBytes {
            $0.isEmpty
                ? sqlite3_bind_zeroblob(pointer, place, 0)
                : sqlite3_bind_blob64(pointer, place, $0.baseAddress, UInt64($0.count), Self.copied)
        }
        note(code)
    }

    mutating func add(_ value: ProfileID) {
        let place = next()
        note(
            withUnsafeBytes(of: (value.high.bigEndian, value.low.bigEndian)) {
                sqlite3_bind_blob64(pointer, place, $0.baseAddress, UInt64($0.count), Self.copied)
            })
    }

    mutating func add(_ value: ProfileID?) {
        if let value { add(value) } else { addNull() }
    }

    mutating func add(_ key: FactKey) {
        add(Int64(key.kind.rawValue))
        add(key.source)
        add(key.id)
    }

    mutating func add(_ identifier: Identifier) {
        add(identifier.type)
        add(identifier.value)
    }

    mutating func addNull() {
        note(sqlite3_bind_null(pointer, next()))
    }

    private mutating func next() -> Int32 {
        place += 1
        return place
    }

    private mutating func note(_ code: Int32) {
        if failure == SQLITE_OK { failure = code }
    }
}
