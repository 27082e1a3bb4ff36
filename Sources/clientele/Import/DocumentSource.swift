import ProfileWire

/// The documents of a file, piece by piece: JSON, or the rows of a table, each as an object.
struct DocumentSource {
    enum Item {
        case document(NumberedDocument)
        /// A row that is none, with its fields as they stood there, and why.
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
        let document = NumberedDocument(
            number: rejected.number ?? line.number, bytes: rejected.original, list: rejected.list)
        return rejected.flaw.map { .flawed(document, reason: $0) } ?? .document(document)
    }

    private func item(_ item: CSVFile.Item, under header: TableHeader) -> Item {
        switch item {
        case .row(let row): return .document(document(header.members(of: row), row.line))
        case .flawed(_, let row?, let reason):
            let fields = JSONObject.Member(
                name: RejectedLine.fields, value: .array(row.texts.map { .string($0) }))
            return .flawed(document(header.members(of: row) + [fields], row.line), reason: "\(name): \(reason)")
        case .flawed(let line, nil, _): return .tooLong(line)
        }
    }

    private func document(_ members: [JSONObject.Member], _ line: Int) -> NumberedDocument {
        var json = JSONWriter()
        json.value(.object(JSONObject(members: members)))
        return NumberedDocument(number: line, bytes: json.bytes, list: list)
    }
}
