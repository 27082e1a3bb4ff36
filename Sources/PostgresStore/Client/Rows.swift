import CPostgres
package import ProfileStore
import SQLStore

typealias Rows = PostgresRows

/// What one call gave.
// Proof of Sendable: libpq never changes a result it has handed out, and reading one on several threads is allowed;
// each is released once, when nobody reads it any more.
package final class PostgresRows: @unchecked Sendable, RowSet {
    private let results: [OpaquePointer]
    /// Those of which these are all rows; they release the results.
    private let parts: [PostgresRows]

    /// Takes over `result`.
    init(_ result: OpaquePointer) {
        results = [result]
        parts = []
    }

    /// The rows of several calls that were sent in place of one.
    init(of parts: [PostgresRows]) {
        results = parts.flatMap(\.results)
        self.parts = parts
    }

    deinit {
        guard parts.isEmpty else { return }
        for result in results { PQclear(result) }
    }

    var count: Int { results.reduce(0) { $0 + Int(PQntuples($1)) } }

    package func forEach(while body: (inout PostgresColumns) throws(StoreError) -> Bool) throws(StoreError) {
        for result in results {
            for row in 0..<PQntuples(result) {
                var columns = PostgresColumns(result, row: row)
                guard try body(&columns) else { return }
            }
        }
    }
}

/// The columns of one row in binary form.
package struct PostgresColumns: RowColumns {
    private let result: OpaquePointer
    private let row: Int32
    private var place: Int32 = -1

    init(_ result: OpaquePointer, row: Int32) {
        self.result = result
        self.row = row
    }

    package mutating func optionalRawBytes() -> UnsafeRawBufferPointer? {
        place += 1
        guard PQgetisnull(result, row, place) == 0 else { return nil }
        return UnsafeRawBufferPointer(
            start: PQgetvalue(result, row, place), count: Int(PQgetlength(result, row, place)))
    }

    /// A `bigint`.
    package mutating func optionalInteger() throws(StoreError) -> Int64? {
        guard let bytes = optionalRawBytes() else { return nil }
        guard bytes.count == 8 else { throw .unreadable(detail: "a stored number is not 8 bytes long") }
        return Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
    }

    package mutating func optionalText() throws(StoreError) -> String? {
        guard let bytes = optionalRawBytes() else { return nil }
        guard let text = bytes.withMemoryRebound(to: UInt8.self, { String(escaped: $0) }) else {
            throw .unreadable(detail: "a stored text is not UTF-8")
        }
        return text
    }

    /// A `smallint`.
    package mutating func small() throws(StoreError) -> UInt8 {
        guard let bytes = optionalRawBytes(), bytes.count == 2 else {
            throw .unreadable(detail: "a stored number is not 2 bytes long")
        }
        return bytes[1]
    }

    package mutating func flag() -> Bool { optionalRawBytes()?.first == 1 }
}

// MARK: Numbers of changes

extension PostgresRows {
    func changes() throws(StoreError) -> [ProfileChange] {
        try all { row throws(StoreError) in
            ProfileChange(
                ChangeNumber(stored: try row.integer()), profile: try row.id(),
                version: try row.optionalInteger().map(Int.init))
        }
    }

    /// From names and values of counters.
    func position() throws(StoreError) -> FeedPosition {
        var position = FeedPosition.start
        try each { row throws(StoreError) in
            guard let stripe = Stripe(counter: try row.text()) else { return }
            position.advance(to: ChangeNumber(stripe: stripe.index, value: try row.integer()))
        }
        return position
    }
}
