import ProfileCore
import ProfileWire

/// The rows of files of visits, column by column.
struct VisitTable {
    /// The most cells in memory: a gigabyte.
    private static let mostCells = 40_000_000
    /// The most words of a column; rarer ones share one input.
    private static let mostWords = 50

    private let mapping: VisitMapping
    private var cells: [[String]]
    private var ranks: [Double] = []
    private(set) var treated: [Bool] = []
    private(set) var outcomes: [Bool] = []
    /// Rows of neither arm.
    private(set) var passedOver = 0
    /// Rows that cannot be read, or whose outcome or rank is no number.
    private(set) var rejected = 0

    init(_ mapping: VisitMapping) {
        self.mapping = mapping
        cells = mapping.features.map { _ in [] }
    }

    mutating func read(_ path: String) throws(ImportFailure) {
        let file = try TextFile(try InputFile(path: path), declared: nil)
        guard case .csv = file.nature else { throw ImportFailure("\(file.input.name) is no CSV file") }
        let csv = try CSVFile(file, delimiter: nil, fillsRaggedRows: false)
        let columns = try VisitColumns(mapping, in: csv)
        while let items = try csv.next() {
            for item in items {
                guard case .row(let row) = item else {
                    rejected += 1
                    continue
                }
                add(row.texts, columns)
            }
            guard treated.count * cells.count <= Self.mostCells else {
                throw ImportFailure("\(file.input.name) holds more than \(Self.mostCells) values of features")
            }
        }
    }

    private mutating func add(_ texts: [String], _ columns: VisitColumns) {
        let arm = texts[columns.arm]
        guard arm == mapping.treated || arm == mapping.control else { return passedOver += 1 }
        guard let outcome = Self.outcome(texts[columns.outcome]) else { return rejected += 1 }
        guard let rank = Self.number(columns.rule.map { texts[$0] } ?? "") else { return rejected += 1 }
        treated.append(arm == mapping.treated)
        outcomes.append(outcome)
        for (place, column) in columns.features.enumerated() { cells[place].append(texts[column]) }
        ranks.append(rank)
    }

    private static func outcome(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "yes", "true": true
        case "no", "false", "": false
        default: Double(text).flatMap { $0.isNaN ? nil : $0 > 0 }
        }
    }

    /// What the product's own learners take: a column of numbers is one input, and each word of another one, too.
    func cases() throws(ImportFailure) -> UpliftCases {
        let words = cells.map(Self.words)
        let width = words.reduce(0) { $0 + ($1?.count ?? 1) }
        guard treated.count * width <= Self.mostCells else {
            throw ImportFailure("the features make more than \(Self.mostCells) values")
        }
        let columns = zip(cells, words).flatMap(Self.inputs)
        var cases = UpliftCases(width: columns.count)
        for row in treated.indices {
            cases.add(
                columns.lazy.map { $0[row] }, isTreated: treated[row], outcome: outcomes[row], rule: ranks[row])
        }
        return cases
    }

    /// An empty cell counts as 0 among numbers.
    private static func number(_ cell: String) -> Double? { cell.isEmpty ? 0 : Double(cell) }

    private static func inputs(_ column: [String], _ words: [String]?) -> [[Double]] {
        guard let words else { return [column.map { number($0) ?? 0 }] }
        return words.map { word in column.map { $0 == word ? 1 : 0 } }
    }

    /// The most frequent words of a column; nil where all are numbers.
    private static func words(_ column: [String]) -> [String]? {
        if column.allSatisfy({ number($0)?.isFinite ?? false }) { return nil }
        var counts: [String: Int] = [:]
        for word in column { counts[word, default: 0] += 1 }
        let words = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(mostWords).map(\.key)
        return words.sorted()
    }
}

/// Where the columns of a mapping are in a file.
private struct VisitColumns {
    let arm: Int
    let outcome: Int
    let features: [Int]
    let rule: Int?

    init(_ mapping: VisitMapping, in csv: CSVFile) throws(ImportFailure) {
        func place(_ name: String) throws(ImportFailure) -> Int {
            let places = csv.header.indices.filter { csv.header[$0] == name }
            guard places.count == 1 else {
                let what = places.isEmpty ? "no column" : "several columns"
                throw ImportFailure("\(csv.file.input.name) has \(what) \(name)")
            }
            return places[0]
        }
        (arm, outcome) = (try place(mapping.arm), try place(mapping.outcome))
        var features: [Int] = []
        for name in mapping.features { features.append(try place(name)) }
        self.features = features
        rule = if let name = mapping.rule { try place(name) } else { nil }
    }
}
