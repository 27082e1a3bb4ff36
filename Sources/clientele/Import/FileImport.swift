import Foundation
import ProfileCore
import ProfileStore
import ProfileWire
import Sorting

/// Where rows of one record are brought together.
struct RowGrouping {
    /// For temporary files.
    let folder: String
    /// In bytes of memory.
    let capacity: Int

    func groups<Row>(of: Row.Type) -> RowGroups<Row> {
        RowGroups(folder: folder, capacity: capacity)
    }
}

/// Takes one file in, whatever it is.
struct FileImport {
    let path: String
    let mapping: MappingFile?
    /// Where rejected lines go, without the ending of their form; nil if they are only counted.
    let rejectPath: String?
    /// On which the import runs: no birthday lies after it.
    let today: Day
    /// Where the rows of one record are brought together, and in how much memory.
    let grouping: RowGrouping
    let notes: ImportNotes
    let isQuiet: Bool
    /// Whether lines of an export that are no records are passed over.
    let takesRecordsOnly: Bool
    /// The file, where somebody had to look at it before.
    var opened: TextFile?

    func open() throws(ImportFailure) -> TextFile {
        try TextFile(InputFile(path: path), declared: mapping?.mapping.encoding)
    }

    func run(into target: inout some RecordTarget) async throws(ImportFailure) {
        let file: TextFile
        if let opened { file = opened } else { file = try open() }
        let input = file.input
        guard takesRecordsOnly || !file.isExport else {
            throw ImportFailure(
                """
                \(input.name) is an export of a whole store, which is restored by itself and into a database of its \
                own; with --records-only its records are taken in and judged like any others
                """)
        }
        var progress = ImportProgress(input, isQuiet: isQuiet)
        switch file.nature {
        case .empty: return Console.complain("\(input.name) is empty: nothing was read")
        case .binary: throw ImportFailure("\(input.name) is no text file")
        case .ndjson, .json, .csv:
            if let mapping, takesDocuments(file, mapping.mapping) {
                try await takeDocuments(file, mapping, &target, &progress)
            } else if file.nature == .ndjson {
                try await takeLines(file, &target, &progress)
            } else {
                try await takeRows(file, &target, &progress)
            }
        }
        try await finish(&target)
        Console.clearLine()
    }

    func beginNotes(_ form: RejectFile.Form, of file: TextFile) {
        let rejects = rejectPath.map { RejectFile(path: $0, form: form) }
        notes.begin(rejects, of: file.input.name, counting: form.unit)
    }

    /// Rejects are written down whatever becomes of the records.
    func finish(_ target: inout some RecordTarget) async throws(ImportFailure) {
        do throws(ImportFailure) {
            try await target.finish(notes)
        } catch {
            try? notes.finishFile()
            throw error
        }
        try notes.finishFile()
    }

    /// The next piece of the file. Where it cannot be read on, what came before is taken first.
    func read<Piece>(
        _ target: inout some RecordTarget, _ next: () throws(ImportFailure) -> Piece?
    ) async throws(ImportFailure) -> Piece? {
        do throws(ImportFailure) {
            return try next()
        } catch {
            try? await finish(&target)
            throw error
        }
    }

    // MARK: NDJSON

    private func takeLines(
        _ file: TextFile, _ target: inout some RecordTarget, _ progress: inout ImportProgress
    ) async throws(ImportFailure) {
        beginNotes(.json(.line), of: file)
        var splitter = LineSplitter(firstLine: file.firstLine)
        while let piece = try await read(&target, file.next) {
            for line in splitter.append(piece) { try await take(line, &target) }
            try await pause(&target, &progress)
        }
        if let line = splitter.finish() { try await take(line, &target) }
    }

    private func take(_ line: LineSplitter.Line, _ target: inout some RecordTarget) async throws(ImportFailure) {
        notes.summary.lines += 1
        if takesRecordsOnly, case .bytes(let bytes) = line.content, ExportLine.isNoRecord(bytes) {
            notes.summary.passedOver += 1
            return
        }
        guard case .bytes(let bytes) = line.content else { return try notes.rejectTooLong(.line, line.number) }
        try await target.take(.line(number: line.number, bytes: RejectedLine(bytes)?.original ?? bytes), notes)
    }

    // MARK: CSV

    private func takeRows(
        _ file: TextFile, _ target: inout some RecordTarget, _ progress: inout ImportProgress
    ) async throws(ImportFailure) {
        let (name, isArray) = (file.input.name, file.nature == .json)
        guard let mapping, !isArray else {
            throw ImportFailure(
                """
                \(name) is \(isArray ? "an array of JSON" : "a CSV file"): say with --mapping which \
                \(isArray ? "member" : "column") is which; clientele import --suggest \(path) proposes one
                """)
        }
        let csv = try CSVFile(
            file, delimiter: mapping.mapping.delimiter, fillsRaggedRows: mapping.mapping.fillsRaggedRows)
        let bound = try bind(mapping, csv)
        beginNotes(.csv(header: csv.header), of: file)
        var groups = bound.mapping.isGrouping ? grouping.groups(of: CSVRow.self) : nil
        while let items = try await read(&target, csv.next) {
            for item in items {
                notes.summary.lines += 1
                guard let row = try accepted(item, bound) else { continue }
                if groups == nil {
                    notes.meet([row], bound)
                    try await target.take(.rows([row], bound), notes)
                } else if let key = bound.groupKey(of: row) {
                    try groups?.add(row, key: key)
                } else {
                    try notes.reject(
                        line: row.line, row: row, code: .missing, reason: "the columns to group by are empty")
                }
            }
            try await pause(&target, &progress)
        }
        if var groups { try await takeGroups(&groups, &target, &progress) { .rows($0, bound) } }
    }

    private func bind(_ mapping: MappingFile, _ csv: CSVFile) throws(ImportFailure) -> BoundMapping {
        do throws(WireRejection) {
            return try BoundMapping(mapping.mapping, header: csv.header, today: today)
        } catch {
            let problems = error.problems.map(\.detail).joined(separator: "; ")
            throw ImportFailure("\(csv.file.input.name) does not fit the mapping \(mapping.path): \(problems)")
        }
    }

    /// Nil when the item is no row, or is left out.
    private func accepted(_ item: CSVFile.Item, _ bound: BoundMapping) throws(ImportFailure) -> CSVRow? {
        switch item {
        case .flawed(let line, let row, let reason):
            try notes.reject(line: line, row: row, code: .badRow, reason: reason)
            return nil
        case .row(let row):
            guard bound.skips(row) else { return row }
            notes.summary.skipped += 1
            return nil
        }
    }

    func takeGroups<Row>(
        _ groups: inout RowGroups<Row>, _ target: inout some RecordTarget, _ progress: inout ImportProgress,
        as candidate: ([Row]) -> Candidate
    ) async throws(ImportFailure) {
        try groups.sort()
        progress.beginSorted(rows: groups.count)
        while let group = try groups.next() {
            progress.take(rows: group.rows.count)
            let candidate = candidate(group.rows)
            if group.isContinued || group.isContinuation {
                try rejectTooMany(candidate, line: group.rows[0].line, isCounted: !group.isContinuation)
            } else {
                if case .rows(let rows, let bound) = candidate { notes.meet(rows, bound) }
                try await target.take(candidate, notes)
            }
            try await pause(&target, &progress)
        }
    }

    func rejectTooMany(_ candidate: Candidate, line: Int, isCounted: Bool) throws(ImportFailure) {
        let rule = WireProblem(
            pointer: "", code: .tooMany,
            detail: """
                a record is made of at most \(Mapping.maximumRows) lines or elements of \(Mapping.maximumBytes >> 20) \
                MiB together, this one of more
                """)
        try notes.reject(candidate, RowRejection(line: line, [rule]), isCounted: isCounted)
    }

    // MARK: Between pieces

    func pause(
        _ target: inout some RecordTarget, _ progress: inout ImportProgress
    ) async throws(ImportFailure) {
        progress.advance(notes.summary)
        guard Interruption.isWanted else { return }
        try await finish(&target)
        try Interruption.check(target.aftermath)
    }
}

/// What an import needs besides its records, looked at before the first of them is taken.
enum Preparation {
    /// - Throws: when a file cannot be read or a folder cannot be written to.
    static func check(
        files: [String], rejects: String?, temporary: String, putsAside: Bool
    ) throws(ImportFailure) {
        for path in files where path != "-" {
            guard access(path, R_OK) == 0 else {
                throw ImportFailure("\(path) cannot be read: \(InputFile.systemError)")
            }
        }
        if let rejects { try check(folder: rejects, "the folder for rejects") }
        try check(folder: temporary, "the folder for temporary files")
        if putsAside, let lack = lackOfRoom(for: files, in: temporary) { Console.complain(lack) }
    }

    /// What to say where temporary files may not fit: they are about twice as large as the file that they are made of,
    /// and go before the next one. That is no reason to stop, as much of a file may be left out. How large a packed
    /// file is, nobody knows beforehand.
    private static func lackOfRoom(for files: [String], in folder: String) -> String? {
        let sizes = files.filter(InputFile.isPlain).compactMap { path in
            (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
        }
        let system = try? FileManager.default.attributesOfFileSystem(forPath: folder)
        guard let free = (system?[.systemFreeSize] as? NSNumber)?.intValue else { return nil }
        let needed = 2 * min(sizes.max() ?? 0, SpilledRecords.Limits().bytes)
        guard needed > free else { return nil }
        return """
            temporary files may take \(needed >> 20) MB in \(folder), where \(free >> 20) MB are free; --temp names \
            another folder
            """
    }

    private static func check(folder: String, _ purpose: String) throws(ImportFailure) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
            throw ImportFailure("\(purpose), \(folder), does not exist")
        }
        guard isFolder.boolValue else { throw ImportFailure("\(purpose), \(folder), is no folder") }
        guard access(folder, W_OK | X_OK) == 0 else {
            throw ImportFailure("\(purpose), \(folder), cannot be written to: \(InputFile.systemError)")
        }
    }
}
