import CPostgres

/// Runs statements one by one while the calling thread waits: for opening a store, before there are readers.
struct Script {
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    /// Runs any number of statements that take no values.
    func run(_ sql: String) throws(PostgresOpenError) {
        let result = PQexec(pointer, sql)
        defer { PQclear(result) }
        try check(result)
    }

    func run(_ sql: String, _ values: [String]) throws(PostgresOpenError) {
        let result = execute(sql, values)
        defer { PQclear(result) }
        try check(result)
    }

    func rows(_ sql: String) throws(PostgresOpenError) -> [[String]] {
        let result = execute(sql, [])
        defer { PQclear(result) }
        try check(result)
        return (0..<PQntuples(result)).map { row in
            (0..<PQnfields(result)).map { PQgetvalue(result, row, $0).map { String(cString: $0) } ?? "" }
        }
    }

    func text(_ sql: String) throws(PostgresOpenError) -> String? {
        try rows(sql).first?.first
    }

    private func execute(_ sql: String, _ values: [String]) -> OpaquePointer? {
        var parameters = Parameters()
        for value in values { parameters.add(value) }
        return parameters.withPointers { pointers, lengths in
            let binary = [Int32](repeating: 1, count: pointers.count)
            let types = [Oid](repeating: 25, count: pointers.count)
            return PQexecParams(pointer, sql, Int32(clamping: pointers.count), types, pointers, lengths, binary, 0)
        }
    }

    private func check(_ result: OpaquePointer?) throws(PostgresOpenError) {
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: return
        default:
            guard let state = PQresultErrorField(result, clientele_field_of_sql_state) else { throw .cannotConnect }
            throw Self.error(String(cString: state))
        }
    }

    /// What a statement fails with for that SQLSTATE.
    static func error(_ state: String) -> PostgresOpenError {
        .cannotOpen(detail: "PostgreSQL error \(state)")
    }
}
