import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// Reads an export of a whole store and restores what it holds.
struct StoreReading {
    /// So many entries are stored together, or so many bytes of their lines.
    private static let batch = (entries: 5000, bytes: 8 << 20)

    private let file: TextFile
    private var restoration: Restoration
    private var progress: ImportProgress
    private var shown = ImportSummary()
    private var entries: [ExportEntry] = []
    private var bytes = 0
    private var lines = 0
    private var isWhole = false
    /// How often a record states what this version does not know, by its place in the record.
    private var unknown: [String: Int] = [:]
    /// The same at places beyond those that are named.
    private var unknownElsewhere = 0
    /// What is stored while the next lines are read.
    private var step: Task<Result<Restoration, RestorationFailure>, Never>?

    init(_ file: TextFile, by restoration: Restoration, isQuiet: Bool) {
        self.file = file
        self.restoration = restoration
        progress = ImportProgress(file.input, isQuiet: isQuiet)
    }

    /// A file that is no whole export leaves the store empty, as it was.
    mutating func run() async throws(ImportFailure) -> RestoredCounts {
        do throws(RestorationFailure) { try await restoration.begin() } catch { throw ImportFailure(error.sentence) }
        do throws(Stop) {
            try await readAll()
            try await finish()
        } catch {
            _ = await step?.value
            switch error {
            case .wrong(let sentence):
                do throws(RestorationFailure) {
                    try await restoration.abandon()
                } catch {
                    throw ImportFailure(error.sentence)
                }
                throw ImportFailure("\(file.input.name): \(sentence). Nothing of it was kept")
            case .unfinished(let sentence): throw ImportFailure(sentence)
            }
        }
        Console.clearLine()
        if let loss { Console.complain("\(file.input.name): \(loss)") }
        return restoration.counts
    }

    private static let mostNamed = 20

    private var loss: String? {
        guard !unknown.isEmpty else { return nil }
        let places = unknown.sorted { $0.key < $1.key }.map { "\($0.value) x \($0.key)" }
        let others = unknownElsewhere > 0 ? ", and \(unknownElsewhere) x at other places" : ""
        return "left out, since this version does not know it: " + places.joined(separator: ", ") + others
    }

    private mutating func noteUnknown(_ place: String) {
        guard unknown[place] != nil || unknown.count < Self.mostNamed else {
            unknownElsewhere += 1
            return
        }
        unknown[place, default: 0] += 1
    }

    /// Why it came to no end.
    private enum Stop: Error {
        /// The file is not as it should be.
        case wrong(String)
        /// The same file may come to its end another time.
        case unfinished(String)

        init(_ failure: RestorationFailure) {
            self = failure == .outOfOrder ? .wrong(failure.sentence) : .unfinished(failure.sentence)
        }
    }

    private mutating func readAll() async throws(Stop) {
        var splitter = LineSplitter(maximumLength: ExportDecoder.maximumLength, firstLine: file.firstLine)
        while let piece = try nextPiece() {
            for line in splitter.append(piece) { try await take(line) }
            shown.lines = lines
            progress.advance(shown)
            guard !Interruption.isWanted else {
                throw .unfinished("stopped: the database stays closed until the import runs again, which starts over")
            }
        }
        if let line = splitter.finish() { try await take(line) }
        guard isWhole else { throw .wrong("the export is cut off, its last line is missing") }
    }

    private mutating func finish() async throws(Stop) {
        try await flush()
        try await settle()
        do throws(RestorationFailure) { try await restoration.finish() } catch { throw Stop(error) }
    }

    private func nextPiece() throws(Stop) -> [UInt8]? {
        do throws(ImportFailure) { return try file.next() } catch { throw .wrong(error.description) }
    }

    private mutating func take(_ line: LineSplitter.Line) async throws(Stop) {
        guard !isWhole else { throw .wrong("something follows the last line of the export") }
        switch try decode(line) {
        case .beginning(let version):
            guard version == ExportLine.version, lines == 0 else {
                throw .wrong("line \(line.number) begins an export of a form that this version does not know")
            }
        case .entry(let entry): entries.append(entry)
        case .end(let count):
            guard count == lines else { throw .wrong("the export should have \(count + 1) lines and has \(lines + 1)") }
            isWhole = true
        }
        lines += 1
        if entries.count >= Self.batch.entries || bytes >= Self.batch.bytes { try await flush() }
    }

    private mutating func decode(_ line: LineSplitter.Line) throws(Stop) -> ExportLine {
        guard case .bytes(let text) = line.content else { throw .wrong("line \(line.number) is too long") }
        bytes += text.count
        do throws(WireRejection) {
            return try ExportDecoder.decode(text) { noteUnknown($0.pointer) }
        } catch {
            let problems = error.problems.map { $0.pointer.isEmpty ? $0.detail : "\($0.pointer): \($0.detail)" }
            throw .wrong("line \(line.number) cannot be restored: " + problems.joined(separator: "; "))
        }
    }

    private mutating func flush() async throws(Stop) {
        try await settle()
        let (batch, current) = (entries, restoration)
        entries.removeAll(keepingCapacity: true)
        bytes = 0
        step = Task {
            var restoration = current
            do throws(RestorationFailure) {
                try await restoration.add(batch)
                return .success(restoration)
            } catch {
                return .failure(error)
            }
        }
    }

    /// Waits for what is being stored, if anything.
    private mutating func settle() async throws(Stop) {
        guard let step else { return }
        self.step = nil
        switch await step.value {
        case .success(let next): restoration = next
        case .failure(let failure): throw Stop(failure)
        }
    }
}

extension RestorationFailure {
    /// Shown to the person who started the import.
    fileprivate var sentence: String {
        switch self {
        case .occupied:
            """
            the database is not empty, and an export is restored into an empty one. With --records-only its records \
            are taken in here and judged like any others, without what people decided
            """
        case .otherOrigin(let origin): StoredSetting.unfinished(origin)
        case .outOfOrder: "an entry comes after those that build on it"
        case .store(let error):
            "\(error.sentence). The database stays closed until the import runs again, which starts over"
        }
    }
}
