import ProfileWire

/// The documents of a file, piece by piece: JSON, or the rows of a table, each as an object.
struct DocumentSource {
    enum Item {
        case document(NumberedDocument)
        /// A row that is none, and why.
        case flawed(NumberedDocument, reason: String)
        case tooLong(Int)
    }

    private enum Form {
        case json(DocumentFile)
        case table(CSVFile, TableHeader)
    }

    /// What the numbers of documents count.
    let unit: RejectFile.Unit
    let name: String
    /// Whether it holds what was rejected before: documents as they were put together then, and rows that were in none.
    let isOfRejects: Bool
    private var form: Form
    /// The list that its rows are for, where they are put together with others.
    private let list: String?

    init(_ file: TextFile, _ mapping: Mapping, delimiter: UInt8?, list: String? = nil) throws(ImportFailure) {
        self.list = list
        name = file.input.name
        isOfRejects = [.line, .element].contains { file.sample.starts(with: RejectedLine.beginning($0)) }
        guard case .csv = file.nature, mapping.format != .json else {
            let documents = try DocumentFile(file, list: mapping.documents)
            (unit, form) = (documents.unit, .json(documents))
            return
        }
        let csv = try CSVFile(file, delimiter: delimiter, fillsRaggedRows: mapping.fillsRaggedRows)
        (unit, form) = (.line, .table(csv, TableHeader(csv.header, of: mapping)))
    }

    var isTable: Bool { if case .table = form { true } else { false } }

    /// The items of the next piece; nil at the end.
    mutating func next() throws(ImportFailure) -> [Item]? {
        switch form {
        case .json(var documents):
            defer { form = .json(documents) }
            return try documents.next()?.map(item)
        case .table(let csv, let header):
            return try csv.next()?.map { item($0, under: header) }
        }
    }

    /// A document that was rejected once is run as it was.
    private func item(_ line: LineSplitter.Line) -> Item {
        guard case .bytes(let bytes) = line.content else { return .tooLong(line.number) }
        guard let rejected = RejectedLine(bytes) else {
            return .document(.init(number: line.number, bytes: bytes, list: list))
        }
        return .document(
            .init(number: rejected.number ?? line.number, bytes: rejected.original, list: rejected.list))
    }

    private func item(_ item: CSVFile.Item, under header: TableHeader) -> Item {
        let document = { (row: CSVRow) in
            var json = JSONWriter()
            json.value(header.document(row))
            return NumberedDocument(number: row.line, bytes: json.bytes, list: list)
        }
        switch item {
        case .row(let row): return .document(document(row))
        case .flawed(_, let row?, let reason): return .flawed(document(row), reason: reason)
        case .flawed(let line, nil, _): return .tooLong(line)
        }
    }
}
