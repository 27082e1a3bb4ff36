import ProfileWire

/// What is written down while files are imported: the summary, and for each file its rejects.
final class ImportNotes {
    var summary = ImportSummary()
    /// Whether what is read now was dealt with before: it is counted, but not written down a second time.
    var isRepeating = false
    private var rejects: RejectFile?

    /// From here on rejects are of another file.
    func begin(_ file: RejectFile) {
        rejects = file
        if isRepeating { file.appends = true }
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
        if isCounted { summary.reject(rejection.problems[0].problem) }
        if !isRepeating { try rejects?.add(candidate, rejection) }
    }

    /// A line that did not even become a candidate.
    func reject(line: Int, row: CSVRow?, code: ProblemCode, reason: String) throws(ImportFailure) {
        summary.reject(WireProblem(pointer: "", code: code, detail: reason))
        if !isRepeating { try rejects?.add(row, line: line, reason: reason) }
    }

    func rejectLongLine(_ line: Int) throws(ImportFailure) {
        let reason = "the line is longer than \(LineSplitter.standardMaximumLength >> 20) MiB"
        summary.reject(WireProblem(pointer: "", code: .tooLong, detail: reason))
        if !isRepeating { try rejects?.add(line: line, bytes: nil, reason: reason) }
    }

    func finishFile() throws(ImportFailure) {
        guard let rejects else { return }
        try rejects.finish()
        if rejects.isUsed { summary.rejectFiles.append(rejects.path) }
        self.rejects = nil
        isRepeating = false
    }
}
