import Synchronization

/// What those who lend a connection need to know of it, told by the reactor's thread.
final class SessionStatus: Sendable {
    private let idle = Atomic(true)

    /// Whether the server waits for the next statement outside any transaction.
    var isIdle: Bool { idle.load(ordering: .acquiring) }

    func note(isIdle: Bool) {
        idle.store(isIdle, ordering: .releasing)
    }
}
