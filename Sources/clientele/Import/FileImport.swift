import Foundation
import ProfileCore
import ProfileStore
import ProfileWire

/// Takes one file in, whatever it is.
struct FileImport {
    let path: String
    let mapping: MappingFile?
    /// Where rejected lines go, without the ending of their form; nil if they are only counted.
    let rejectPath: String?
    /// On which the import runs: no birthday lies after it.
    let today: Day
    /// To bring together the rows of one record.
    let groups: RowGroups
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
        case .ndjson: try await takeLines(file, &target, &progress)
        case .csv: try await takeRows(file, &target, &progress)
        case .binary: throw ImportFailure("\(input.name) is no text file")
        }
        try await finish(&target)
        Console.clearLine()
    }

    private func beginNotes(_ form: RejectFile.Form, of file: TextFile) {
        notes.begin(rejectPath.map { RejectFile(path: $0, form: form) }, of: file.input.name)
    }

    /// Rejects are written down whatever becomes of the records.
    private func finish(_ target: inout some RecordTarget) async throws(ImportFailure) {
        do throws(ImportFailure) {
            try await target.finish(notes)
        } catch {
            try? notes.finishFile()
            throw error
        }
        try notes.finishFile()
    }

    // MARK: NDJSON

    private func takeLines(
        _ file: TextFile, _ target: inout some RecordTarget, _ progress: inout ImportProgress
    ) async throws(ImportFailure) {
        beginNotes(.ndjson, of: file)
        var splitter = LineSplitter(firstLine: file.firstLine)
        while let piece = try file.next() {
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
        guard case .bytes(let bytes) = line.content else { return try notes.rejectLongLine(line.number) }
        try await target.take(.line(number: line.number, bytes: RejectedLine.original(bytes)), notes)
    }

    // MARK: CSV

    private func takeRows(
        _ file: TextFile, _ target: inout some RecordTarget, _ progress: inout ImportProgress
    ) async throws(ImportFailure) {
        guard let mapping else {
            throw ImportFailure(
                """
                \(file.input.name) is a CSV file: say with --mapping which column is which; \
                clientele import --suggest \(path) proposes one
                """)
        }
        let csv = try CSVFile(
            file, delimiter: mapping.mapping.delimiter, fillsRaggedRows: mapping.mapping.fillsRaggedRows)
        let bound = try bind(mapping, csv)
        beginNotes(.csv(header: csv.header), of: file)
        var groups = bound.mapping.isGrouping ? self.groups : nil
        while let items = try csv.next() {
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
        if var groups { try await takeGroups(&groups, bound, &target, &progress) }
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

    private func takeGroups(
        _ groups: inout RowGroups, _ bound: BoundMapping, _ target: inout some RecordTarget,
        _ progress: inout ImportProgress
    ) async throws(ImportFailure) {
        try groups.sort()
        progress.beginSorted(rows: groups.count)
        while let group = try groups.next() {
            progress.take(rows: group.rows.count)
            if group.isContinued || group.isContinuation {
                try rejectTooMany(group, bound)
            } else {
                notes.meet(group.rows, bound)
                try await target.take(.rows(group.rows, bound), notes)
            }
            try await pause(&target, &progress)
        }
    }

    private func rejectTooMany(_ group: RowGroups.Group, _ bound: BoundMapping) throws(ImportFailure) {
        let rule = WireProblem(
            pointer: "", code: .tooMany,
            detail: "a record is made of at most \(Mapping.maximumRows) lines, this one of more")
        let rejection = RowRejection(line: group.rows[0].line, [rule])
        try notes.reject(.rows(group.rows, bound), rejection, isCounted: !group.isContinuation)
    }

    // MARK: Between pieces

    private func pause(
        _ target: inout some RecordTarget, _ progress: inout ImportProgress
    ) async throws(ImportFailure) {
        progress.advance(notes.summary)
        guard Interruption.isWanted else { return }
        try await finish(&target)
        try Interruption.check(target.aftermath)
    }
}

/// What may become a record: a line of NDJSON, or the rows of a CSV file that make one up.
enum Candidate {
    case line(number: Int, bytes: [UInt8])
    case rows([CSVRow], BoundMapping)

    func decode(by decoder: RecordDecoder) -> Result<DecodedRecord, RowRejection> {
        switch self {
        case .rows(let rows, let mapping): mapping.decode(rows, by: decoder)
        case .line(let number, let bytes):
            decoder.decode(line: bytes).mapError { RowRejection(line: number, $0.problems) }
        }
    }

    /// The record as it is sent to a server, which judges it, and what was left out of it.
    var json: Result<(bytes: [UInt8], warnings: [WireWarning]), RowRejection> {
        switch self {
        // At the head of what is sent, the server would take the mark for that of a file.
        case .line(let number, let bytes) where ByteOrderMark.leads(bytes):
            .failure(RowRejection(line: number, WireRejection(JSONError(.byteOrderMark, at: 0)).problems))
        case .line(_, let bytes): .success((bytes, []))
        case .rows(let rows, let mapping): mapping.json(rows)
        }
    }

    /// In bytes of the file.
    var weight: Int {
        switch self {
        case .line(_, let bytes): bytes.count
        case .rows(let rows, _): rows.reduce(0) { $0 + $1.bytes.count }
        }
    }

    func rejection(for problems: [WireProblem]) -> RowRejection {
        switch self {
        case .line(let number, _): RowRejection(line: number, problems)
        case .rows(let rows, let mapping): mapping.rejection(of: rows, for: problems)
        }
    }
}

/// Candidates that are decoded side by side: so many, or so many bytes, at once.
struct CandidateBatch {
    private static let most = (candidates: 1_000, bytes: 2 << 20)

    private let decoder: RecordDecoder
    private var candidates: [Candidate] = []
    private var weight = 0

    /// Records without a time all count as stated at `moment`: which of two wins must not depend on how fast we are.
    init(_ deployment: Deployment, at moment: Timestamp) {
        var decoding = deployment.decoding
        decoding.arrivedAt = moment
        decoder = RecordDecoder(decoding)
    }

    /// Whether to decode them before more are added.
    var isFull: Bool { candidates.count >= Self.most.candidates || weight >= Self.most.bytes }

    mutating func add(_ candidate: Candidate) {
        candidates.append(candidate)
        weight += candidate.weight
    }

    /// Takes the candidates out, each with what `work` makes of its record on one of the processors.
    mutating func decoded<Value: Sendable>(
        _ work: @Sendable (DecodedRecord) -> Value
    ) -> [(Candidate, Result<Value, RowRejection>)] {
        let results = candidates.concurrently { [decoder] in $0.decode(by: decoder).map(work) }
        defer {
            candidates.removeAll(keepingCapacity: true)
            weight = 0
        }
        return Array(zip(candidates, results))
    }
}

extension RowRejection {
    init(line: Int, _ problems: [WireProblem]) {
        self.init(problems: problems.map { Placed(line: line, columns: [], problem: $0) })
    }
}

/// Notices lines of one file that name a record that an earlier line named: of records with one id one is kept.
struct RepeatedIDs {
    /// How many lines are named.
    private static let named = 10
    /// How many ids are kept in mind, in 16 bytes each.
    private static let capacity = 1 << 21

    /// Lines that say something else than the one before with their id.
    private(set) var different = 0
    private(set) var equal = 0
    private var examples: [(line: Int, earlier: Int)] = []
    /// By the id's hash: the line, and a hash of what it says.
    private var seen: [UInt64: (line: UInt32, content: UInt32)] = [:]

    var isFull: Bool { seen.count >= Self.capacity }

    mutating func meet(_ key: String, _ rows: [CSVRow]) {
        let (key, content) = (Self.hash(of: key), Self.hash(of: rows))
        let line = UInt32(clamping: rows.first?.line ?? 0)
        if let earlier = seen[key] {
            if earlier.content == content {
                equal += 1
            } else {
                different += 1
                if examples.count < Self.named { examples.append((Int(line), Int(earlier.line))) }
            }
        } else if isFull {
            return
        }
        seen[key] = (line, content)
    }

    /// What there is to tell about a file of that name.
    func sentences(about name: String) -> [String] {
        var sentences: [String] = []
        if different > 0 {
            let lines = examples.map { "\($0.line) (as \($0.earlier))" }.joined(separator: ", ")
            let rest = different > examples.count ? ", …" : ""
            let differing = Wording.count(
                different, "line has the id of an earlier line and differs from it",
                "lines have the id of an earlier line and differ from it")
            sentences.append(
                """
                \(name): \(differing), so that one of them replaces the other: \(lines)\(rest). Lines of one record \
                are brought together by group_by.
                """)
        }
        let repeated = Wording.count(equal, "line repeats", "lines repeat")
        if equal > 0 { sentences.append("\(name): \(repeated) an earlier line") }
        if isFull { sentences.append("\(name): ids after the first \(Self.capacity) were not compared") }
        return sentences
    }

    private static func hash(of key: String) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(key)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }

    private static func hash(of rows: [CSVRow]) -> UInt32 {
        var hasher = Hasher()
        for row in rows {
            hasher.combine(row.bytes)
            hasher.combine(row.ends)
        }
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }
}

/// What an import needs besides its records, looked at before the first of them is taken.
enum Preparation {
    /// - Throws: when a file cannot be read or a folder cannot be written to.
    static func check(files: [String], rejects: String?, temporary: String) throws(ImportFailure) {
        for path in files where path != "-" {
            guard access(path, R_OK) == 0 else {
                throw ImportFailure("\(path) cannot be read: \(InputFile.systemError)")
            }
        }
        if let rejects { try check(folder: rejects, "the folder for rejects") }
        try check(folder: temporary, "the folder for temporary files")
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
