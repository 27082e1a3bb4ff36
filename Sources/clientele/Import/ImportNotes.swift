import ProfileWire

/// What is written down while files are imported: the summary, and for each file its rejects.
final class ImportNotes {
    var summary = ImportSummary()
    /// Whether what is read now was dealt with before: it is counted, but not written down a second time.
    var isRepeating = false
    private var rejects: RejectFile?
    private var repeated = RepeatedIDs()
    /// Of the file that is read now.
    private var accepted = 0
    private var rejected = 0
    private var name = ""

    /// So many rejects and nothing else: it is the wrong file or mapping, and more would fill the disk.
    private static let mostRejectsOnly = 100_000

    /// From here on rejects are of another file, which people know by that name.
    func begin(_ file: RejectFile, of name: String) {
        rejects = file
        if isRepeating { file.appends = true }
        repeated = RepeatedIDs()
        (accepted, rejected) = (0, 0)
        self.name = name
    }

    /// Rows of a table that are about to be taken as one record.
    func meet(_ rows: [CSVRow], _ mapping: BoundMapping) {
        guard let first = rows.first, let key = mapping.key(of: first) else { return }
        repeated.meet(key, rows)
    }

    func accept(_ records: Int) {
        accepted += records
    }

    /// Goes on where an earlier run stopped.
    func resume(after journal: ImportJournal) {
        isRepeating = true
        summary.resumed += journal.acknowledged
        summary.recall(rejected: journal.rejected)
    }

    /// Puts on the disk what was rejected so far.
    func flush() throws(ImportFailure) {
        try rejects?.flush()
    }

    /// `isCounted` is false for further rows of a record that was counted before.
    func reject(
        _ candidate: Candidate, _ rejection: RowRejection, isCounted: Bool = true
    ) throws(ImportFailure) {
        if isCounted { try count(rejection.problems[0].problem) }
        if !isRepeating { try rejects?.add(candidate, rejection) }
    }

    private func count(_ problem: WireProblem) throws(ImportFailure) {
        summary.reject(problem)
        rejected += 1
        guard rejected >= Self.mostRejectsOnly, accepted == 0 else { return }
        throw ImportFailure(
            "\(name): the first \(rejected) records were all rejected; is it the right file, and the right mapping?")
    }

    /// A line that did not even become a candidate.
    func reject(line: Int, row: CSVRow?, code: ProblemCode, reason: String) throws(ImportFailure) {
        try count(WireProblem(pointer: "", code: code, detail: reason))
        if !isRepeating { try rejects?.add(row, line: line, reason: reason) }
    }

    func rejectLongLine(_ line: Int) throws(ImportFailure) {
        let reason = "the line is longer than \(LineSplitter.standardMaximumLength >> 20) MiB"
        try count(WireProblem(pointer: "", code: .tooLong, detail: reason))
        if !isRepeating { try rejects?.add(line: line, bytes: nil, reason: reason) }
    }

    func finishFile() throws(ImportFailure) {
        guard let rejects else { return }
        try rejects.finish()
        if rejects.isUsed { summary.rejectFiles.append(rejects.path) }
        summary.add(repeated, of: name)
        repeated = RepeatedIDs()
        self.rejects = nil
        isRepeating = false
    }
}
