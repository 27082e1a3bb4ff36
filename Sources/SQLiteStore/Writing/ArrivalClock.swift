import Glibc
package import ProfileCore
import ProfileStore
import Synchronization

/// The clock of a store: what it shows never lies before what it showed last, so that what arrives later is later.
final class ArrivalClock: Sendable {
    private let now: @Sendable () -> Timestamp
    private let last: Mutex<Timestamp>

    /// Goes on from the moment of the last commit.
    init(after last: Timestamp?, now: @escaping @Sendable () -> Timestamp) {
        self.now = now
        self.last = Mutex(last ?? Timestamp(milliseconds: 0))
    }

    /// When the last of the latest changes was made.
    static func lastMoment(_ connection: Connection) throws(StoreError) -> Timestamp? {
        try connection.integer(
            "SELECT max(changed_at) FROM (SELECT changed_at FROM profiles ORDER BY sequence DESC LIMIT 1000)"
        ).map(Timestamp.init(milliseconds:))
    }

    func next() -> Timestamp {
        let now = now()
        return last.withLock { last in
            last = now.noEarlier(than: last)
            return last
        }
    }
}

extension Timestamp {
    /// The clock of the machine.
    package static func systemTime() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
