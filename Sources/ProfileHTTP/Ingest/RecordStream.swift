import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire
import Synchronization

/// Takes a stream of records in, line by line and batch by batch.
struct RecordStream {
    /// Knows each batch by the lines it came from.
    typealias Pipeline = FilingPipeline<[Int]>

    private let exchange: Exchange
    private let decoder: RecordDecoder
    private let limits: HTTPLimits
    private var batch: [SourceRecord] = []
    /// Where each record of the batch stands.
    private var lines: [Int] = []
    private var batchSize = 0
    private var batchBegan = ContinuousClock.now
    private var pipeline: Pipeline
    private var pace: BatchPace
    private var breather = Breather()
    private var taken = 0
    private(set) var report: IngestReport

    init(_ exchange: Exchange) {
        self.exchange = exchange
        limits = exchange.context.limits
        decoder = exchange.context.decoder()
        // Neighbouring batches of a stream often touch the same profiles.
        pipeline = Pipeline(exchange.service, decidingAhead: false)
        pace = BatchPace(most: limits.batchLines)
        report = IngestReport(limits: limits, tellsProfiles: exchange.key?.mayLearnOfProfiles ?? false)
    }

    /// Reads to the end; a problem it throws says what was committed before.
    mutating func run() async throws -> IngestReport {
        do {
            try await readAll()
            try await finish()
            return report
        } catch {
            // What was read before the stream broke off is whole.
            try? await flush()
            try? await finish()
            guard let problem = error as? Problem else { throw error }
            throw problem.after(committing: report.counts)
        }
    }

    private mutating func readAll() async throws {
        var pieces = try BodyPieces(exchange)
        var splitter = LineSplitter(maximumLength: limits.lineLength)
        while let piece = try await pieces.next() {
            for line in splitter.append(piece) {
                try await take(line)
                await breather.pause()
            }
            await breather.pause()
            if ContinuousClock.now - batchBegan >= limits.streamPatience { try await flush() }
        }
        if let line = splitter.finish() { try await take(line) }
        try await flush()
    }

    private mutating func take(_ line: LineSplitter.Line) async throws {
        guard case .bytes(let bytes) = line.content else {
            return try reject(line, "line_too_long", "a line is at most \(limits.lineLength) bytes")
        }
        switch decoder.decode(line: bytes) {
        case .failure(let rejection):
            try reject(line, rejection.problems)
        case .success(let decoded):
            guard exchange.key?.mayWrite(for: decoded.record.key.source) ?? false else {
                return try reject(line, "source_not_allowed", "a source that the API key may write for", at: "/source")
            }
            report.warn(line: line.number, decoded.warnings)
            if batch.isEmpty { batchBegan = .now }
            batch.append(decoded.record)
            lines.append(line.number)
            taken += 1
            batchSize += bytes.count
            if batch.count >= pace.lines(besideOthers: exchange.service.isWrittenTo) || batchSize >= limits.batchSize {
                try await flush()
            }
        }
    }

    private mutating func reject(
        _ line: LineSplitter.Line, _ code: String, _ detail: String, at pointer: String = ""
    ) throws(Problem) {
        try reject(line, [WireProblem(pointer: pointer, code: code, detail: detail)])
    }

    /// Throws a problem once there is so little in the stream that it cannot be what was meant to be sent.
    private mutating func reject(_ line: LineSplitter.Line, _ problems: [WireProblem]) throws(Problem) {
        report.reject(line: line.number, problems)
        exchange.context.metrics.count(kind: "unknown", verdict: "rejected")
        guard report.counts.rejected > limits.badLines + taken else { return }
        let rule = "bad lines may outnumber the good ones by \(limits.badLines)"
        throw Problem(
            .malformedStream, "The stream has too many bad lines; nothing after line \(line.number) was read.",
            flaws: [Problem.Flaw(code: "too_many_bad_lines", detail: rule)])
    }

    /// Begins to commit the batch, once the one before it is through.
    private mutating func flush() async throws {
        guard !batch.isEmpty else { return try await finish() }
        defer {
            batch.removeAll(keepingCapacity: true)
            lines.removeAll(keepingCapacity: true)
            batchSize = 0
        }
        do throws(StoreError) {
            take(try await pipeline.file(batch, from: lines))
        } catch {
            throw Problem(error)
        }
    }

    /// Waits for the commit that goes on, if any.
    private mutating func finish() async throws {
        do throws(StoreError) {
            take(try await pipeline.finish())
        } catch {
            throw Problem(error)
        }
    }

    private mutating func take(_ filed: Pipeline.Filed?) {
        guard let filed else { return }
        exchange.context.metrics.count(filed)
        report.add(filed)
        pace.committed(filed.records.count, in: filed.duration)
    }
}

extension ServerMetrics {
    fileprivate func count(_ filed: RecordStream.Pipeline.Filed) {
        for (record, verdict) in zip(filed.records, filed.outcome.verdicts) {
            count(kind: record.key.kind.word, verdict: verdict.status.rawValue)
        }
    }
}

/// How many lines of a stream are committed together.
///
/// Many while there are no other writers, since large batches cost less. While single records are written as well, so
/// few that these wait for a moment only: the store writes one thing at a time.
struct BatchPace: Sendable {
    private static let moment = Duration.milliseconds(20)
    private static let fewest = 20

    private let most: Int
    /// So many lines took a moment.
    private(set) var few: Int

    init(most: Int) {
        self.most = most
        few = min(most, 100)
    }

    func lines(besideOthers isBesideOthers: Bool) -> Int { isBesideOthers ? few : most }

    /// Learns from a commit of `count` lines. A slower one counts at once, a faster one little by little.
    mutating func committed(_ count: Int, in duration: Duration) {
        guard count > 0, duration > .zero else { return }
        let fitting = Int(min(Double(most), Double(count) * (Self.moment / duration)))
        few = max(min(Self.fewest, most), min(most, fitting < few ? fitting : (3 * few + fitting + 3) / 4))
    }
}

/// How many streams of records may be open at the same time.
final class StreamSlots: Sendable {
    private let free: Mutex<Int>

    init(_ count: Int) {
        free = Mutex(count)
    }

    /// False when all are taken; otherwise `giveBack` is owed.
    func take() -> Bool {
        free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
    }

    func giveBack() {
        free.withLock { $0 += 1 }
    }
}
