import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

/// Files records into the store, a batch at a time; while one is committed the next is read.
struct StoreTarget: RecordTarget {
    private static let batchSize = 20_000
    /// Nothing is committed while the first batch is read.
    private static let firstBatchSize = 5_000
    /// So that few great records take no more memory than many small ones.
    private static let batchBytes = 16 << 20

    private let service: ProfileService
    private let decoder: RecordDecoder
    private let moment: Timestamp
    private var batch: [SourceRecord] = []
    private var batchWeight = 0
    private var hasBegun = false
    private var commit: Task<Result<(IngestOutcome, [RecordKind]), StoreError>, Never>?

    /// Records without a time all count as stated at `moment`: which of two wins must not depend on how fast we are.
    init(service: ProfileService, decoding: DecodingContext, at moment: Timestamp) {
        self.service = service
        self.moment = moment
        var decoding = decoding
        decoding.arrivedAt = moment
        decoder = RecordDecoder(decoding)
    }

    mutating func take(_ candidate: Candidate, _ notes: ImportNotes) async throws(ImportFailure) {
        switch candidate.decode(by: decoder) {
        case .failure(let rejection): try notes.reject(candidate, rejection)
        case .success(let decoded):
            for warning in decoded.warnings { notes.summary.warn(warning) }
            notes.accept(1)
            batch.append(decoded.record)
            batchWeight += candidate.weight
            let step = service.step(atMost: hasBegun ? Self.batchSize : Self.firstBatchSize)
            if batch.count >= step || batchWeight >= Self.batchBytes { try await flush(notes) }
        }
    }

    mutating func finish(_ notes: ImportNotes) async throws(ImportFailure) {
        try await flush(notes)
        try await settle(notes)
        do throws(StoreError) {
            try await service.judgeAllClaims()
        } catch {
            throw ImportFailure(error.sentence)
        }
    }

    private mutating func flush(_ notes: ImportNotes) async throws(ImportFailure) {
        try await settle(notes)
        guard !batch.isEmpty else { return }
        let (records, service, moment) = (batch, service, moment)
        batch.removeAll(keepingCapacity: true)
        batchWeight = 0
        hasBegun = true
        commit = Task {
            do throws(StoreError) {
                return .success((try await service.file(records, arrivedAt: moment), records.map(\.key.kind)))
            } catch {
                return .failure(error)
            }
        }
    }

    /// Waits for the commit that goes on, if any.
    private mutating func settle(_ notes: ImportNotes) async throws(ImportFailure) {
        guard let commit else { return }
        self.commit = nil
        switch await commit.value {
        case .failure(let error): throw ImportFailure(error.sentence)
        case .success((let outcome, let kinds)): notes.summary.add(outcome, of: kinds)
        }
    }
}

extension StoreError {
    /// For whoever started the import.
    var sentence: String {
        switch self {
        case .cannotWrite:
            "the disk is full or may not be written to; what was stored before is intact, so make room and run it again"
        case .diskFailed(let detail):
            "the disk does not keep what is written (\(detail)); what was stored before is intact: see to the disk"
        case .unavailable: "the store cannot be reached; run it again to take the rest"
        case .unreadable(let detail), .failed(let detail): "the store refused a batch: \(detail)"
        }
    }
}
