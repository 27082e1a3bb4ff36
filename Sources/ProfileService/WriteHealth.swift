package import ProfileStore
import Synchronization

/// How the last write ended, so that nobody has to write only to learn whether one can.
package final class WriteHealth: Sendable {
    private let last = Mutex<(failure: StoreError?, at: ContinuousClock.Instant)?>(nil)

    package init() {}

    /// How a write ended within the last `span`: nil when there was none, or none that tells how the store is.
    package func outcome(within span: Duration) -> Result<Void, StoreError>? {
        guard let last = last.withLock({ $0 }), last.at.duration(to: .now) <= span else { return nil }
        return last.failure.map(Result.failure) ?? .success(())
    }

    /// A failure that is about what was to be written, and not about the store, tells nothing.
    package func note(_ failure: StoreError?) {
        switch failure {
        case nil, .unavailable, .cannotWrite, .diskFailed: last.withLock { $0 = (failure, .now) }
        case .unreadable, .failed: last.withLock { $0 = nil }
        }
    }
}

/// Whether single records were written of late, whose writers should not wait behind batches.
final class RecentWrites: Sendable {
    private static let span = Duration.seconds(2)

    private let last = Mutex<ContinuousClock.Instant?>(nil)

    func note() {
        last.withLock { $0 = .now }
    }

    var areGoingOn: Bool {
        last.withLock { $0 }.map { $0.duration(to: .now) < Self.span } ?? false
    }
}

/// What those who watch over a node ask.
extension ProfileService {
    package var cacheCounts: CacheCounts { cache.counts }

    package var metrics: [Metric] {
        let own = [claimMetric, foldMetric, streamMetric] + tellings.metrics
        return store.metrics + own + [catalogue.metric] + (isFollowing.map(following.metrics(isFollowing:)) ?? [])
    }

    private var streamMetric: Metric {
        Metric("event_streams", .gauge(hub.count), help: "Streams of events that are open.")
    }

    package var engine: StoreState.Engine { store.engine }

    /// Whether all changes of other nodes are known; nil when the store is this node's alone.
    package var isFollowing: Bool? {
        store is any ChangeListening ? cache.isTrusted(at: now()) : nil
    }

    /// Succeeds when the store can be written to, and tells how it is.
    package func probeStore() async throws(StoreError) -> StoreState {
        do {
            try await store.probe()
            writeHealth.note(nil)
            return try await store.state()
        } catch {
            writeHealth.note(error)
            throw error
        }
    }
}
