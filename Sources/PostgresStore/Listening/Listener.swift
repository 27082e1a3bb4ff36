package import ProfileStore
import Synchronization

/// A connection of its own on which the server announces changes.
struct Listener: Sendable {
    /// How often the last numbers are asked for, so that a notification or a whole connection that went missing is
    /// noticed.
    private static let pulse: Duration = .milliseconds(250)
    private static let patience: Duration = .milliseconds(500)

    let address: ServerAddress
    let reactor: Reactor
    let horizon: Horizon
    let heard: @Sendable (ChangeNews) -> Void

    /// Listens until the connection is lost, nobody wants to hear any more or the task is cancelled. Whether it ever
    /// heard anything.
    func listenOnce(while isWanted: () -> Bool) async -> Bool {
        guard let handover = try? await address.connect() else { return false }
        let connection = Connection(
            id: reactor.drawID(), reactor: reactor, layout: address.layout, patience: Self.patience)
        let clock = ServerClock()
        let known = KnownPosition()
        let events = SessionEvents(lost: { _ in }, status: connection.status) {
            [heard, horizon, known, counts = reactor.counts] text in
            guard let notice = ChangeNotice(text) else { return }
            horizon.note(notice.position)
            if let position = known.advance(to: notice.position) { heard(.upTo(position)) }
            if let lag = notice.toldAt.flatMap(clock.age) { counts.note(notificationLag: lag) }
        }
        reactor.post(.adopt(id: connection.id, handover, events))
        defer { connection.drop() }
        guard (try? await connection.run(Statement.listen())) != nil else { return false }
        var hasHeard = false
        while !Task.isCancelled, isWanted(), let last = await lastPosition(connection, setting: clock) {
            heard(.upTo(known.begin(with: last)))
            hasHeard = true
            try? await Task.sleep(for: Self.pulse)
        }
        return hasHeard
    }

    private func lastPosition(_ connection: Connection, setting clock: ServerClock) async -> FeedPosition? {
        let start = ContinuousClock.now
        let frame = Frame.shownEverywhere(address.layout)
        guard let rows = try? await connection.run(frame.calls(around: [Statement.pulse()])),
            let (heartbeat, shown) = try? frame.answers(of: rows).first?.heartbeat(askedAt: start)
        else { return nil }
        clock.set(shown, askedAt: start)
        horizon.note(heartbeat)
        return heartbeat.position
    }
}

/// What was heard on one connection of how far changes have come.
private final class KnownPosition: Sendable {
    /// Nil before the first pulse. A notice covers the changes of one node only.
    private let position = Mutex<FeedPosition?>(nil)

    /// The position after a pulse.
    func begin(with last: FeedPosition) -> FeedPosition {
        position.withLock { position in
            var known = position ?? .start
            known.advance(to: last)
            position = known
            return known
        }
    }

    /// The position after a notice; nil when it is not known yet.
    func advance(to notice: FeedPosition) -> FeedPosition? {
        position.withLock { position in
            position?.advance(to: notice)
            return position
        }
    }
}

/// What the server's clock shows at this moment by the last reading: exact to half its round trip.
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

extension PostgresStore: ChangeListening {
    package func listen(_ heard: @escaping @Sendable (ChangeNews) -> Void) async {
        let listener = Listener(address: address, reactor: reactor, horizon: horizon, heard: heard)
        var backoff = Backoff()
        while !Task.isCancelled, !pool.isClosed {
            if await listener.listenOnce(while: { !self.pool.isClosed }) { backoff.succeed() }
            heard(.lost)
            reactor.counts.noteListeningLoss()
            backoff.fail(at: .now)
            try? await Task.sleep(for: backoff.rest(at: .now))
        }
    }
}
