import ProfileStore
import Synchronization

/// A server that follows the primary and takes reads off it, as far as it has caught up.
///
/// A read tells in one snapshot what was asked for and the numbers of the last changes the replica has. Commits of a
/// stripe become visible there in the order of their numbers, so that a replica that has one has all up to it.
final class Replica: Sendable {
    /// How old a sign of the primary may be, and how long the replica may take to answer. Together they are the second
    /// within which every change of another node has to be seen.
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
            guard let sign = try pulse.sign(askedAt: .now)?.sign, sign.madeAt == needed.madeAt else { return .failed }
            guard sign.position.covers(needed.position) else { return .behind }
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
