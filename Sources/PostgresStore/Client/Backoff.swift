/// How long to leave a server alone that could not be reached.
struct Backoff: Sendable {
    private let least: Duration
    private let greatest: Duration
    private var failures = 0
    private var notBefore: ContinuousClock.Instant?

    init(least: Duration = .milliseconds(50), greatest: Duration = .seconds(1)) {
        self.least = least
        self.greatest = greatest
    }

    var hasFailed: Bool { failures > 0 }

    /// How long the next attempt should wait.
    func rest(at now: ContinuousClock.Instant) -> Duration {
        notBefore.map { max(.zero, now.duration(to: $0)) } ?? .zero
    }

    mutating func fail(at now: ContinuousClock.Instant) {
        notBefore = now + min(greatest, least * (1 << min(failures, 10)))
        failures += 1
    }

    mutating func succeed() {
        failures = 0
        notBefore = nil
    }
}
