import Foundation
import ProfileCore
import ProfileService
import ProfileStore
import ProfileWire

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
/// records are put aside first, until it is known who belongs together, then filed group by group (`PersonGroups`).
struct StoreTarget: RecordTarget {
    private static let batchSize = 10_000
    /// So that few great records take no more memory than many small ones.
    private static let batchBytes = 16 << 20
    /// How much memory groups may take, two million records and more, before what was put aside is filed.
    private static let groupedAtOnce = 96 << 20
    /// How long records that come through a pipe are put aside: more may come later.
    private static let patience = Duration.seconds(5)

    private typealias Decoding = Task<[(Candidate, [Result<(DecodedRecord, [UInt8]), RowRejection>])], Never>

    private let service: ProfileService
    private let rules: IdentityRules
    private let folder: String
    private let isQuiet: Bool
    private let isPiped: Bool
    let aftermath: Interruption.Aftermath
    private var undecoded: CandidateBatch
    /// A batch that is decoded while the one before it is put aside and the next one is read.
    private var decoding: Decoding?
    private var groups: PersonGroups
    private var spill: RecordSpill
    private var begun = ContinuousClock.now
    /// Whether there are profiles that records may lead to; nil until somebody asks.
    private var meetsProfiles: Bool?
    private var pipeline: FilingPipeline<Void>

    /// `folder` is for temporary files; the store of a trial is a copy that is thrown away.
    init(
        service: ProfileService, _ deployment: Deployment, at moment: Timestamp, folder: String, isPiped: Bool,
        isTrial: Bool, isQuiet: Bool
    ) {
        self.service = service
        // Groups have nothing to do with each other, and batches end where groups do.
        pipeline = FilingPipeline(service, arrivedAt: moment, decidingAhead: true)
        self.folder = folder
        self.isPiped = isPiped
        self.isQuiet = isQuiet
        aftermath = isTrial ? .nothing : .stored
        rules = deployment.service.identity
        undecoded = CandidateBatch(deployment, at: moment)
        groups = PersonGroups(rules: rules)
        spill = RecordSpill(folder: folder)
    }

    mutating func take(_ candidate: Candidate, _ notes: ImportNotes) async throws(ImportFailure) {
        undecoded.add(candidate)
        guard undecoded.isFull else { return }
        try await decodeNext(notes)
        let isLate = isPiped && begun.duration(to: .now) > Self.patience
        if isLate || groups.size >= Self.groupedAtOnce { try await fileAll(notes) }
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
        let next = undecoded.decoding { ($0, Stored.bytes(of: $0.record)) }
        try await putAside(notes)
        decoding = next
    }

    /// Puts aside what was decoded last.
    private mutating func putAside(_ notes: ImportNotes) async throws(ImportFailure) {
        guard let decoded = await decoding?.value else { return }
        decoding = nil
        let stored = try await stored(decoded.flatMap(\.1).compactMap { try? $0.get().0.record })
        for (candidate, results) in decoded {
            for (decoded, bytes) in try notes.taken(of: candidate, results) {
                if let number = candidate.onlyRecordLine {
                    let key = decoded.record.key
                    notes.meet("\(key.source)\u{0}\(key.id)", at: number, saying: bytes)
                }
                for warning in decoded.warnings { notes.summary.warn(warning) }
                groups.add(decoded.record, meeting: stored)
                try spill.append(bytes)
            }
        }
    }

    /// Where the store has what the records name.
    private mutating func stored(_ records: [SourceRecord]) async throws(ImportFailure) -> StoredPlaces {
        do throws(StoreError) {
            if meetsProfiles == nil { meetsProfiles = try await service.hasProfiles() }
            return meetsProfiles == true ? try await service.places(of: records, in: groups) : StoredPlaces()
        } catch {
            throw ImportFailure(error.sentence)
        }
    }

    // MARK: Filing

    /// Files what was put aside. An interruption drops what is not filed yet.
    private mutating func fileAll(_ notes: ImportNotes) async throws(ImportFailure) {
        let (order, spill) = (groups.order(), spill)
        groups = PersonGroups(rules: rules)
        self.spill = RecordSpill(folder: folder)
        var progress = ProgressLine("filed", unit: "records")
        var place = 0
        while place < order.count {
            let batch = try self.batch(order[place...], of: spill)
            place += batch.count
            try await file(batch, notes)
            if !isQuiet { progress.advance(to: place, of: order.count) }
            if place < order.count, Interruption.isWanted {
                try await finishFiling(notes)
                try Interruption.check(aftermath)
            }
        }
        try await finishFiling(notes)
        (begun, meetsProfiles) = (.now, nil)
    }

    /// The next records: whole groups if they are not too large, so that batches have nothing to do with each other.
    private func batch(
        _ order: ArraySlice<PersonGroups.Place>, of spill: RecordSpill
    ) throws(ImportFailure) -> [SourceRecord] {
        let most = service.step(atMost: Self.batchSize)
        var (batch, weight, whole): ([[UInt8]], Int, Int) = ([], 0, 0)
        for place in order {
            guard batch.count < most, weight < Self.batchBytes else { break }
            batch.append(try spill.record(place.index))
            weight += batch.last?.count ?? 0
            if place.endsGroup { whole = batch.count }
        }
        if whole > 0 { batch.removeLast(batch.count - whole) }
        do throws(DecodingFailure) {
            return try Stored.values(ofEach: batch)
        } catch {
            throw ImportFailure("a temporary file was changed while it was used")
        }
    }

    private mutating func file(_ records: [SourceRecord], _ notes: ImportNotes) async throws(ImportFailure) {
        do throws(StoreError) {
            notes.take(try await pipeline.file(records, from: ()))
        } catch {
            throw ImportFailure(error.sentence)
        }
    }

    private mutating func finishFiling(_ notes: ImportNotes) async throws(ImportFailure) {
        do throws(StoreError) {
            notes.take(try await pipeline.finish())
        } catch {
            throw ImportFailure(error.sentence)
        }
    }
}

extension ImportNotes {
    fileprivate func take(_ filed: FilingPipeline<Void>.Filed?) {
        if let filed { summary.add(filed.outcome, of: filed.records.map(\.key.kind)) }
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

/// Records put aside as they come, and taken out in another order: a few in memory, more in a temporary file.
struct RecordSpill {
    private static let bufferSize = 4 << 20

    private let folder: String
    private var file: TemporaryFile?
    /// What comes after the bytes of the file.
    private var buffer: [UInt8] = []
    private var written = 0
    /// By record: where it ends.
    private var ends: [Int] = []

    init(folder: String) {
        self.folder = folder
    }

    mutating func append(_ record: [UInt8]) throws(ImportFailure) {
        buffer += record
        ends.append(written + buffer.count)
        guard buffer.count >= Self.bufferSize else { return }
        if file == nil { file = try TemporaryFile(in: folder) }
        try file?.append(buffer)
        written += buffer.count
        buffer.removeAll(keepingCapacity: true)
    }

    /// The record that was put aside as the `place`th, from 0.
    func record(_ place: Int) throws(ImportFailure) -> [UInt8] {
        let (start, end) = (place == 0 ? 0 : ends[place - 1], ends[place])
        guard start < written else { return Array(buffer[start - written..<end - written]) }
        return try file?.bytes(at: start, atMost: end - start) ?? []
    }
}

/// A file without a name: whatever becomes of the process, nothing is left of it.
final class TemporaryFile {
    private let descriptor: Int32
    private let folder: String

    init(in folder: String) throws(ImportFailure) {
        self.folder = folder
        var template = Array((folder + "/clientele-import-XXXXXX").utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw ImportFailure("no temporary file can be made in \(folder): \(InputFile.systemError)")
        }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit {
        close(descriptor)
    }

    /// Writes after what was written last.
    func append(_ bytes: [UInt8]) throws(ImportFailure) {
        var offset = 0
        while offset < bytes.count {
            let written = bytes[offset...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else {
                if errno == EINTR { continue }
                throw ImportFailure("the temporary files in \(folder) cannot be written: \(InputFile.systemError)")
            }
            offset += written
        }
    }

    /// At most `count` bytes from a place on; fewer only at the end.
    func bytes(at place: Int, atMost count: Int) throws(ImportFailure) -> [UInt8] {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let result = pread(descriptor, buffer.baseAddress?.advanced(by: filled), count - filled, place + filled)
                if result < 0, errno == EINTR { continue }
                failed = result < 0
                guard result > 0 else { break }
                filled += result
            }
        }
        guard !failed else {
            throw ImportFailure("the temporary files in \(folder) cannot be read: \(InputFile.systemError)")
        }
        return bytes
    }
}
