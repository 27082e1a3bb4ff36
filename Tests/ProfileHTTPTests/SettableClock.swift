import ProfileCore
import Synchronization

/// A clock that a test advances.
final class SettableClock: Sendable {
    private let moment: Mutex<Timestamp>

    init(_ moment: Timestamp) {
        self.moment = Mutex(moment)
    }

    var now: Timestamp { moment.withLock { $0 } }

    func advance(bySeconds seconds: Int64) {
        moment.withLock { $0 = $0.advanced(bySeconds: seconds) }
    }
}
