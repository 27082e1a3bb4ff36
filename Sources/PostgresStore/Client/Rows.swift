import CPostgres
import ProfileStore

/// What one statement gave.
// Proof of Sendable: libpq never changes a result it has handed out, and reading one on several threads is allowed; it
// is released once, when nobody reads it any more.
final class Rows: @unchecked Sendable {
    private let result: OpaquePointer

    /// Takes over `result`.
    init(_ result: OpaquePointer) {
        self.result = result
    }

    deinit {
        PQclear(result)
    }

    var count: Int { Int(PQntuples(result)) }

    func each(_ body: (inout Columns) throws(StoreError) -> Void) throws(StoreError) {
        for row in 0..<PQntuples(result) {
            var columns = Columns(result, row: row)
            try body(&columns)
        }
    }

    func all<Value>(_ read: (inout Columns) throws(StoreError) -> Value) throws(StoreError) -> [Value] {
        var values: [Value] = []
        values.reserveCapacity(count)
        try each { columns throws(StoreError) in values.append(try read(&columns)) }
        return values
    }

    func first<Value>(_ read: (inout Columns) throws(StoreError) -> Value) throws(StoreError) -> Value? {
        guard count > 0 else { return nil }
        var columns = Columns(result, row: 0)
        return try read(&columns)
    }
}
