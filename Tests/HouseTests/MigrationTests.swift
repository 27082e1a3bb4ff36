import Testing

@Suite("Migrations")
struct MigrationTests {
    private struct Step: Hashable {
        let number: String
        let name: String
        let engine: String
    }

    private let files = SourceTree.project.paths(under: "migrations").filter { $0.hasSuffix(".sql") }

    private var steps: [Step] {
        files.compactMap { path in
            path.wholeMatch(of: #/migrations\/(\d{4})_([a-z_]+)\.(sqlite|postgres)\.sql/#)
                .map { Step(number: String($0.1), name: String($0.2), engine: String($0.3)) }
        }
    }

    /// The engines the project has a store for.
    private var engines: [String] {
        [("SQLiteStore", "sqlite"), ("PostgresStore", "postgres")]
            .filter { SourceTree.project.exists("Sources/\($0.0)") }
            .map(\.1)
    }

    @Test("Every file is called NNNN_name.engine.sql")
    func names() {
        #expect(!files.isEmpty)
        #expect(steps.count == files.count, "not all of \(files) are named 0001_name.sqlite.sql")
    }

    @Test("Numbers follow each other from 0001")
    func numbers() {
        let numbers = Set(steps.map(\.number)).sorted().compactMap { Int($0) }
        #expect(numbers == Array(1...max(1, numbers.count)), "found \(numbers)")
    }

    @Test("One number means one change")
    func oneNamePerNumber() {
        let names = Dictionary(grouping: steps, by: \.number).mapValues { Set($0.map(\.name)) }
        let doubled = names.filter { $0.value.count > 1 }
        #expect(doubled.isEmpty, "several names for one number: \(doubled)")
    }

    @Test("Each change exists for every engine, and for no other")
    func pairs() {
        for (number, sides) in Dictionary(grouping: steps, by: \.number) {
            #expect(sides.map(\.engine).sorted() == engines.sorted(), "migrations/\(number)_…: \(sides.map(\.engine))")
        }
    }

    @Test("What the previous version uses stays: later steps only add, or take away what none uses")
    func additive() {
        let tree = SourceTree.project
        let release = (tree.text(at: "Sources/clientele/Release.swift") ?? "").firstMatch(of: #/"(\d+\.\d+\.\d+)"/#)?.1
        let unreleased = files.filter { !$0.hasPrefix("migrations/0001_") }
        let indexes = Set(unreleased.flatMap { MigrationScript(tree.text(at: $0) ?? "").indexes })
        let offences = unreleased.flatMap { path -> [Offence] in
            let script = MigrationScript(tree.text(at: path) ?? "")
            guard script.unusedSince == nil || script.unusedSince == release.map(String.init) else { return [] }
            return script.takingAway.filter { !indexes.contains($0.text.replacing("DROP INDEX ", with: "")) }
                .map { Offence(path: path, line: $0.line, reason: "not additive: \($0.text)") }
        }
        #expect(offences.isEmpty, "\(offences.report)")
    }

    @Test(
        "A statement that the previous version would trip over is recognised",
        arguments: [
            ("CREATE TABLE a (b integer NOT NULL);\nCREATE INDEX c ON a (b);", 0),
            ("ALTER TABLE a ADD COLUMN b integer;", 0),
            ("ALTER TABLE a ADD COLUMN b integer NOT NULL DEFAULT 0;", 0),
            ("INSERT INTO counters (name, value) VALUES ('a; DROP TABLE b', 0);", 0),
            ("-- DROP TABLE a;\nCREATE TABLE b (c text);", 0),
            ("ALTER TABLE a ADD COLUMN b integer NOT NULL;", 1),
            ("ALTER TABLE a DROP COLUMN b;\nDROP TABLE c;", 2),
            ("ALTER TABLE a ADD COLUMN b integer, DROP COLUMN c;", 1),
            ("ALTER TABLE a RENAME TO b;", 1),
            ("ALTER TABLE a ALTER COLUMN b TYPE bigint;", 1),
            ("CREATE UNIQUE INDEX a ON b (c);", 1),
            ("CREATE TRIGGER a AFTER INSERT ON b BEGIN SELECT 1; END;", 2),
            ("UPDATE a SET b = 1;", 1),
        ])
    func recognised(sql: String, expected: Int) {
        #expect(MigrationScript(sql).takingAway.count == expected)
    }

    @Test("A step that takes away says since when nobody needs it")
    func excused() {
        #expect(MigrationScript("-- Not used since 1.2.0.\nDROP TABLE a;").unusedSince == "1.2.0")
        #expect(MigrationScript("-- A table.\nDROP TABLE a;").unusedSince == nil)
    }

    @Test("Every file is built into the binary")
    func embedded() {
        let package = SourceTree.project.text(at: "Package.swift") ?? ""
        for file in files {
            let name = file.dropFirst("migrations/".count)
            #expect(package.contains(".embedInCode(\"\(name)\")"), "Package.swift does not embed \(file)")
        }
    }
}
