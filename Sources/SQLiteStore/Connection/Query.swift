import GRDB
import GRDBSQLite
import Glibc
import ProfileStore

/// A compiled statement, run any number of times with fresh values.
///
/// It steps SQLite itself: texts are bound with their length, so that none is cut at a NUL, and blobs are read where
/// they lie instead of being copied first.
struct Query {
    private let statement: Statement
    private var pointer: OpaquePointer { statement.sqliteStatement }

    init(_ statement: Statement) {
        self.statement = statement
    }

    func run(_ bind: (inout Bindings) -> Void = { _ in }) throws(StoreError) {
        try each(bind) { _ throws(StoreError) in }
    }

    func each(
        _ bind: (inout Bindings) -> Void = { _ in }, _ body: (inout Columns) throws(StoreError) -> Void
    ) throws(StoreError) {
        try each(bind, while: { true }, body)
    }

    /// The first rows, as long as `goesOn` wants another one.
    func each(
        _ bind: (inout Bindings) -> Void, while goesOn: () -> Bool,
        _ body: (inout Columns) throws(StoreError) -> Void
    ) throws(StoreError) {
        defer { finish() }
        try start(bind)
        while goesOn(), try step() {
            var columns = Columns(pointer)
            try body(&columns)
        }
    }

    func first<Value>(
        _ bind: (inout Bindings) -> Void = { _ in }, _ read: (inout Columns) throws(StoreError) -> Value
    ) throws(StoreError) -> Value? {
        defer { finish() }
        try start(bind)
        guard try step() else { return nil }
        var columns = Columns(pointer)
        return try read(&columns)
    }

    func all<Value>(
        _ bind: (inout Bindings) -> Void = { _ in }, _ read: (inout Columns) throws(StoreError) -> Value
    ) throws(StoreError) -> [Value] {
        var values: [Value] = []
        try each(bind) { columns throws(StoreError) in values.append(try read(&columns)) }
        return values
    }

    /// The first rows, as long as `goesOn` wants another one.
    func all<Value>(
        _ bind: (inout Bindings) -> Void, while goesOn: () -> Bool,
        _ read: (inout Columns) throws(StoreError) -> Value
    ) throws(StoreError) -> [Value] {
        var values: [Value] = []
        try each(bind, while: goesOn) { columns throws(StoreError) in values.append(try read(&columns)) }
        return values
    }

    private func start(_ bind: (inout Bindings) -> Void) throws(StoreError) {
        var bindings = Bindings(pointer)
        bind(&bindings)
        guard bindings.failure == SQLITE_OK else { throw StoreError(resultCode: bindings.failure) }
    }

    private func step() throws(StoreError) -> Bool {
        switch sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            // SQLite notes it for some statements only, and not for COMMIT.
            let systemError = errno
            throw StoreError(
                resultCode: sqlite3_extended_errcode(sqlite3_db_handle(pointer)), systemError: systemError)
        }
    }

    private func finish() {
        // Its result repeats the error of the last step.
        sqlite3_reset(pointer)
        sqlite3_clear_bindings(pointer)
    }
}
