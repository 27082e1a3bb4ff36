import ProfileCore
import ProfileWire

/// Proposes a mapping for a file.
enum SuggestedMapping {
    private static let sampleRows = 2_000

    static func yaml(for path: String, kind: RecordKind?) throws(ImportFailure) -> String {
        let file = try TextFile(try InputFile(path: path), declared: nil)
        guard case .csv = file.nature else {
            throw ImportFailure("\(file.input.name) is no CSV file: only those need a mapping")
        }
        let csv = try CSVFile(file, delimiter: nil, fillsRaggedRows: false)
        var rows: [CSVRow] = []
        while rows.count < sampleRows, let items = try csv.next() {
            for case .row(let row) in items { rows.append(row) }
        }
        let suggestion = MappingSuggestion(header: csv.header, rows: Array(rows.prefix(sampleRows)), kind: kind)
        var lines = ["# \(file.input.name)"]
        if let encoding = csv.encoding, encoding != .utf8 { lines.append("# written in \(encoding.rawValue)") }
        return (lines + [suggestion.yaml]).joined(separator: "\n")
    }
}
