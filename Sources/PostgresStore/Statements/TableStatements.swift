import ProfileStore

/// The statements that read and write the rows of one table as they are.
struct TableStatements: Sendable {
    let firstPage: Statement
    /// Takes the key after which it begins.
    let nextPage: Statement
    let count: Statement
    let put: Statement
    let remove: Statement

    var all: [Statement] { [firstPage, nextPage, count, put, remove] }

    init(_ table: StoredTable) {
        let name = table.name
        firstPage = Statement("first_page_of_\(name)", .everywhere, Self.page(of: table, after: ""))
        let marks = table.key.enumerated().map { "$\($0 + 1)::\($1.kind.word)" }.joined(separator: ", ")
        nextPage = Statement(
            "next_page_of_\(name)", .everywhere,
            Self.page(of: table, after: "WHERE (\(table.key.named(in: "t"))) > (\(marks))", taken: table.keyLength))
        count = Statement("count_of_\(name)", .everywhere, "SELECT count(*) FROM \(name)")
        let reach: Statement.Reach = ["separations", "settings", "api_keys", "erasures"].contains(name) ? .none : .keys
        put = Statement("put_rows_of_\(name)", reach, Self.put(in: table))
        remove = Statement(
            "remove_rows_of_\(name)", reach == .keys ? .everywhere : reach,
            """
            DELETE FROM \(name) AS t USING unnest(\(table.key.lists)) AS k (\(table.key.names))
            WHERE \(table.key.map { "t.\($0.name) = k.\($0.name)" }.joined(separator: " AND "))
            """)
    }

    /// The last two parameters are the most rows of a page, and the bytes at which it ends.
    private static func page(of table: StoredTable, after condition: String, taken: Int = 0) -> String {
        let (columns, key) = (table.columns[...], table.key)
        let sizes = columns.compactMap { column in
            [.text, .bytes].contains(column.kind) ? "coalesce(octet_length(t.\(column.name)), 0)" : nil
        }
        let values = columns.map { $0.kind == .small ? "p.\($0.name)::bigint" : "p.\($0.name)" }
        return """
            SELECT \(values.joined(separator: ", ")) FROM (
                SELECT r.*, sum(r.size) OVER (ORDER BY \(key.named(in: "r")) ROWS UNBOUNDED PRECEDING) - r.size
                    AS before
                FROM (
                    SELECT \(columns.named(in: "t")), \((sizes + ["64"]).joined(separator: " + ")) AS size
                    FROM \(table.name) AS t \(condition) ORDER BY \(key.named(in: "t")) LIMIT $\(taken + 1)::bigint
                ) AS r
            ) AS p
            WHERE p.before < $\(taken + 2)::bigint ORDER BY \(key.named(in: "p"))
            """
    }

    private static func put(in table: StoredTable) -> String {
        let changes = table.rest.map { "\($0.name) = excluded.\($0.name)" }.joined(separator: ", ")
        let columns = table.columns[...]
        return """
            INSERT INTO \(table.name) (\(columns.names)) SELECT * FROM unnest(\(columns.lists))
            ON CONFLICT (\(table.key.names)) DO \(changes.isEmpty ? "NOTHING" : "UPDATE SET \(changes)")
            """
    }
}

extension ArraySlice<StoredTable.Column> {
    fileprivate var names: String { map(\.name).joined(separator: ", ") }

    fileprivate func named(in alias: String) -> String { map { "\(alias).\($0.name)" }.joined(separator: ", ") }

    /// A parameter for each that takes a list.
    fileprivate var lists: String {
        enumerated().map { "$\($0 + 1)::\($1.kind.word)[]" }.joined(separator: ", ")
    }
}

extension StoredTable.Kind {
    /// The type of such a column.
    fileprivate var word: String {
        switch self {
        case .integer: "bigint"
        case .small: "smallint"
        case .text: "text"
        case .bytes: "bytea"
        case .id: "uuid"
        }
    }
}
