import Foundation
import Migrations
@testable import PostgresStore
import SQLStore
import Testing

@Suite("Statements that can be spread over machines") struct StatementTests {
    /// The column each table is distributed by; the others are small and on every machine.
    private static let distribution = [
        "facts": "id", "links": "value", "profiles": "id", "aliases": "alias", "merges": "absorbed",
        "conflicts": "value", "claim_queue": "value", "invitations": "value", "tombstones": "hash",
        "tallies": "profile", "search_terms": "profile",
        "events": "profile", "tiers": "profile", "webhook_deliveries": "id", "webhook_queue": "webhook",
    ]

    @Test("No two share a name") func names() {
        #expect(Set(Statement.all.map(\.name)).count == Statement.all.count)
    }

    @Test("Each statement in the sources is known") func known() throws {
        let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "../../Sources/PostgresStore/Statements").standardizedFileURL
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let declared = try files.flatMap { file in
            let text = try String(contentsOf: file, encoding: .utf8)
            return text.matches(of: #/= PostgresStatement\(\s*"(\w+)"/#).map { String($0.1) }
        }
        #expect(!declared.isEmpty)
        #expect(Set(declared).subtracting(Statement.all.map(\.name)).isEmpty)
    }

    @Test(
        "Profiles of an earlier derivation are found by an index that holds no others, whatever the plan is made for",
        .enabled(if: TestServer.shared != nil, TestServer.advice),
        arguments: [(Statement.profilesToFold, 2), (.countProfilesToFold, 1)])
    func indexOfFolding(_ statement: Statement, parameters: Int) async throws {
        let server = try #require(TestServer.shared)
        try await server.withDatabase { url in
            let store = try await PostgresStore.open(url: url)
            await store.close()
            let values = Array(repeating: "1", count: parameters).joined(separator: ", ")
            let script = """
                SET enable_seqscan = off;
                SET plan_cache_mode = force_generic_plan;
                PREPARE folding AS \(statement.sql(for: .together));
                DO $$ DECLARE line text; plan text := '';
                BEGIN
                    FOR line IN EXECUTE 'EXPLAIN EXECUTE folding (\(values))' LOOP plan := plan || line; END LOOP;
                    IF plan NOT LIKE '%profiles_to_fold%' THEN RAISE EXCEPTION 'no index: %', plan; END IF;
                END $$
                """
            try await server.execute(script, at: url)
        }
    }

    /// What it compares with a column of another table is no key: every machine would be asked.
    @Test(
        "Every hot statement compares the column its tables are distributed by with a parameter",
        arguments: Statement.all)
    func hot(_ statement: Statement) throws {
        let sql = statement.sql(for: .spread)
        let tables = Self.tables(in: sql)
        guard statement.reach == .keys else {
            #expect(statement.reach != .none || tables.isEmpty, "\(statement.name) reaches \(tables)")
            return
        }
        #expect(!tables.isEmpty)
        for (table, alias) in tables {
            let column = try #require(Self.distribution[table])
            let compared = try Regex("\\b\(alias)\\.\(column) = (?:ANY\\()?\\$\\d")
            let inserted = try Regex(
                "INSERT INTO \(table) \\([^)]*\\b\(column)\\b[^)]*\\)[\\s\\S]*ON CONFLICT \\([^)]*\\b\(column)\\b")
            let isNamed = sql.contains(compared) || sql.contains(inserted)
            #expect(isNamed, "\(statement.name) does not name \(table).\(column)")
        }
    }

    /// Rows of a list cannot each be looked up with a limit of their own where tables are spread.
    @Test("No statement looks rows up for each row of a list", arguments: Statement.all)
    func lateral(_ statement: Statement) {
        #expect(!statement.sql(for: .spread).contains("LATERAL") || statement.reach == .joined, "\(statement.name)")
    }

    @Test("What is said to spread tables alone adds to a condition", arguments: Statement.all)
    func additions(_ statement: Statement) {
        let (together, spread) = (statement.sql(for: .together), statement.sql(for: .spread))
        #expect(!(together + spread).contains(#/[{}]/#))
        let rest = spread.replacing(#/\s*AND \w+\.\w+ = ANY\(\$\d\)/#, with: "")
        #expect(rest == together, "\(statement.name)")
    }

    @Test("No statement changes the column a table is distributed by", arguments: Statement.all)
    func unchanged(_ statement: Statement) {
        let sql = statement.sql(for: .spread)
        for (table, column) in Self.distribution where sql.contains("UPDATE \(table)") {
            #expect(!sql.contains("SET \(column) ="), "\(statement.name)")
        }
        for changed in sql.matches(of: #/(\w+) = excluded\.(\w+)/#) {
            let tables = Self.tables(in: sql).map(\.table)
            #expect(!tables.contains { Self.distribution[$0] == String(changed.1) }, "\(statement.name)")
        }
    }

    @Test("The schema has nothing that cannot be spread") func schema() throws {
        let sql = Migrations.postgres.map(\.sql).joined(separator: "\n").replacing(#/--.*/#, with: "").lowercased()
        for word in ["references", "trigger", "serial", "identity", "unique", "nextval"] {
            #expect(!sql.contains(word), "\(word)")
        }
        for (table, column) in Self.distribution {
            let key = try Regex(
                "create table \(table) \\([^;]*?"
                    + "(\\b\(column) \\w+[^,]* primary key|primary key \\([^)]*\\b\(column)\\b)")
            #expect(sql.contains(key), "the key of \(table) lacks \(column)")
        }
        let texts = sql.matches(of: #/\w+ text(?! collate "c")/#).map { String($0.0) }
        #expect(texts.isEmpty, "\(texts) do not compare as bytes")
    }

    private static func tables(in sql: String) -> [(table: String, alias: String)] {
        sql.matches(of: #/(?:FROM|JOIN|INTO|UPDATE)\s+(\w+)(?: AS (\w+))?/#).compactMap { match in
            let table = String(match.1)
            guard distribution[table] != nil else { return nil }
            return (table, match.2.map(String.init) ?? table)
        }
    }
}
