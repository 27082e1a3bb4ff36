import GRDB
import GRDBSQLite
import Glibc
import ProfileStore
import SQLStore

/// One SQLite connection, for as long as the queue that owns it lends it.
struct Connection {
    let database: Database
    /// Of a connection that writes.
    var load: Load?

    /// Of the file, or nothing where the database is in memory.
    var path: String {
        sqlite3_db_filename(database.sqliteConnection, nil).map { String(cString: $0) } ?? ""
    }

    /// How many rows it changed in its life, also those that were taken back.
    var changedRows: Int { database.totalChangesCount }

    /// A statement that is compiled once in the connection's life.
    private func prepare(_ sql: String) throws(StoreError) -> PreparedStatement {
        do {
            return PreparedStatement(try database.cachedStatement(sql: sql))
        } catch {
            throw StoreError(error)
        }
    }

    func run(_ sql: String, _ bind: (inout SQLiteBindings) -> Void = { _ in }) throws(StoreError) {
        try prepare(sql).run(bind)
    }

    func integer(_ sql: String) throws(StoreError) -> Int64? {
        var value: Int64?
        _ = try prepare(sql).forEach({ _ in }) { columns throws(StoreError) in
            value = columns.optionalInteger()
            return false
        }
        return value
    }

    /// Runs calls in their order.
    func run(_ calls: [SQLiteCall]) throws(StoreError) {
        for call in calls {
            if let condition = call.statement.condition, try integer(condition) == nil { continue }
            let prepared = try prepare(sql(of: call.statement))
            for run in 0..<call.runs { try prepared.run { call.bind(&$0, run) } }
        }
    }

    /// The answers to calls. Each is looked up when it is read, which has to be before anything else is written.
    func answers(to calls: [SQLiteCall]) throws(StoreError) -> [SQLiteRows] {
        var answers: [SQLiteRows] = []
        for call in calls { answers.append(SQLiteRows(try prepare(sql(of: call.statement)), call)) }
        return answers
    }

    private func sql(of statement: SQLiteStatement) throws(StoreError) -> String {
        guard let load, load.isOn else { return statement.sql }
        if let sql = statement.sqlOfLoad { return sql }
        try endLoad()
        return statement.sql
    }
}

// MARK: Transactions

extension Connection {
    /// Runs `body` in a transaction, which ends with it: it leaves no trace when `body` fails or does not keep what it
    /// wrote. When the disk failed nothing is done any more.
    func transaction<Value>(
        _ body: () throws(StoreError) -> (value: Value, isKept: Bool)
    ) throws(StoreError) -> Value {
        try run("BEGIN IMMEDIATE")
        do throws(StoreError) {
            let (value, isKept) = try body()
            try run(isKept ? "COMMIT" : "ROLLBACK")
            if !isKept { try reviewLoad() }
            return value
        } catch {
            if case .diskFailed = error { throw error }
            // SQLite rolls back by itself after some errors, and then there is nothing left to do.
            if database.isInsideTransaction { try? run("ROLLBACK") }
            try? reviewLoad()
            throw error
        }
    }

    /// The same for a part of a transaction. Throws when the whole transaction failed, for which `spoilsAll` may be the
    /// reason; the error of the part alone is returned.
    func savepoint<Value>(
        spoilsAll: (StoreError) -> Bool, _ body: () throws(StoreError) -> (value: Value, isKept: Bool)
    ) throws(StoreError) -> Result<Value, StoreError> {
        try run("SAVEPOINT call")
        do throws(StoreError) {
            let (value, isKept) = try body()
            if !isKept {
                try run("ROLLBACK TO call")
                try reviewLoad()
            }
            try run("RELEASE call")
            return .success(value)
        } catch {
            guard !spoilsAll(error), database.isInsideTransaction else { throw error }
            try run("ROLLBACK TO call")
            try reviewLoad()
            try run("RELEASE call")
            return .failure(error)
        }
    }
}

/// A compiled statement, run any number of times with fresh values.
///
/// It steps SQLite itself: texts are bound with their length, so that none is cut at a NUL, and blobs are read where
/// they lie instead of being copied first.
struct PreparedStatement {
    private let statement: GRDB.Statement
    private var pointer: OpaquePointer { statement.sqliteStatement }

    init(_ statement: GRDB.Statement) {
        self.statement = statement
    }

    func run(_ bind: (inout SQLiteBindings) -> Void) throws(StoreError) {
        _ = try forEach(bind) { _ throws(StoreError) in true }
    }

    /// Hands the rows to `body` until it returns false; whether it never did.
    func forEach(
        _ bind: (inout SQLiteBindings) -> Void, while body: (inout SQLiteColumns) throws(StoreError) -> Bool
    ) throws(StoreError) -> Bool {
        defer {
            // Its result repeats the error of the last step.
            sqlite3_reset(pointer)
            sqlite3_clear_bindings(pointer)
        }
        var bindings = SQLiteBindings(pointer)
        bind(&bindings)
        guard bindings.failure == SQLITE_OK else { throw StoreError(resultCode: bindings.failure) }
        while try step() {
            var columns = SQLiteColumns(pointer)
            guard try body(&columns) else { return false }
        }
        return true
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
}
