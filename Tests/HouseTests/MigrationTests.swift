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

    @Test("Every file is built into the binary")
    func embedded() {
        let package = SourceTree.project.text(at: "Package.swift") ?? ""
        for file in files {
            let name = file.dropFirst("migrations/".count)
            #expect(package.contains(".embedInCode(\"\(name)\")"), "Package.swift does not embed \(file)")
        }
    }
}
