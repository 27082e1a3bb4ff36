import ProfileStore
import SQLStore
import Synchronization

/// A server that follows the primary and takes reads off it once it has caught up.
///
/// A read tells in one snapshot what was asked for and the numbers of the last changes the replica has. Commits of a
/// stripe become visible there in the order of their numbers, so that a replica that has one has all up to it.
final class Replica: Sendable {
    /// How old a heartbeat of the primary may be, and how long the replica may take to answer. Together they are the
    /// second within which every change of another node has to be seen.
    private static let greatestAge: Duration = .milliseconds(700)
    private static let patience: Duration = .milliseconds(250)

    private enum Answer<Value> {
        case value(Value)
        case behind
        /// There was no connection at hand.
        case skipped
        case failed
    }

    private struct State {
        var counts = ReplicaCounts()
        var failing = Backoff(least: .milliseconds(100), greatest: .seconds(5))
        var lagging = Backoff(least: .milliseconds(2), greatest: .milliseconds(250))
        /// Whether a reader finds out if a replica that failed answers again.
        var isTried = false
    }

    let pool: Pool
    private let horizon: Horizon
    private let reactor = Reactor()
    private let state = Mutex(State())

    init(_ address: ServerAddress, behind horizon: Horizon) {
        self.horizon = horizon
        var limits = PoolLimits()
        limits.answerPatience = Self.patience
        pool = Pool(address, reactor: reactor, limits: limits)
    }

    deinit {
        reactor.post(.stop)
    }

    var counts: ReplicaCounts { state.withLock { $0.counts } }

    func close() {
        pool.close()
        reactor.post(.stop)
    }

    /// What `body` reads in the answers to `calls`; nil when the primary has to be asked.
    func read<Value: Sendable>(
        _ calls: [Call], _ body: @Sendable ([Rows]) throws(StoreError) -> Value
    ) async -> Value? {
        let now = ContinuousClock.now
        guard let needed = horizon.needed(at: now, within: Self.greatestAge), isWorthAsking(at: now) else {
            state.withLock { $0.counts.skips += 1 }
            return nil
        }
        let answer = await ask(calls, for: needed, body)
        note(answer)
        if case .value(let value) = answer { return value }
        return nil
    }

    private func ask<Value: Sendable>(
        _ calls: [Call], for needed: (position: FeedPosition, madeAt: Int64),
        _ body: @Sendable ([Rows]) throws(StoreError) -> Value
    ) async -> Answer<Value> {
        do {
            let rows = try await pool.withIdleConnection { connection async throws(PostgresFailure) in
                Frame.moment.answers(
                    of: try await connection.runUnlessCancelled(
                        Frame.moment.calls(around: [Statement.pulse()] + calls)))
            }
            guard let rows, let pulse = rows.first else { return .skipped }
            let heartbeat = try pulse.heartbeat(askedAt: .now)?.heartbeat
            guard let heartbeat, heartbeat.madeAt == needed.madeAt else { return .failed }
            guard heartbeat.position.covers(needed.position) else { return .behind }
            return .value(try body(Array(rows.dropFirst())))
        } catch {
            return Task.isCancelled ? .skipped : .failed
        }
    }

    private func isWorthAsking(at now: ContinuousClock.Instant) -> Bool {
        state.withLock { state in
            guard state.failing.hasFailed else { return state.lagging.rest(at: now) == .zero }
            guard !state.isTried, state.failing.rest(at: now) == .zero else { return false }
            state.isTried = true
            return true
        }
    }

    private func note<Value>(_ answer: Answer<Value>) {
        let now = ContinuousClock.now
        state.withLock { state in
            state.isTried = false
            switch answer {
            case .value:
                state.counts.reads += 1
                state.failing.succeed()
                state.lagging.succeed()
            case .behind:
                state.counts.behind += 1
                state.failing.succeed()
                // Of those who asked together, one counts.
                if state.lagging.rest(at: now) == .zero { state.lagging.fail(at: now) }
            case .skipped: state.counts.skips += 1
            case .failed:
                state.counts.failures += 1
                if state.failing.rest(at: now) == .zero { state.failing.fail(at: now) }
            }
        }
    }
}

/// What became of reads that might have gone to a replica, since the start.
package struct ReplicaCounts: Hashable, Sendable {
    /// Answered by the replica.
    package var reads = 0
    /// It lacked changes that this node has to show; the primary answered instead.
    package var behind = 0
    /// It gave no answer, or not in time, or is no replica of the primary; the primary answered instead.
    package var failures = 0
    /// It was not asked: it was left alone after one of the above, no connection was at hand, or the primary had not
    /// been heard for too long to know what has to be shown.
    package var skips = 0
}

extension ReplicaCounts {
    var metrics: [Metric] {
        [
            Metric(
                "store_replica_reads", by: "outcome",
                [
                    "answered": .counter(reads), "behind": .counter(behind), "failed": .counter(failures),
                    "skipped": .counter(skips),
                ],
                help: "Reads that might go to a replica; the primary answered those that it did not.")
        ]
    }
}

/// Which changes every reader of this node has to see: those it acknowledged and those it heard that others committed.
final class Horizon: Sendable {
    /// What the primary said about itself at some moment.
    struct Heartbeat: Sendable {
        /// After the last change.
        let position: FeedPosition
        /// When the database was made, which identifies it; its replicas say the same.
        let madeAt: Int64
        /// Before the question was sent.
        let askedAt: ContinuousClock.Instant
    }

    private struct State {
        var position = FeedPosition.start
        var heartbeat: Heartbeat?
    }

    private let state = Mutex(State())

    /// Up to this one all changes have to be seen.
    var position: FeedPosition { state.withLock { $0.position } }

    /// Changes up to this position were acknowledged or heard of.
    func note(_ position: FeedPosition) {
        state.withLock { $0.position.advance(to: position) }
    }

    func note(_ changes: [ProfileChange]) {
        guard !changes.isEmpty else { return }
        state.withLock { $0.position.advance(to: changes) }
    }

    /// A server that took over may know fewer changes than the one before it; replicas are then not believed until
    /// numbers have passed what was known, since one that was left behind knows no more than that.
    func note(_ heartbeat: Heartbeat) {
        state.withLock { state in
            state.position.advance(to: heartbeat.position)
            state.heartbeat = heartbeat
        }
    }

    /// The position up to which readers have to see all changes, of which database; nil when the primary has not been
    /// heard for longer than `age`, since anything may have been changed unheard then.
    func needed(
        at now: ContinuousClock.Instant, within age: Duration
    ) -> (position: FeedPosition, madeAt: Int64)? {
        state.withLock { state in
            guard let heartbeat = state.heartbeat, heartbeat.askedAt.duration(to: now) <= age else { return nil }
            return (state.position, heartbeat.madeAt)
        }
    }
}

extension PostgresRows {
    /// The answer to `Statement.pulse`, with what the server's clock showed, in microseconds.
    func heartbeat(
        askedAt start: ContinuousClock.Instant
    ) throws(StoreError) -> (heartbeat: Horizon.Heartbeat, clock: Int64)? {
        let position = try position()
        return try first { row throws(StoreError) in
            let (_, _) = (try row.text(), try row.integer())
            let (clock, madeAt) = (try row.integer(), try row.integer())
            return (Horizon.Heartbeat(position: position, madeAt: madeAt, askedAt: start), clock)
        }
    }
}
