import ProfileCore
import Synchronization

/// A learned document as this node follows it; nil before the first one.
final class Shelf<Learned: Storable & Sendable>: Sendable {
    private let state: Mutex<Learned?> = Mutex(nil)

    var learned: Learned? { state.withLock { $0 } }

    /// Answers go by what is stored from now on. What cannot be read, since a later version wrote it, changes nothing.
    func follow(_ stored: [UInt8]?) {
        guard let stored else { return state.withLock { $0 = nil } }
        guard let learned = try? Stored.value(Learned.self, from: stored) else { return }
        state.withLock { $0 = learned }
    }
}
