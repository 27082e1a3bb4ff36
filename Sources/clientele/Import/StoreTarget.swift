import Foundation
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire
import Sorting

/// Where records go.
protocol RecordTarget {
    mutating func take(_ candidate: Candidate, _ notes: ImportNotes) async throws(ImportFailure)
    /// Returns when everything taken has been acknowledged.
    mutating func finish(_ notes: ImportNotes) async throws(ImportFailure)
    /// What an interruption leaves of what was taken.
    var aftermath: Interruption.Aftermath { get }
}

extension RecordTarget {
    var aftermath: Interruption.Aftermath { .stored }
}

/// Files records into the store, those of one person together.
///
/// A file has the records of a person anywhere, and each batch that touches a profile reads and writes all of it. So
/// records are put aside first, until it is known who belongs together, then filed group by group (`SpilledRecords`).
struct StoreTarget: RecordTarget {
    private static let batchSize = 10_000
    /// So that few great records take no more memory than many small ones.
    private static let batchBytes = 16 << 20
    /// From how many records on a load is worth what its beginning and its end cost.
    private static let smallestLoad = 100_000
    /// How long records that come through a pipe are put aside: more may come later.
    private static let patience = Duration.seconds(5)

    private typealias Decoding = Task<[(Candidate, [Result<Decoded, RowRejection>])], Never>

    private struct Decoded: Sendable {
        let record: DecodedRecord
        /// As it is put aside.
        let bytes: [UInt8]
        /// Where two of a file should not have one id: what it says.
        let saying: [UInt8]?
    }

    private let service: ProfileService
    private let names: PersonNames
    private let isQuiet: Bool
    private let isPiped: Bool
    let aftermath: Interruption.Aftermath
    private var undecoded: CandidateBatch
    /// A batch that is decoded while the one before it is put aside and the next one is read.
    private var decoding: Decoding?
    private var aside: SpilledRecords
    private var begun = ContinuousClock.now
    /// Whether there are profiles that records may lead to; nil until somebody asks.
    private var meetsProfiles: Bool?
    private var pipeline: FilingPipeline<[RecordOrigin]>

    /// `folder` is for temporary files; the store of a trial is a copy that is thrown away.
    init(
        service: ProfileService, _ deployment: Deployment, at moment: Timestamp, folder: String, isPiped: Bool,
        isTrial: Bool, isQuiet: Bool
    ) {
        self.service = service
        // Groups have nothing to do with each other, and batches end where groups do.
        pipeline = FilingPipeline(service, arrivedAt: moment, decidingAhead: true)
        self.isPiped = isPiped
        self.isQuiet = isQuiet
        aftermath = isTrial ? .nothing : .stored
        names = PersonNames(rules: deployment.service.identity)
        undecoded = CandidateBatch(deployment, at: moment)
        aside = SpilledRecords(folder: folder)
    }

    mutating func take(_ candidate: Candidate, _ notes: ImportNotes) async throws(ImportFailure) {
        undecoded.add(candidate)
        guard undecoded.isFull else { return }
        try await decodeNext(notes)
        let isLate = isPiped && begun.duration(to: .now) > Self.patience
        if isLate || aside.isFull { try await fileAll(notes) }
    }

    mutating func finish(_ notes: ImportNotes) async throws(ImportFailure) {
        try await decodeNext(notes)
        try await putAside(notes)
        try await fileAll(notes)
        do throws(StoreError) {
            try await service.judgeAllClaims()
            try await service.settleSources()
        } catch {
            throw ImportFailure(error.sentence)
        }
    }

    // MARK: Putting aside

    private mutating func decodeNext(_ notes: ImportNotes) async throws(ImportFailure) {
        let next = undecoded.decoding { candidate, count, decoded in
            let origin = RecordOrigin(candidate, amongst: count, of: decoded.record)
            let record = PutAside(origin: origin, record: decoded.record)
            return Decoded(
                record: decoded, bytes: Stored.bytes(of: record),
                saying: candidate.onlyRecordLine.map { _ in Stored.bytes(of: decoded.record) })
        }
        try await putAside(notes)
        decoding = next
    }

    /// Puts aside what was decoded last.
    private mutating func putAside(_ notes: ImportNotes) async throws(ImportFailure) {
        guard let decoded = await decoding?.value else { return }
        decoding = nil
        let stored = try await stored(decoded.flatMap(\.1).compactMap { try? $0.get().record.record })
        for (candidate, results) in decoded {
            for decoded in try notes.taken(of: candidate, results) {
                let record = decoded.record.record
                if let number = candidate.onlyRecordLine, let saying = decoded.saying {
                    notes.meet("\(record.key.source)\u{0}\(record.key.id)", at: number, saying: saying)
                }
                for warning in decoded.record.warnings { notes.summary.warn(warning) }
                let names = names.hashes(of: record, meeting: stored)
                try sorting { () throws(TemporaryFile.Failure) in try aside.append(decoded.bytes, named: names) }
            }
        }
    }

    /// Where the store has what the records name.
    private mutating func stored(_ records: [SourceRecord]) async throws(ImportFailure) -> StoredPlaces {
        do throws(StoreError) {
            if meetsProfiles == nil { meetsProfiles = try await service.hasProfiles() }
            return meetsProfiles == true ? try await service.places(of: records, knownBy: names) : StoredPlaces()
        } catch {
            throw ImportFailure(error.sentence)
        }
    }

    // MARK: Filing

    /// Files what was put aside. An interruption drops what is not filed yet.
    private mutating func fileAll(_ notes: ImportNotes) async throws(ImportFailure) {
        var records = try sorting { () throws(TemporaryFile.Failure) in try aside.takeSorted() }
        var progress = ProgressLine("filed", unit: "records")
        var filed = 0
        if records.count >= Self.smallestLoad, meetsProfiles == false {
            try await beginLoad()
        }
        while filed < records.count {
            let batch = try next(of: &records)
            filed += batch.count
            try await file(batch, notes)
            // The rest of the group meets what is stored now.
            if !records.isBetweenGroups { try await finishFiling(notes) }
            if !isQuiet { progress.advance(to: filed, of: records.count) }
            if filed < records.count, Interruption.isWanted {
                try await finishFiling(notes)
                try Interruption.check(aftermath)
            }
        }
        try await finishFiling(notes)
        (begun, meetsProfiles) = (.now, nil)
    }

    private func beginLoad() async throws(ImportFailure) {
        do throws(StoreError) {
            try await service.beginLoad()
        } catch {
            throw ImportFailure(error.sentence)
        }
    }

    private func next(of records: inout SortedRecords) throws(ImportFailure) -> [PutAside] {
        let most = service.step(atMost: Self.batchSize)
        let batch = try sorting { () throws(TemporaryFile.Failure) in
            try records.batch(atMost: most, bytes: Self.batchBytes)
        }
        do throws(DecodingFailure) {
            return try Stored.values(ofEach: batch)
        } catch {
            throw ImportFailure("a temporary file was changed while it was used")
        }
    }

    private mutating func file(_ batch: [PutAside], _ notes: ImportNotes) async throws(ImportFailure) {
        let filed: FilingPipeline<[RecordOrigin]>.Filed?
        do throws(StoreError) {
            filed = try await pipeline.file(batch.map(\.record), from: batch.map(\.origin))
        } catch {
            throw ImportFailure(error.sentence)
        }
        try notes.take(filed)
    }

    private mutating func finishFiling(_ notes: ImportNotes) async throws(ImportFailure) {
        let filed: FilingPipeline<[RecordOrigin]>.Filed?
        do throws(StoreError) {
            filed = try await pipeline.finish()
            try await service.endLoad()
        } catch {
            throw ImportFailure(error.sentence)
        }
        try notes.take(filed)
    }
}

extension ImportNotes {
    fileprivate func take(_ filed: FilingPipeline<[RecordOrigin]>.Filed?) throws(ImportFailure) {
        if let filed { try take(filed.origin, filed.outcome, of: filed.records.map(\.key)) }
    }
}

extension StoreError {
    /// Shown to the person who started the import.
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

/// Turns a failure of temporary files into one of the import.
func sorting<Value>(_ body: () throws(TemporaryFile.Failure) -> Value) throws(ImportFailure) -> Value {
    do throws(TemporaryFile.Failure) {
        return try body()
    } catch {
        throw ImportFailure(error.description)
    }
}
