import ProfileCore
import ProfileStore
import ProfileWire

/// What may become records: a line of NDJSON, the CSV rows of one record, or JSON documents with their mapping.
enum Candidate {
    case line(number: Int, bytes: [UInt8])
    case rows([CSVRow], BoundMapping)
    case documents([NumberedDocument], DocumentMapping)

    func decode(by decoder: RecordDecoder) -> [Result<DecodedRecord, RowRejection>] {
        switch self {
        case .rows(let rows, let mapping): [mapping.decode(rows, by: decoder)]
        case .documents(let documents, let mapping): mapping.decode(documents, by: decoder)
        case .line(let number, let bytes):
            [decoder.decode(line: bytes).mapError { RowRejection(line: number, $0.problems) }]
        }
    }

    /// Where the document is that gives one kind of record, of which two may have one id by mistake; nil for others.
    var onlyRecordLine: Int? {
        guard case .documents(let documents, let mapping) = self, mapping.givesOneKind else { return nil }
        return documents.first?.number
    }

    /// In bytes of the file.
    var weight: Int {
        switch self {
        case .line(_, let bytes): bytes.count
        case .rows(let rows, _): rows.reduce(0) { $0 + $1.bytes.count }
        case .documents(let documents, _): documents.reduce(0) { $0 + $1.bytes.count }
        }
    }
}

/// The records of a candidate as they are sent to a server, which judges them; each is made when it is asked for.
struct UnfoldedCandidate {
    private let candidate: Candidate
    /// Of documents, which are read once.
    private let documents: UnfoldedDocuments?

    init(_ candidate: Candidate) {
        self.candidate = candidate
        documents =
            if case .documents(let documents, let mapping) = candidate { mapping.unfolded(documents) } else { nil }
    }

    var count: Int { documents?.count ?? 1 }

    /// What identifies a record of documents among others; nil where it names none.
    func key(_ index: Int) -> String? { documents?.key(index) }

    /// A record, and what was left out of it.
    func json(_ index: Int) -> Result<(bytes: [UInt8], warnings: [WireWarning]), RowRejection> {
        if let documents { return documents.json(index) }
        switch candidate {
        // At the head of what is sent, the server would take the mark for that of a file.
        case .line(let number, let bytes) where ByteOrderMark.leads(bytes):
            return .failure(RowRejection(line: number, WireRejection(JSONError(.byteOrderMark, at: 0)).problems))
        case .line(_, let bytes): return .success((bytes, []))
        case .rows(let rows, let mapping): return mapping.json(rows)
        case .documents(let documents, let mapping): return mapping.unfolded(documents).json(index)
        }
    }

    /// What is wrong with one of the records.
    func rejection(of index: Int, for problems: [WireProblem]) -> RowRejection {
        if let documents { return documents.rejection(of: index, for: problems) }
        switch candidate {
        case .line(let number, _): return RowRejection(line: number, problems)
        case .rows(let rows, let mapping): return mapping.rejection(of: rows, for: problems)
        case .documents(let documents, let mapping):
            return mapping.unfolded(documents).rejection(of: index, for: problems)
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

    /// Takes the candidates out, decodes them on all processors, and hands each record to `work` with its candidate and
    /// the number of the candidate's records.
    mutating func decoding<Value: Sendable>(
        _ work: @escaping @Sendable (Candidate, _ count: Int, DecodedRecord) -> Value
    ) -> Task<[(Candidate, [Result<Value, RowRejection>])], Never> {
        defer { (candidates, weight) = ([], 0) }
        return Task { [candidates, decoder] in
            let results = candidates.concurrently { candidate in
                let records = candidate.decode(by: decoder)
                return records.map { $0.map { work(candidate, records.count, $0) } }
            }
            return Array(zip(candidates, results))
        }
    }
}

extension RowRejection {
    init(line: Int, _ problems: [WireProblem]) {
        self.init(problems: problems.map { Placed(line: line, problem: $0) })
    }
}
