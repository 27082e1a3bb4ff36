import Synchronization

/// What the server's clock shows at this moment, as far as the last reading tells: exact to half its round trip.
final class ServerClock: Sendable {
    private struct Reading {
        let shown: Int64
        let at: ContinuousClock.Instant
    }

    private let last = Mutex<Reading?>(nil)

    /// Takes in what the server showed, in microseconds, at some moment from `start` to now.
    func set(_ shown: Int64, askedAt start: ContinuousClock.Instant) {
        let middle = start + start.duration(to: .now) / 2
        last.withLock { $0 = Reading(shown: shown, at: middle) }
    }

    /// How long ago the server showed `moment`; nil as long as nothing was read.
    func age(of moment: Int64) -> Duration? {
        last.withLock { $0 }.map { reading in
            reading.at.duration(to: .now)
                + .microseconds(reading.shown.subtractingReportingOverflow(moment).partialValue)
        }
    }
}
