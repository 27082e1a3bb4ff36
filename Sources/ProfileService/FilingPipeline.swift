package import ProfileCore
package import ProfileStore

/// Files batch after batch. While one is written the next is gathered and, where batches have nothing to do with each
/// other, decided.
///
/// One batch is written at a time, so that memory stays bounded and a source that is faster than the store waits. A
/// batch that was begun is written even when nobody waits for it any more.
package struct FilingPipeline<Origin: Sendable>: Sendable {
    /// A batch that is stored.
    package struct Filed: Sendable {
        package let records: [SourceRecord]
        package let origin: Origin
        package let outcome: IngestOutcome
        package let duration: Duration
    }

    private typealias Commit = Task<Result<Filed, StoreError>, Never>

    private let service: ProfileService
    private let arrivedAt: Timestamp?
    private let decidesAhead: Bool
    private var commit: Commit?

    /// Pass true for `decidingAhead` if batches touch different profiles: otherwise the store decides again.
    package init(_ service: ProfileService, arrivedAt: Timestamp? = nil, decidingAhead decidesAhead: Bool) {
        self.service = service
        self.arrivedAt = arrivedAt
        self.decidesAhead = decidesAhead
    }

    /// Begins to file a batch once the one before it is stored, and returns that one. When that one failed, nothing
    /// is begun: nothing later may be stored when something earlier is not.
    package mutating func file(
        _ records: [SourceRecord], from origin: Origin
    ) async throws(StoreError) -> Filed? {
        let filing = decidesAhead ? try await service.prepare(records, arrivedAt: arrivedAt) : nil
        let before = try await finish()
        commit = Commit { [service, arrivedAt] in
            let start = ContinuousClock.now
            do throws(StoreError) {
                let outcome =
                    if let filing {
                        try await service.file(filing)
                    } else {
                        try await service.file(records, arrivedAt: arrivedAt)
                    }
                return .success(
                    Filed(records: records, origin: origin, outcome: outcome, duration: start.duration(to: .now)))
            } catch {
                return .failure(error)
            }
        }
        return before
    }

    /// Waits for the batch that is being stored, if any.
    package mutating func finish() async throws(StoreError) -> Filed? {
        guard let commit else { return nil }
        self.commit = nil
        return try await commit.value.get()
    }
}
