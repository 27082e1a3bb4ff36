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
    private var parser: CSVParser
    private var text: RowText
    private var pending: [CSVParser.Item]
    private var isAtEnd = false

    var encoding: TextEncoding? { text.encoding }

    /// Reads the header.
    init(_ file: TextFile, delimiter declared: UInt8?) throws(ImportFailure) {
        self.file = file
        var delimiter = UInt8(ascii: ",")
        if case .csv(let found) = file.nature { delimiter = found }
        parser = CSVParser(delimiter: declared ?? delimiter)
        text = RowText(file.encoding)
        pending = []
        while pending.isEmpty, let items = try Self.parsed(file, &parser) { pending = items }
        guard let first = pending.first else { throw ImportFailure("\(file.input.name) is empty") }
        guard case .row(let row) = first, let readable = text.row(row) else {
            throw ImportFailure("\(file.input.name) has no header that could be read: its first line is too long")
        }
        pending.removeFirst()
        header = readable.texts
    }

    /// The items of the next piece; nil at the end.
    func next() throws(ImportFailure) -> [Item]? {
        if !pending.isEmpty {
            defer { pending = [] }
            return pending.compactMap(item)
        }
        guard !isAtEnd else { return nil }
        guard let items = try Self.parsed(file, &parser) else {
            isAtEnd = true
            return nil
        }
        return items.compactMap(item)
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
            guard let row = text.row(raw) else {
                return .flawed(
                    line: raw.line, row: nil, reason: "the line is not UTF-8; say in the mapping what encoding it has")
            }
            guard let count = BoundMapping.surplus(in: row, of: header.count) else { return .row(row) }
            let reason = "the line has \(count) fields, the header \(header.count)"
            return .flawed(line: row.line, row: row, reason: reason)
        }
    }
}
