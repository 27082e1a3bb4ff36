import ProfileCore
import ProfileWire

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
        case .swallowed(let raw, let quote, let end):
            let row = try? text.row(raw).get()
            return .flawed(line: quote, row: row, reason: Self.openQuote(quote, closedOn: end))
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

    private static func openQuote(_ line: Int, closedOn end: Int) -> String {
        "a quote opens on line \(line) that the next one, on line \(end), does not close at the end of a field"
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
