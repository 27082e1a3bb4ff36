import Synchronization

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
