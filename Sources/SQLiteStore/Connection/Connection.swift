import GRDB
import GRDBSQLite
import ProfileStore

/// One SQLite connection, for as long as the queue that owns it lends it.
struct Connection {
    let database: Database

    /// Of the file, or nothing where the database is in memory.
    var path: String {
        sqlite3_db_filename(database.sqliteConnection, nil).map { String(cString: $0) } ?? ""
    }

    /// A statement that is compiled once in the connection's life.
    func prepare(_ sql: String) throws(StoreError) -> Query {
        do {
            return Query(try database.cachedStatement(sql: sql))
        } catch {
            throw StoreError(error)
        }
    }

    func run(_ sql: String, _ bind: (inout Bindings) -> Void = { _ in }) throws(StoreError) {
        try prepare(sql).run(bind)
    }

    /// Runs a statement for each of the elements; for none it is not even looked for.
    func run<Elements: Collection>(
        _ sql: String, for elements: Elements, _ bind: (inout Bindings, Elements.Element) -> Void
    ) throws(StoreError) {
        guard !elements.isEmpty else { return }
        let query = try prepare(sql)
        for element in elements { try query.run { bind(&$0, element) } }
    }

    func integer(_ sql: String, _ bind: (inout Bindings) -> Void = { _ in }) throws(StoreError) -> Int64? {
        try prepare(sql).first(bind) { columns throws(StoreError) in columns.optionalInteger() } ?? nil
    }
}
