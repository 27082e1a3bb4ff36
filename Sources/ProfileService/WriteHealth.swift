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
