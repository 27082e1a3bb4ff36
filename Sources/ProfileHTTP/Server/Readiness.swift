import Synchronization

/// Whether requests should be sent here; false once the service was asked to stop.
final class Readiness: Sendable {
    private let draining = Atomic(false)

    var isDraining: Bool { draining.load(ordering: .relaxed) }

    func drain() {
        draining.store(true, ordering: .relaxed)
    }
}
