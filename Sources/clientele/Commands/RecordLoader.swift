import ArgumentParser
import ProfileCore
import ProfileHTTP
import ProfileService
import ProfileStore
import ProfileWire

/// Feeds NDJSON lines to the service in batches.
struct RecordLoader {
    private static let batchSize = 1000

    private let service: ProfileService
    private let decoding: DecodingContext
    private var batch: [SourceRecord] = []
    private(set) var tally = LoadTally()

    init(service: ProfileService, decoding: DecodingContext) {
        self.service = service
        self.decoding = decoding
    }

    mutating func take(_ line: [UInt8]) async throws {
        var context = decoding
        context.arrivedAt = .now
        switch RecordDecoder(context).decode(line: line) {
        case .success(let decoded): batch.append(decoded.record)
        case .failure: tally.rejected += 1
        }
        if batch.count >= Self.batchSize { try await flush() }
    }

    mutating func finish() async throws {
        try await flush()
    }

    private mutating func flush() async throws {
        guard !batch.isEmpty else { return }
        do {
            for verdict in try await service.ingest(batch) { tally.count(verdict) }
        } catch {
            Console.complain("the store refused a batch: \(error)")
            throw ExitCode(1)
        }
        batch.removeAll(keepingCapacity: true)
    }
}
