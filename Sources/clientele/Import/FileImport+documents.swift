import ProfileCore
import ProfileWire

/// JSON that a mapping reads, and tables whose rows it reads as documents.
extension FileImport {
    /// Whether the mapping reads the file's JSON: unless it says so, not where lines are records of ours already.
    func takesDocuments(_ file: TextFile, _ mapping: Mapping) -> Bool {
        if case .csv = file.nature, mapping.format != .json { return mapping.readsRowsAsDocuments }
        return switch mapping.format {
        case .json: true
        case .csv: false
        case nil: file.nature == .json || file.nature == .ndjson && !takesRecordsOnly && !RecordLine.leads(file.sample)
        }
    }

    func takeDocuments(
        _ file: TextFile, _ mapping: MappingFile, _ target: inout some RecordTarget, _ progress: inout ImportProgress
    ) async throws(ImportFailure) {
        let gathering = mapping.mapping.gathering
        var documents = try DocumentSource(
            file, mapping.mapping, delimiter: mapping.mapping.delimiter, list: gathering == nil ? nil : "")
        let bound = try bind(mapping, to: file, isTable: documents.isTable)
        beginNotes(.json(documents.unit), of: file)
        if let gathering {
            return try await takeGathered(&documents, bound, gathering, &target, &progress)
        }
        var groups = bound.isGrouping ? grouping.groups(of: NumberedDocument.self) : nil
        var first = FirstDocuments()
        while let items = try await read(&target, { () throws(ImportFailure) in try documents.next() }) {
            for item in items {
                notes.summary.lines += 1
                guard let document = try accepted(item, bound, documents) else { continue }
                first.add(document)
                if groups == nil {
                    try await target.take(.documents([document], bound), notes)
                } else {
                    try put(document, bound, into: &groups)
                }
            }
            try await pause(&target, &progress)
        }
        // Mappings of the program name what one shop has and another has not.
        if !mapping.isEmbedded {
            tellMissingMembers(bound, first.documents)
        } else if !first.documents.isEmpty, !bound.knows(first.documents) {
            notes.isForeign = true
        }
        if var groups { try await takeGroups(&groups, &target, &progress) { .documents($0, bound) } }
    }

    private func tellMissingMembers(_ bound: DocumentMapping, _ documents: [NumberedDocument]) {
        let names = bound.missingMembers(in: documents)
        guard !names.isEmpty else { return }
        notes.summary.remarks.append(
            "of the first \(documents.count) documents none has \(names.joined(separator: ", ")): is that spelt so?")
    }

    private func bind(
        _ mapping: MappingFile, to file: TextFile, isTable: Bool
    ) throws(ImportFailure) -> DocumentMapping {
        do throws(WireRejection) {
            return try DocumentMapping(mapping.mapping, today: today, ofTable: isTable)
        } catch {
            let problems = error.problems.map { ($0.pointer.isEmpty ? "" : $0.pointer + ": ") + $0.detail }
            throw ImportFailure(
                "\(file.input.name) is \(isTable ? "read as JSON" : "JSON"), and the mapping \(mapping.path) does not "
                    + "fit that: "
                    + problems.joined(separator: "; "))
        }
    }

    /// Nil when the item is no document.
    func accepted(
        _ item: DocumentSource.Item, _ bound: DocumentMapping, _ source: DocumentSource
    ) throws(ImportFailure) -> NumberedDocument? {
        switch item {
        case .document(let document): return document
        case .tooLong(let number): try notes.rejectTooLong(source.unit, number)
        case .flawed(let document, let reason): try reject(document, bound, reason)
        }
        return nil
    }

    // MARK: Documents that make up one record

    private func put(
        _ document: NumberedDocument, _ bound: DocumentMapping, into groups: inout RowGroups<NumberedDocument>?
    ) throws(ImportFailure) {
        switch bound.groupKey(of: document) {
        case .success(nil): notes.summary.skipped += 1
        case .success(let key?): try groups?.add(document, key: key)
        case .failure(let rejection): try notes.reject(.documents([document], bound), rejection)
        }
    }
}

/// The first documents of a file, so few and small that they can be looked at together.
private struct FirstDocuments {
    private static let most = (count: 200, bytes: 2 << 20)

    private(set) var documents: [NumberedDocument] = []
    private var weight = 0

    mutating func add(_ document: NumberedDocument) {
        guard documents.count < Self.most.count, weight + document.bytes.count <= Self.most.bytes else { return }
        documents.append(document)
        weight += document.bytes.count
    }
}

/// The documents of a file, piece by piece: a line each, or the elements of a list.
struct DocumentFile {
    private enum Splitter {
        case lines(LineSplitter)
        case elements(JSONElementSplitter)
    }

    /// What the numbers of documents count.
    let unit: RejectFile.Unit
    private static let longestFirstLine = LineSplitter.standardMaximumLength + InputFile.pieceSize
    private let file: TextFile
    private var splitter: Splitter
    private var isAtEnd = false

    /// `list` is the member that holds them, where an object is around them.
    init(_ file: TextFile, list: String?) throws(ImportFailure) {
        let first = file.sample.first { $0 > 0x20 }
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
            throw ImportFailure("\(file.input.name) is no JSON, as the mapping says it is")
        }
        self.file = file
        // An array may be one line, of any length.
        if first == UInt8(ascii: "{") {
            try file.extendSample(toAtMost: Self.longestFirstLine, until: JSONSpread.isTelling)
        }
        switch JSONSpread(of: file.sample, isList: list != nil) {
        case .lines:
            unit = file.sample.starts(with: RejectedLine.beginning(.element)) ? .element : .line
            splitter = .lines(LineSplitter(firstLine: file.firstLine))
        case .elements: (unit, splitter) = (.element, .elements(JSONElementSplitter(list: list)))
        }
    }

    /// The documents of the next piece; nil at the end.
    mutating func next() throws(ImportFailure) -> [LineSplitter.Line]? {
        guard !isAtEnd else { return nil }
        let piece = try file.next()
        isAtEnd = piece == nil
        switch splitter {
        case .lines(var lines):
            defer { splitter = .lines(lines) }
            return piece.map { lines.append($0) } ?? lines.finish().map { [$0] } ?? []
        case .elements(var elements):
            defer { splitter = .elements(elements) }
            do throws(JSONElementSplitter.Broken) {
                if let piece { return try elements.append(piece) }
                try elements.finish()
                return []
            } catch {
                let place = error.count == 0 ? "" : " beyond element \(error.count)"
                throw ImportFailure("\(file.input.name) cannot be read\(place): \(error.rule)")
            }
        }
    }
}
