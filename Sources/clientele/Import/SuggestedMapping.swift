import ProfileCore
import ProfileWire

/// Proposes a mapping for a file.
enum SuggestedMapping {
    /// In bytes: how much is read in one go, how much where it can only be read from the start to the end, and how much
    /// in each of the places of a longer file.
    private static let atOnce = 64 << 20
    private static let inOrder = 256 << 20
    private static let perPlace = 2 << 20
    private static let places = 24

    static func yaml(for path: String, kind: RecordKind?) throws(ImportFailure) -> String {
        let file = try TextFile(try InputFile(path: path), declared: nil)
        if case .empty = file.nature { throw ImportFailure("\(file.input.name) is empty: there is nothing to map") }
        guard case .csv = file.nature else { return try yaml(forDocumentsIn: file, kind) }
        let csv = try CSVFile(file, delimiter: nil, fillsRaggedRows: false)
        var sample = FileSample(header: csv.header)
        try read(csv, &sample)
        let suggestion = try fitting(MappingSuggestion(sample, kind: kind), file)
        var lines = [title(of: file)]
        if let encoding = csv.encoding, encoding != .utf8 { lines.append("# written in \(encoding.rawValue)") }
        return (lines + [suggestion.yaml]).joined(separator: "\n")
    }

    /// A mapping of nothing would look like an answer.
    private static func fitting(
        _ suggestion: MappingSuggestion, _ file: TextFile
    ) throws(ImportFailure) -> MappingSuggestion {
        guard let misfit = suggestion.misfit else { return suggestion }
        guard !isPlainJSON(file) else {
            throw ImportFailure("\(file.input.name) is JSON without an object, and a mapping names members of objects")
        }
        throw ImportFailure("no mapping can be proposed for \(file.input.name): \(misfit)")
    }

    /// A list of plain values or of lists, or one plain value, which is read as a table.
    private static func isPlainJSON(_ file: TextFile) -> Bool {
        guard case .csv = file.nature else { return false }
        let line = file.sample.drop { $0 <= 0x20 }.prefix { $0 != 0x0A }
        if line.first == UInt8(ascii: "[") { return true }
        switch try? JSONReader.parse(Array(line)) {
        case .number, .bool, .null: return true
        default: return false
        }
    }

    private static func title(of file: TextFile) -> String {
        "# " + file.input.name.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private static func yaml(forDocumentsIn file: TextFile, _ kind: RecordKind?) throws(ImportFailure) -> String {
        guard file.nature == .json || !RecordLine.leads(file.sample) else {
            throw ImportFailure("\(file.input.name) holds records as they are, which need no mapping")
        }
        let list = DocumentList.name(in: file.sample)
        var documents = try DocumentFile(file, list: list)
        var sample = DocumentSample()
        var isComplete = false
        while !sample.isFull {
            guard let lines = try documents.next() else {
                isComplete = true
                break
            }
            for line in lines {
                guard case .bytes(let bytes) = line.content else { continue }
                sample.add(NumberedDocument(number: line.number, bytes: bytes))
            }
        }
        guard !sample.isEmpty else { throw ImportFailure("\(file.input.name) has no document that could be read") }
        let table = sample.table(isComplete: isComplete)
        let suggestion = try fitting(MappingSuggestion(table, kind: kind, documents: list), file)
        return [title(of: file), suggestion.yaml].joined(separator: "\n")
    }

    /// All of a file, or what lies in places all over a long one.
    private static func read(_ csv: CSVFile, _ sample: inout FileSample) throws(ImportFailure) {
        let length = csv.file.input.seekableSize
        let isLong = length.map { $0 > atOnce } ?? false
        sample.isComplete = try take(isLong ? perPlace : length == nil ? inOrder : atOnce, of: csv, &sample)
        guard isLong, let length else { return }
        for place in 1..<places {
            try csv.jump(to: length / places * place)
            // A quote that the jump fell into may seem to open and never close: the next place is as good.
            guard (try? take(perPlace, of: csv, &sample)) != nil else { continue }
        }
    }

    /// True when that was all.
    private static func take(_ bytes: Int, of csv: CSVFile, _ sample: inout FileSample) throws(ImportFailure) -> Bool {
        var left = bytes
        while let items = try csv.next() {
            for case .row(let row) in items {
                sample.add(row)
                left -= row.bytes.count + row.count
            }
            if left < 0 { return false }
        }
        return true
    }
}
