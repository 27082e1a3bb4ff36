import Foundation
import ProfileCore
import ProfileWire
import Yams

/// The rows of a CSV file, piece by piece, and its header.
final class CSVFile {
    enum Item {
        case row(CSVRow)
        /// A line that is no row, and why.
        case flawed(line: Int, row: CSVRow?, reason: String)
    }

    let file: TextFile
    let header: [String]
    private let width: RowWidth
    private let delimiter: UInt8
    /// Whether the next piece begins in the middle of a line.
    private var isWithinLine = false
    private var parser: CSVParser
    private var text: RowText
    private var pending: [CSVParser.Item]
    private var isAtEnd = false

    var encoding: TextEncoding? { text.encoding }

    /// Reads the header. `fillsRaggedRows` takes rows that have fewer fields than it.
    init(_ file: TextFile, delimiter declared: UInt8?, fillsRaggedRows: Bool) throws(ImportFailure) {
        self.file = file
        var delimiter = UInt8(ascii: ",")
        if case .csv(let found) = file.nature { delimiter = found }
        self.delimiter = declared ?? delimiter
        parser = CSVParser(delimiter: declared ?? delimiter, firstLine: file.firstLine)
        text = RowText(file.encoding, sample: file.sample)
        pending = []
        while pending.isEmpty, let items = try Self.parsed(file, &parser) { pending = items.filter { !$0.isBlank } }
        guard let first = pending.first else { throw ImportFailure("\(file.input.name) is empty") }
        guard case .row(let row) = first else {
            throw ImportFailure("\(file.input.name) has no header that could be read: its first line is too long")
        }
        switch text.row(row) {
        case .success(let readable): header = readable.texts
        case .failure(let flaw):
            throw ImportFailure(
                "\(file.input.name) has no header that could be read: column \(flaw.field + 1): \(flaw.rule)")
        }
        pending.removeFirst()
        width = RowWidth(header: header, fills: fillsRaggedRows)
    }

    /// The items of the next piece; nil at the end.
    func next() throws(ImportFailure) -> [Item]? {
        if !pending.isEmpty {
            defer { pending = [] }
            return pending.compactMap(item)
        }
        guard !isAtEnd else { return nil }
        guard var items = try Self.parsed(file, &parser) else {
            isAtEnd = true
            return nil
        }
        if isWithinLine, !items.isEmpty {
            items.removeFirst()
            isWithinLine = false
        }
        return items.compactMap(item)
    }

    /// Goes on with the first whole line about that place of a plain file; the numbers of its lines are not known and
    /// below zero.
    func jump(to offset: Int) throws(ImportFailure) {
        try file.jump(to: offset)
        parser = CSVParser(delimiter: delimiter, firstLine: .min / 2)
        (pending, isAtEnd, isWithinLine) = ([], false, true)
    }

    /// Nil when both file and parser are at their end.
    private static func parsed(_ file: TextFile, _ parser: inout CSVParser) throws(ImportFailure) -> [CSVParser.Item]? {
        let piece = try file.next()
        do throws(CSVParser.OpenQuote) {
            if let piece { return try parser.append(piece) }
            return try parser.finish().map { [$0] }
        } catch {
            throw ImportFailure(
                """
                \(file.input.name) cannot be read beyond line \(error.line): a quote that opens there is not closed \
                within \(CSVParser.standardMaximumLength >> 20) MiB
                """)
        }
    }

    private func item(_ item: CSVParser.Item) -> Item? {
        switch item {
        case .tooLong(let line):
            let limit = CSVParser.standardMaximumLength >> 20
            return .flawed(line: line, row: nil, reason: "the line is longer than \(limit) MiB")
        case .row(let raw):
            guard !raw.isBlank else { return nil }
            switch text.row(raw) {
            case .failure(let flaw):
                return .flawed(line: raw.line, row: nil, reason: "\(columnName(flaw.field)): \(flaw.rule)")
            case .success(let row):
                return width.flaw(of: row).map { .flawed(line: row.line, row: row, reason: $0) } ?? .row(row)
            }
        }
    }

    private func columnName(_ field: Int) -> String {
        header.indices.contains(field) && !header[field].isEmpty
            ? "column \"\(header[field])\"" : "column \(field + 1)"
    }
}

extension CSVParser.Item {
    fileprivate var isBlank: Bool {
        if case .row(let row) = self { row.isBlank } else { false }
    }
}

/// A mapping in a YAML file.
struct MappingFile {
    let path: String
    let mapping: Mapping
    /// The file as it is, to tell whether it is the same as last time.
    let bytes: [UInt8]

    init(path: String) throws(ImportFailure) {
        try self.init(path: path, bytes: try Self.contents(of: path))
    }

    private static func contents(of path: String) throws(ImportFailure) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ImportFailure("the mapping \(path) cannot be read")
        }
        return Array(data)
    }

    /// One of files of visits.
    static func visits(path: String) throws(ImportFailure) -> VisitMapping {
        let tree = try Self.tree(of: try contents(of: path), path)
        do throws(WireRejection) { return try VisitMapping(tree) } catch { throw Self.failure(error, path) }
    }

    private static func failure(_ error: WireRejection, _ path: String) -> ImportFailure {
        let problems = error.problems.map { "\($0.pointer.isEmpty ? "/" : $0.pointer): \($0.detail)" }
        return ImportFailure("the mapping \(path) cannot be used: " + problems.joined(separator: "; "))
    }

    init(path: String, bytes: [UInt8]) throws(ImportFailure) {
        self.path = path
        self.bytes = bytes
        let tree = try Self.tree(of: bytes, path)
        do throws(WireRejection) {
            mapping = try Mapping(tree)
        } catch {
            throw Self.failure(error, path)
        }
    }

    private static func tree(of bytes: [UInt8], _ path: String) throws(ImportFailure) -> JSONValue {
        let node: Node?
        do throws(BoundedYAML.Refusal) {
            node = try BoundedYAML.tree(of: bytes)
        } catch {
            throw ImportFailure("the mapping \(path) \(error)")
        }
        guard let node else { throw ImportFailure("the mapping \(path) is empty") }
        return value(of: node)
    }

    /// Scalars stay as they were written: `No` may be a column's name, and `007` an id.
    private static func value(of node: Node) -> JSONValue {
        switch node {
        case .scalar(let scalar): return isNull(scalar) ? .null : .string(scalar.string)
        case .sequence(let sequence): return .array(sequence.map(value))
        case .mapping(let mapping):
            return .object(
                JSONObject(
                    members: mapping.map { .init(name: $0.key.string ?? "", value: value(of: $0.value)) }))
        case .alias: return .null
        }
    }

    private static func isNull(_ scalar: Node.Scalar) -> Bool {
        scalar.style == .plain && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }
}

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
        guard case .csv = file.nature else {
            throw ImportFailure("\(file.input.name) is no CSV file: only those need a mapping")
        }
        let csv = try CSVFile(file, delimiter: nil, fillsRaggedRows: false)
        var sample = FileSample(header: csv.header)
        try read(csv, &sample)
        let suggestion = MappingSuggestion(sample, kind: kind)
        let name = file.input.name.split(whereSeparator: \.isNewline).joined(separator: " ")
        var lines = ["# \(name)"]
        if let encoding = csv.encoding, encoding != .utf8 { lines.append("# written in \(encoding.rawValue)") }
        return (lines + [suggestion.yaml]).joined(separator: "\n")
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
