import Foundation
import ProfileWire

/// A row or document of one of several files, put aside until all of its record is there.
private struct GatheredRow: SpillableRow {
    private static let fileBits = 40

    /// The file first, so that rows of one key come file by file.
    let line: Int
    let bytes: [UInt8]
    var ends: [Int32] { [] }

    init(line: Int, bytes: [UInt8], ends: [Int32]) {
        (self.line, self.bytes) = (line, bytes)
    }

    /// `file` is 0 for the imported one, then those beside it.
    init(_ document: NumberedDocument, of file: Int) {
        (line, bytes) = (file << Self.fileBits | document.number, document.bytes)
    }

    var file: Int { line >> Self.fileBits }

    /// As it was read.
    func document(for lists: [String]) -> NumberedDocument {
        NumberedDocument(number: line & (1 << Self.fileBits - 1), bytes: bytes, list: lists[file])
    }

    /// Read before, to tell its key.
    var value: JSONValue { (try? JSONReader.parse(bytes)) ?? .null }
}

/// Rows of one file, or of several, that make one document.
extension FileImport {
    private typealias Groups = RowGroups<GatheredRow>

    func takeGathered(
        _ source: inout DocumentSource, _ bound: DocumentMapping, _ gathering: Gathering,
        _ target: inout some RecordTarget, _ progress: inout ImportProgress
    ) async throws(ImportFailure) {
        // All are opened before one is read: nobody waits long to hear that one is not there. What was rejected lies in
        // one file with what it belongs to.
        var others: [DocumentSource] = []
        for file in source.isOfRejects ? [] : gathering.files { others.append(try open(file)) }
        let lists = [""] + gathering.files.map(\.name)
        let names = [source.name] + (source.isOfRejects ? gathering.files.map(\.path) : others.map(\.name))
        var groups = grouping.groups(of: GatheredRow.self)
        try await gather(&source, lists, bound, gathering, into: &groups, &target, &progress)
        for index in others.indices {
            try await gather(&others[index], lists, bound, gathering, into: &groups, &target, &progress)
        }
        try groups.sort()
        progress.beginSorted(rows: groups.count)
        while let group = try groups.next() {
            progress.take(rows: group.rows.count)
            if group.isContinued || group.isContinuation {
                let documents = group.rows.map { $0.document(for: lists) }
                try rejectTooMany(
                    .documents(documents, bound), line: documents[0].number, isCounted: !group.isContinuation)
            } else {
                try await take(group.rows, bound, gathering, names, lists, &target)
            }
            try await pause(&target, &progress)
        }
    }

    /// Beside the file that is imported.
    private func open(_ file: Gathering.File) throws(ImportFailure) -> DocumentSource {
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
        let place = file.path.hasPrefix("/") ? file.path : folder + file.path
        guard let mapping else { throw ImportFailure("\(place) needs a mapping") }
        return try DocumentSource(
            TextFile(InputFile(path: place), declared: file.encoding), mapping.mapping, delimiter: file.delimiter,
            list: file.name)
    }

    /// Puts the rows of one file aside by their keys, and takes documents that were put together before.
    private func gather(
        _ source: inout DocumentSource, _ lists: [String], _ bound: DocumentMapping, _ gathering: Gathering,
        into groups: inout Groups, _ target: inout some RecordTarget, _ progress: inout ImportProgress
    ) async throws(ImportFailure) {
        while let items = try await read(&target, { () throws(ImportFailure) in try source.next() }) {
            for item in items {
                notes.summary.lines += 1
                guard let document = try accepted(item, bound, source) else { continue }
                if let file = document.list.flatMap({ lists.firstIndex(of: $0) }) {
                    try put(document, of: file, source.name, bound, gathering, into: &groups)
                } else {
                    try await target.take(.documents([document], bound), notes)
                }
            }
            try await pause(&target, &progress)
        }
    }

    /// `file` is 0 for the imported one, then those beside it.
    private func put(
        _ document: NumberedDocument, of file: Int, _ name: String, _ bound: DocumentMapping, _ gathering: Gathering,
        into groups: inout Groups
    ) throws(ImportFailure) {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONReader.parse(document.bytes)
        } catch {
            let problems = WireRejection(error).problems
            return try notes.reject(.documents([document], bound), RowRejection(line: document.number, problems))
        }
        guard let key = gathering.key(of: value, in: file == 0 ? nil : file - 1) else {
            return try reject(document, bound, "\(name): nothing tells with what it belongs together")
        }
        try groups.add(GatheredRow(document, of: file), key: key)
    }

    private func take(
        _ rows: [GatheredRow], _ bound: DocumentMapping, _ gathering: Gathering, _ names: [String], _ lists: [String],
        _ target: inout some RecordTarget
    ) async throws(ImportFailure) {
        let own = rows.filter { $0.file == 0 }
        guard !own.isEmpty else {
            for row in rows {
                try reject(row.document(for: lists), bound, "\(names[row.file]): no row of \(names[0]) belongs to it")
            }
            return
        }
        let others = gathering.files.indices.map { file in rows.filter { $0.file == file + 1 }.map(\.value) }
        for (row, document) in zip(own, gathering.joined(own.map(\.value), with: others)) {
            var json = JSONWriter()
            json.value(document)
            let whole = NumberedDocument(number: row.document(for: lists).number, bytes: json.bytes)
            try await target.take(.documents([whole], bound), notes)
        }
    }

    func reject(_ document: NumberedDocument, _ bound: DocumentMapping, _ reason: String) throws(ImportFailure) {
        let problem = WireProblem(pointer: "", code: .badRow, detail: reason)
        try notes.reject(.documents([document], bound), RowRejection(line: document.number, [problem]))
    }
}
