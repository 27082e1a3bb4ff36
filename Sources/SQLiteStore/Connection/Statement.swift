import GRDBSQLite
package import ProfileCore
package import ProfileStore
import SQLStore

typealias Statement = SQLiteStatement

/// SQL with its parameters left open. Each connection prepares it once.
package struct SQLiteStatement: SQLStatement {
    package typealias Values = SQLiteBindings
    package typealias Call = SQLiteCall
    package typealias Rows = SQLiteRows

    let sql: String
    /// A query: while it finds nothing there is nothing for the statement to do.
    let condition: String?
    /// What it says while an empty store is loaded; nil if the load has to end first, since the statement may have to
    /// find what is only put aside.
    let sqlOfLoad: String?

    /// Without `whileLoading`, the tables that the statement names decide whether it fits a load.
    init(_ sql: String, unlessEmpty table: String? = nil, whileLoading sqlOfLoad: String? = nil) {
        self.sql = sql
        self.sqlOfLoad = sqlOfLoad ?? (Load.concerns(sql) ? nil : sql)
        condition = table.map { "SELECT 1 FROM \($0) LIMIT 1" }
    }

    package func with(_ bind: @escaping @Sendable (inout SQLiteBindings) -> Void) -> SQLiteCall {
        SQLiteCall(statement: self, runs: 1) { bindings, _ in bind(&bindings) }
    }

    package func each<Item: Sendable>(
        _ items: [Item], then: @escaping @Sendable (inout SQLiteBindings) -> Void,
        _ bind: @escaping @Sendable (inout SQLiteBindings, Item) -> Void
    ) -> [SQLiteCall] {
        guard !items.isEmpty else { return [] }
        return [
            SQLiteCall(statement: self, runs: items.count) { bindings, run in
                bind(&bindings, items[run])
                then(&bindings)
            }
        ]
    }
}

/// A statement with its values, which are bound when it runs: once, or for each element of a list.
package struct SQLiteCall: Sendable {
    let statement: SQLiteStatement
    let runs: Int
    let bind: @Sendable (inout SQLiteBindings, _ run: Int) -> Void
}

/// What a call gives, looked up while it is read.
package struct SQLiteRows: RowSet {
    private let prepared: PreparedStatement
    private let call: SQLiteCall

    init(_ prepared: PreparedStatement, _ call: SQLiteCall) {
        self.prepared = prepared
        self.call = call
    }

    package func forEach(while body: (inout SQLiteColumns) throws(StoreError) -> Bool) throws(StoreError) {
        for run in 0..<call.runs {
            guard try prepared.forEach({ call.bind(&$0, run) }, while: body) else { return }
        }
    }
}

/// The columns of one row.
package struct SQLiteColumns: RowColumns {
    private let row: OpaquePointer
    private var place: Int32 = -1

    init(_ row: OpaquePointer) {
        self.row = row
    }

    package mutating func optionalRawBytes() -> UnsafeRawBufferPointer? {
        let place = next()
        guard !isNull(place) else { return nil }
        return UnsafeRawBufferPointer(
            start: sqlite3_column_blob(row, place), count: Int(sqlite3_column_bytes(row, place)))
    }

    package mutating func optionalInteger() -> Int64? {
        let place = next()
        return isNull(place) ? nil : sqlite3_column_int64(row, place)
    }

    package mutating func optionalText() throws(StoreError) -> String? {
        let place = next()
        guard !isNull(place) else { return nil }
        guard let start = sqlite3_column_text(row, place) else { return "" }
        let text = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(row, place)))
        guard let value = String(stored: text) else {
            throw .unreadable(detail: "a stored text is not UTF-8")
        }
        return value
    }

    package mutating func small() -> UInt8 { UInt8(truncatingIfNeeded: sqlite3_column_int64(row, next())) }

    package mutating func flag() -> Bool { sqlite3_column_int64(row, next()) != 0 }

    private func isNull(_ place: Int32) -> Bool {
        sqlite3_column_type(row, place) == SQLITE_NULL
    }

    private mutating func next() -> Int32 {
        place += 1
        return place
    }
}

/// The values of one run, given in the order of the parameters.
package struct SQLiteBindings: StatementValues {
    private let statement: OpaquePointer
    private var place: Int32 = 0
    /// The first error that binding met.
    private(set) var failure = SQLITE_OK

    /// Makes SQLite copy what it is given.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    init(_ statement: OpaquePointer) {
        self.statement = statement
    }

    package mutating func add(_ value: Int64?) {
        adding(value) { sqlite3_bind_int64($0, $1, $2) }
    }

    package mutating func add(small value: Int?) {
        add(value.map(Int64.init))
    }

    package mutating func add(_ value: Bool) {
        add(value ? 1 : 0 as Int64)
    }

    package mutating func add(_ value: String?) {
        adding(value) { statement, place, value in
            // Without a character there is no pointer, which would bind NULL.
            guard !value.isEmpty else { return sqlite3_bind_text(statement, place, "", 0, Self.copied) }
            var value = value
            return value.withUTF8 { text in
                text.withMemoryRebound(to: CChar.self) {
                    sqlite3_bind_text64(
                        statement, place, $0.baseAddress, UInt64($0.count), Self.copied, UInt8(SQLITE_UTF8))
                }
            }
        }
    }

    package mutating func add(_ value: [UInt8]?) {
        adding(value) { statement, place, value in
            value.withUnsafeBytes {
                $0.isEmpty
                    ? sqlite3_bind_zeroblob(statement, place, 0)
                    : sqlite3_bind_blob64(statement, place, $0.baseAddress, UInt64($0.count), Self.copied)
            }
        }
    }

    package mutating func add(_ value: ProfileID?) {
        adding(value) { statement, place, value in
            withUnsafeBytes(of: (value.high.bigEndian, value.low.bigEndian)) {
                sqlite3_bind_blob64(statement, place, $0.baseAddress, UInt64($0.count), Self.copied)
            }
        }
    }

    /// SQLite has no list parameter: the ids go in as one JSON array of hexadecimal words.
    package mutating func add(anyOf ids: Set<ProfileID>) {
        let digits = Array("0123456789ABCDEF".utf8)
        let words = ids.sorted().map { id in
            let word = id.bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
            return "\"" + String(decoding: word, as: UTF8.self) + "\""
        }
        add("[" + words.joined(separator: ",") + "]")
    }

    private mutating func adding<Value>(
        _ value: Value?, _ bind: (OpaquePointer, Int32, Value) -> Int32
    ) {
        place += 1
        let code = if let value { bind(statement, place, value) } else { sqlite3_bind_null(statement, place) }
        if failure == SQLITE_OK { failure = code }
    }
}
