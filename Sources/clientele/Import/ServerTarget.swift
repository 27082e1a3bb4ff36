import CCurl
import Dispatch
import ProfileCore
import ProfileService
import ProfileWire

/// Sends records to a server, some at a time, and notes after each answer how far it came.
struct ServerTarget: RecordTarget {
    private static let chunkBytes = 4 << 20
    /// Of many nothing may be sent.
    private static let mostOpen = 10_000

    /// A record of a candidate as it is sent.
    private struct Entry {
        /// Whose it is: a place among those that are open.
        let candidate: Int
        /// Which of the candidate's records it is.
        let index: Int
        let line: [UInt8]
    }

    /// A candidate of which not every record was answered.
    private struct Open {
        let candidate: Candidate
        /// What was refused so far, here or by the server: it is written down once, with all reasons.
        var rejections: [RowRejection] = []
    }

    private let connection: ServerConnection
    /// Nil when the input cannot be read a second time.
    private var journal: ImportJournal?
    private var chunk: [Entry] = []
    /// In bytes, with the candidates that are held for it.
    private var chunkWeight = 0
    private var open: [Open] = []
    /// Whole candidates.
    private var taken = 0
    /// Fewer than the problems that an answer lists, so that hardly ever one is left out.
    private var chunkSize = 500

    init(_ connection: ServerConnection) {
        self.connection = connection
    }

    /// From here on records are of another file; those that were acknowledged before are passed over.
    mutating func begin(_ journal: ImportJournal?, _ notes: ImportNotes) {
        self.journal = journal
        taken = 0
        guard let journal, journal.acknowledged > 0 else { return }
        notes.resume(after: journal)
    }

    mutating func take(_ candidate: Candidate, _ notes: ImportNotes) async throws(ImportFailure) {
        if let journal, taken < journal.acknowledged {
            taken += 1
            if taken == journal.acknowledged { notes.isRepeating = false }
            return
        }
        let records = UnfoldedCandidate(candidate)
        if records.count == 0 { notes.summary.skipped += 1 }
        open.append(Open(candidate: candidate))
        chunkWeight += candidate.weight
        let isLine = if case .line = candidate { true } else { false }
        for index in 0..<records.count {
            switch records.json(index) {
            case .failure(let rejection): open[open.count - 1].rejections.append(rejection)
            case .success((let line, let warnings)):
                for warning in warnings { notes.summary.warn(warning) }
                chunk.append(Entry(candidate: open.count - 1, index: index, line: line))
                // A line is sent as it is held already.
                if !isLine { chunkWeight += line.count + 1 }
                if let number = candidate.onlyRecordLine, let key = records.key(index) {
                    notes.meet(key, at: number, saying: line)
                }
            }
            if isFull, index + 1 < records.count { try await flush(notes, within: records) }
        }
        taken += 1
        if isFull { try await flush(notes) }
    }

    private var isFull: Bool {
        chunk.count >= chunkSize || chunkWeight >= Self.chunkBytes || open.count >= Self.mostOpen
    }

    mutating func finish(_ notes: ImportNotes) async throws(ImportFailure) {
        try await flush(notes)
    }

    /// Everything of the file was acknowledged.
    func end() {
        journal?.remove()
    }

    /// Sends what waits. `last` are the records of the last candidate, where more of them are to come.
    private mutating func flush(
        _ notes: ImportNotes, within last: UnfoldedCandidate? = nil
    ) async throws(ImportFailure) {
        if !chunk.isEmpty {
            let answer = try await send(chunk[...])
            notes.summary.add(answer)
            notes.accept(chunk.count - answer.problems.count)
            if answer.isTruncated { chunkSize = max(50, chunkSize / 2) }
            note(answer.problems, within: last)
            chunk.removeAll(keepingCapacity: true)
        }
        try close(last == nil ? open.count : open.count - 1, notes)
        chunkWeight = 0
        try notes.flush()
        guard taken > journal?.acknowledged ?? .max else { return }
        journal?.acknowledged = taken
        try journal?.save()
    }

    /// Problems by place in the chunk.
    private mutating func note(_ problems: [Int: [WireProblem]], within last: UnfoldedCandidate?) {
        var records: (candidate: Int, unfolded: UnfoldedCandidate)?
        if let last { records = (open.count - 1, last) }
        for (index, problems) in problems.sorted(by: { $0.key < $1.key }) where chunk.indices.contains(index) {
            let entry = chunk[index]
            let known = records.flatMap { $0.candidate == entry.candidate ? $0.unfolded : nil }
            let unfolded = known ?? UnfoldedCandidate(open[entry.candidate].candidate)
            records = (entry.candidate, unfolded)
            open[entry.candidate].rejections.append(unfolded.rejection(of: entry.index, for: problems))
        }
    }

    /// Writes down what was refused of the first candidates, all of whose records were answered.
    private mutating func close(_ count: Int, _ notes: ImportNotes) throws(ImportFailure) {
        for candidate in open.prefix(count) {
            try notes.reject(candidate.candidate, all: candidate.rejections)
            journal?.rejected += candidate.rejections.count
        }
        open.removeFirst(count)
    }

    /// The answer's problems by place in the chunk; where it could not list all, the halves are asked about alone.
    private func send(
        _ part: ArraySlice<Entry>
    ) async throws(ImportFailure) -> IngestAnswer {
        var body: [UInt8] = []
        body.reserveCapacity(chunkWeight)
        for entry in part {
            body += entry.line
            body.append(0x0A)
        }
        guard var answer = IngestAnswer(try await connection.post(body), first: part.startIndex) else {
            throw ImportFailure("the server's answer makes no sense: is it Clientele that listens there?")
        }
        guard answer.isTruncated, part.count > 1 else { return answer }
        let middle = part.startIndex + part.count / 2
        let halves = (try await send(part[..<middle]), try await send(part[middle...]))
        answer.problems = halves.0.problems.merging(halves.1.problems) { $1 }
        answer.warnings = halves.0.warnings + halves.1.warnings
        return answer
    }
}

/// A server that takes records in over HTTP.
///
/// Asked again after a broken connection or an answer that says "later": taking a record in twice changes nothing.
final class ServerConnection {
    struct Answer {
        let status: Int
        let retryAfter: Int
        let body: [UInt8]
    }

    private static let attempts = 10
    private static let timeoutSeconds = 300
    private static let queue = DispatchQueue(label: "clientele.import.http")

    private let url: String
    private let headers: [String]
    private let handle: OpaquePointer

    /// `url` is that of the server, without a path.
    init(url: String, key: String?) throws(ImportFailure) {
        guard url.hasPrefix("http://") || url.hasPrefix("https://"), !Self.hasControl(url) else {
            throw ImportFailure("--url must be like https://clientele.example.com")
        }
        if let key, Self.hasControl(key) { throw ImportFailure("the key must be one line of printable characters") }
        guard let handle = clientele_http_make() else { throw ImportFailure("there is no memory for a connection") }
        self.url = (url.hasSuffix("/") ? String(url.dropLast()) : url) + "/v1/ingest"
        headers = ["Content-Type: application/x-ndjson"] + (key.map { ["Authorization: Bearer " + $0] } ?? [])
        self.handle = handle
    }

    deinit {
        clientele_http_free(handle)
    }

    /// Sends lines of NDJSON until the server has taken them.
    ///
    /// - Throws: when it refuses them for good, or could not be reached for long.
    func post(_ body: [UInt8]) async throws(ImportFailure) -> [UInt8] {
        var reason = ""
        for attempt in 0..<Self.attempts {
            var wait = 0
            switch await send(body) {
            case .success(let answer) where answer.status == 200: return answer.body
            case .success(let answer):
                reason = "it answered \(answer.status)" + Self.detail(answer.body)
                guard [429, 502, 503, 504].contains(answer.status) else {
                    throw ImportFailure("the server refuses the records: \(reason)")
                }
                wait = answer.retryAfter
            case .failure(let failure): reason = failure.description
            }
            if attempt + 1 < Self.attempts { try await pause(attempt, atLeast: wait, because: reason) }
        }
        throw ImportFailure("the server did not take the records in \(Self.attempts) attempts: \(reason)")
    }

    /// Twice as long each time up to a minute, and a random part of that, so that many do not come back at once.
    private func pause(_ attempt: Int, atLeast: Int, because reason: String) async throws(ImportFailure) {
        let most = min(60_000, 500 << attempt)
        let milliseconds = max(atLeast * 1000, Int.random(in: most / 2...most))
        Console.say("\(reason); trying again in \((milliseconds + 999) / 1000) s")
        for _ in 0...milliseconds / 250 {
            try Interruption.check(.stored)
            try? await Task.sleep(for: .milliseconds(250))
        }
    }

    private func send(_ body: [UInt8]) async -> Result<Answer, ImportFailure> {
        // The pointer is used by one request at a time, each on the queue.
        let request = Request(handle: Int(bitPattern: handle), url: url, headers: headers, body: body)
        return await withCheckedContinuation { continuation in
            Self.queue.async { continuation.resume(returning: request.perform(timeout: Self.timeoutSeconds)) }
        }
    }

    /// What a problem document says, in a few words.
    private static func detail(_ body: [UInt8]) -> String {
        guard case .object(let object)? = try? JSONReader.parse(body) else { return "" }
        guard case .string(let text)? = object["detail"] ?? object["title"] else { return "" }
        return ": " + text
    }

    private static func hasControl(_ text: String) -> Bool {
        text.utf8.contains { $0 <= 0x20 || $0 == 0x7F }
    }
}

/// One request; the handle travels as a number, since pointers may not.
private struct Request: Sendable {
    let handle: Int
    let url: String
    let headers: [String]
    let body: [UInt8]

    func perform(timeout: Int) -> Result<ServerConnection.Answer, ImportFailure> {
        guard let http = OpaquePointer(bitPattern: handle) else { return .failure(ImportFailure("no connection")) }
        let code = headers.withCLines { lines in
            body.withUnsafeBufferPointer {
                clientele_http_post(http, url, lines.baseAddress, lines.count, $0.baseAddress, $0.count, timeout)
            }
        }
        guard code == 0 else {
            return .failure(
                ImportFailure("the server cannot be reached: " + String(cString: clientele_http_reason(code))))
        }
        var length = 0
        let bytes = clientele_http_body(http, &length)
        return .success(
            ServerConnection.Answer(
                status: clientele_http_status(http), retryAfter: clientele_http_retry_after_seconds(http),
                body: Array(UnsafeBufferPointer(start: bytes, count: length))))
    }
}

/// What a server says of the lines it was sent.
struct IngestAnswer {
    let kinds: [RecordKind: VerdictCounts]
    let profilesMade: Int
    let merges: Int
    let conflicts: Int
    /// Whether there were more problems or warnings than are listed.
    let isTruncated: Bool
    /// By the line's place, from `first`.
    var problems: [Int: [WireProblem]] = [:]
    /// Of all lines; what became a conflict is counted there.
    var warnings: [WireWarning] = []

    /// Nil when `body` is no such answer.
    init?(_ body: [UInt8], first: Int) {
        guard case .object(let object)? = try? JSONReader.parse(body), case .object(let records)? = object["records"],
            object["accepted"] != nil
        else { return nil }
        var kinds: [RecordKind: VerdictCounts] = [:]
        for kind in RecordKind.allCases {
            // A server of an earlier version does not know the later kinds.
            if records[kind.pathSegment] == nil, !RecordKind.first.contains(kind) { continue }
            guard let counts = Self.counts(records[kind.pathSegment]) else { return nil }
            if counts.total > 0 { kinds[kind] = counts }
        }
        self.kinds = kinds
        // A key that is bound to sources is not told what became of profiles.
        let profiles: JSONObject? = if case .object(let object)? = object["profiles"] { object } else { nil }
        profilesMade = Self.number(profiles?["created"]) ?? 0
        merges = Self.number(profiles?["merged"]) ?? 0
        conflicts = Self.number(object["conflicts"]) ?? 0
        isTruncated = ["errors_truncated", "warnings_truncated"].contains { object[$0] == .bool(true) }
        for (line, remark) in Self.remarks(object["errors"]) {
            problems[first + line - 1, default: []].append(remark)
        }
        warnings = Self.remarks(object["warnings"]).map(\.remark).filter { $0.code != "link_refused" }.map {
            WireWarning(pointer: $0.pointer, code: $0.code, detail: $0.detail)
        }
    }

    private static func counts(_ value: JSONValue?) -> VerdictCounts? {
        guard case .object(let object)? = value, let accepted = number(object["accepted"]),
            let unchanged = number(object["unchanged"]), let stale = number(object["stale"])
        else { return nil }
        return VerdictCounts(
            accepted: accepted, unchanged: unchanged, stale: stale, suppressed: number(object["suppressed"]) ?? 0)
    }

    private static func remarks(_ value: JSONValue?) -> [(line: Int, remark: WireProblem)] {
        guard case .array(let elements)? = value else { return [] }
        return elements.compactMap { element in
            guard case .object(let object) = element, let line = number(object["line"]),
                case .string(let code)? = object["code"], case .string(let pointer)? = object["pointer"],
                case .string(let detail)? = object["detail"]
            else { return nil }
            return (line, WireProblem(pointer: pointer, code: code, detail: detail))
        }
    }

    private static func number(_ value: JSONValue?) -> Int? {
        if case .number(let text)? = value { Int(text) } else { nil }
    }
}
