import Foundation
import ProfileCore
import ProfileService
import ProfileWire
import Synchronization

/// What is written down while files are imported: the summary, and for each file its rejects.
final class ImportNotes {
    var summary = ImportSummary()
    /// Whether what is read now was dealt with before: it is counted, but not written down a second time.
    var isRepeating = false
    /// Whether no document of the file that is read is what the mapping of the program reads.
    var isForeign = false
    /// The files behind the one that is read.
    var unread: ArraySlice<String> = []
    private var rejects: RejectFile?
    private var repeated = RepeatedIDs()
    /// Of the file that is read now.
    private var accepted = 0
    private var rejected = 0
    private var name = ""
    private var skippedBefore = 0

    /// So many rejects and nothing else: it is the wrong file or mapping, and more would fill the disk.
    private static let mostRejectsOnly = 100_000
    /// Of one candidate.
    private static let mostProblemsNamed = 100

    /// From here on rejects are of another file, which people know by that name; without a file they are only counted.
    func begin(_ file: RejectFile?, of name: String, counting unit: RejectFile.Unit) {
        rejects = file
        if isRepeating { file?.appends = true }
        repeated = RepeatedIDs(of: unit)
        (accepted, rejected, skippedBefore) = (0, 0, summary.skipped)
        isForeign = false
        self.name = name
    }

    /// Rows of a table that are about to be taken as one record.
    func meet(_ rows: [CSVRow], _ mapping: BoundMapping) {
        guard let first = rows.first, let key = mapping.key(of: first) else { return }
        repeated.meet(key, rows)
    }

    /// A record of a document that is taken, and what it says.
    func meet(_ key: String, at line: Int, saying bytes: [UInt8]) {
        repeated.meet(key, at: line, saying: bytes)
    }

    func accept(_ records: Int) {
        accepted += records
    }

    /// What was taken of a candidate's records, after the others were written down; one without any is left out.
    func taken<Value>(
        of candidate: Candidate, _ results: [Result<Value, RowRejection>]
    ) throws(ImportFailure) -> [Value] {
        if results.isEmpty { summary.skipped += 1 }
        var (values, rejections): ([Value], [RowRejection]) = ([], [])
        for result in results {
            switch result {
            case .success(let value): values.append(value)
            case .failure(let rejection): rejections.append(rejection)
            }
        }
        try reject(candidate, all: rejections)
        accept(values.count)
        return values
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
        if !isRepeating { try rejects?.add(RecordOrigin(candidate), rejection) }
    }

    /// Records of one candidate; it is written down once.
    func reject(_ candidate: Candidate, all rejections: [RowRejection]) throws(ImportFailure) {
        guard !rejections.isEmpty else { return }
        for rejection in rejections { try count(rejection.problems[0].problem) }
        let problems = rejections.flatMap(\.problems).prefix(Self.mostProblemsNamed)
        if !isRepeating { try rejects?.add(RecordOrigin(candidate), RowRejection(problems: Array(problems))) }
    }

    /// What was filed, and what was refused beside what is stored: each origin is written down once, with its reasons.
    func take(_ origins: [RecordOrigin], _ outcome: IngestOutcome, of keys: [FactKey]) throws(ImportFailure) {
        summary.add(outcome, of: keys.map(\.kind))
        var refused: [Int: (origin: RecordOrigin, problems: [RowRejection.Placed])] = [:]
        for (place, verdict) in outcome.verdicts.enumerated() where verdict.status == .refused {
            let (origin, key) = (origins[place], keys[place])
            let problems = verdict.problems(of: key.kind).map { problem in
                let detail = problem.detail + " (\(key.kind.word) \(key.id) of \(key.source))"
                return RowRejection.Placed(
                    line: origin.number,
                    problem: WireProblem(pointer: problem.pointer, code: problem.code, detail: detail))
            }
            refused[origin.number, default: (origin, [])].problems += problems
        }
        for (_, line) in refused.sorted(by: { $0.key < $1.key }) {
            let problems = line.problems.prefix(Self.mostProblemsNamed)
            try rejects?.add(line.origin, RowRejection(problems: Array(problems)))
        }
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

    func rejectTooLong(_ unit: RejectFile.Unit, _ line: Int) throws(ImportFailure) {
        let reason = "the \(unit.rawValue) is longer than \(LineSplitter.standardMaximumLength >> 20) MiB"
        try count(WireProblem(pointer: "", code: .tooLong, detail: reason))
        if !isRepeating { try rejects?.add(line: line, bytes: nil, reason: reason) }
    }

    func finishFile() throws(ImportFailure) {
        if accepted == 0, rejected == 0, summary.skipped > skippedBefore {
            guard !isForeign else {
                throw ImportFailure(
                    "\(name): nothing in it is what the mapping reads; is it the right file, and the right mapping?")
            }
            summary.remarks.append(
                "\(name): the mapping leaves out all of it; is it the right file, and the right mapping?")
        }
        try closeRejects()
    }

    /// Puts the rejects of the file on the disk and names them, also where the file was not read to its end.
    func closeRejects() throws(ImportFailure) {
        guard let rejects else { return }
        try rejects.finish()
        if rejects.isUsed { summary.rejectFiles.append(rejects.path) }
        summary.add(repeated, of: name)
        repeated = RepeatedIDs()
        self.rejects = nil
        isRepeating = false
    }
}

/// How far a file has been acknowledged by a server, kept beside it until all of it is.
struct ImportJournal {
    let path: String
    /// What must be the same for the numbers to mean anything: the file, the mapping and the server.
    private let subject: String
    /// How many records, from the first.
    var acknowledged = 0
    /// How many of those were rejected.
    var rejected = 0

    /// Takes up what was noted about the same subject, if anything was.
    ///
    /// - Throws: when something other than a file lies there, which a journal would replace.
    init(path: String, subject: String) throws(ImportFailure) {
        self.path = path
        self.subject = subject
        guard FileKind(path) == .none || FileKind(path) == .regular else {
            throw ImportFailure("the journal \(path) is no regular file")
        }
        guard let data = FileManager.default.contents(atPath: path),
            case .object(let object)? = try? JSONReader.parse(Array(data)), object["subject"] == .string(subject),
            case .number(let acknowledged)? = object["acknowledged"], case .number(let rejected)? = object["rejected"]
        else { return }
        self.acknowledged = Int(acknowledged) ?? 0
        self.rejected = Int(rejected) ?? 0
    }

    /// In one step, whatever becomes of the process: a reader sees the old numbers or the new ones, and only one other
    /// file may be left behind, which the next save takes.
    func save() throws(ImportFailure) {
        var json = JSONWriter()
        json.object {
            $0.member("subject", subject)
            $0.member("acknowledged", acknowledged)
            $0.member("rejected", rejected)
        }
        do {
            try Data(json.bytes + [0x0A]).write(to: URL(filePath: draft))
            guard rename(draft, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        } catch {
            throw ImportFailure("how far the import came cannot be noted in \(path); say with --journal where it can")
        }
    }

    func remove() {
        for file in [path, draft] { unlink(file) }
    }

    private var draft: String { path + ".new" }

    /// Tells one file, read by one mapping and sent to one server, from others.
    static func subject(file path: String, mapping: [UInt8], url: String) -> String {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let size = (attributes?[.size] as? Int) ?? 0
        let changed = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
        // FNV-1a, 64 bits.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in mapping + Array(url.utf8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return "\(size) bytes, changed at \(changed), \(String(hash, radix: 16))"
    }
}

/// How far an import is: a bar with rate and time left on a terminal, now and then a plain line elsewhere.
struct ImportProgress {
    private static let width = 24

    private let input: InputFile
    private let isQuiet: Bool
    private let begun = ContinuousClock.now
    private var lastShown = ContinuousClock.now
    /// Rows that were brought together and are now taken in; nil while the file is read.
    private var sorted: (taken: Int, total: Int, since: ContinuousClock.Instant)?

    init(_ input: InputFile, isQuiet: Bool) {
        self.input = input
        self.isQuiet = isQuiet
    }

    mutating func advance(_ summary: ImportSummary) {
        guard !isQuiet else { return }
        let pause: Duration = Console.isWatched ? .milliseconds(100) : .seconds(5)
        guard ContinuousClock.now - lastShown >= pause else { return }
        lastShown = .now
        if Console.isWatched { Console.renewLine(line(summary)) } else { Console.say(line(summary)) }
    }

    /// From reading the file to taking in what was brought together from it.
    mutating func beginSorted(rows: Int) {
        sorted = (0, rows, .now)
    }

    mutating func take(rows: Int) {
        sorted?.taken += rows
    }

    private func line(_ summary: ImportSummary) -> String {
        guard let sorted else {
            let share = input.size.map { $0 > 0 ? min(1, Double(input.bytesRead) / Double($0)) : 1 }
            return line("read", summary.lines, share, since: begun)
        }
        return line("taken in", sorted.taken, Double(sorted.taken) / Double(max(1, sorted.total)), since: sorted.since)
    }

    private func line(
        _ verb: String, _ count: Int, _ share: Double?, since: ContinuousClock.Instant
    ) -> String {
        let seconds = max(0.001, (ContinuousClock.now - since) / .seconds(1))
        let rate = "\(Wording.count(count, "line")) \(verb), \(Int(Double(count) / seconds)) lines/s"
        guard let share else { return start + rate }
        let left = share > 0 ? seconds / share - seconds : 0
        return start + bar(share) + "\(Int(share * 100)) %, \(rate), \(clock(left)) left"
    }

    private var start: String { input.name + ": " }

    private func bar(_ share: Double) -> String {
        guard Console.isWatched else { return "" }
        let full = Int(share * Double(Self.width))
        return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: Self.width - full) + "] "
    }

    private func clock(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
    }
}

/// Why an import cannot go on, in one sentence for the person who started it.
struct ImportFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Hears of Ctrl-C, so that what was begun is brought to an end; a second one ends the process at once.
enum Interruption {
    /// What becomes of what was taken so far, in the sentence that ends the command.
    enum Aftermath: String {
        case stored = "stopped; what was taken is stored, and running it again takes the rest"
        case nothing = "stopped; nothing was written"
    }

    private static let wanted = Atomic(false)

    static func listen() {
        // Before the handler needs it: making it there would not be safe.
        wanted.store(false, ordering: .relaxed)
        // A server that hangs up is an error like others, not the end.
        signal(SIGPIPE, SIG_IGN)
        for number in [SIGINT, SIGTERM] {
            signal(number) { _ in
                if Interruption.wanted.exchange(true, ordering: .relaxed) { _exit(1) }
            }
        }
    }

    static var isWanted: Bool { wanted.load(ordering: .relaxed) }

    /// - Throws: when somebody wants it to end.
    static func check(_ aftermath: Aftermath) throws(ImportFailure) {
        if isWanted { throw ImportFailure(aftermath.rawValue) }
    }
}
