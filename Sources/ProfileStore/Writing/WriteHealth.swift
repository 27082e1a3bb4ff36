/// What the writes of the last few seconds tell about a store.
package struct WriteHealth: Sendable {
    private static let memory = Duration.seconds(5)

    private var lastSuccess: ContinuousClock.Instant?

    package init() {}

    /// Takes in how a write went. One that only concerned itself tells nothing.
    package mutating func note(_ error: StoreError?, at now: ContinuousClock.Instant) {
        switch error {
        case nil: lastSuccess = now
        case .unavailable, .cannotWrite, .diskFailed: lastSuccess = nil
        case .unreadable, .failed: break
        }
    }

    /// Whether a write went well lately, and none failed since.
    package func isGood(at now: ContinuousClock.Instant) -> Bool {
        lastSuccess.map { $0.duration(to: now) < Self.memory } ?? false
    }
}
