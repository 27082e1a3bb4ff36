import ProfileStore
import SQLStore
import Synchronization

/// Gathers concurrent writers into transactions, a few of which run at a time.
final class WriteQueue: Sendable {
    private static let greatestWait = 10_000
    private static let greatestGroup = 64
    private static let greatestLanes = 3

    private struct State {
        /// What weighs more has to be alone in the database. So a group of several never has to be.
        var backlog = WriteBacklog(
            WriteLanes<WriteCall>(
                greatestCount: greatestGroup, greatestWeight: Scope.greatestLocks, greatestWait: greatestWait,
                greatestSmallWeight: Scope.greatestLocks))
        var lanes = 0
        /// Whether a call that has to be alone runs. A second would wait for it in the database and hold up all later
        /// ones.
        var isLargeRunning = false
    }

    private let pool: Pool
    private let traces: WorkTraces
    private let state = Mutex(State())

    init(_ pool: Pool, traces: WorkTraces) {
        self.pool = pool
        self.traces = traces
    }

    var isClosed: Bool { state.withLock { $0.backlog.isClosed } }
    var metrics: [Metric] { state.withLock { $0.backlog.metrics } }

    /// Whether single writes come, on this node or others, which should not wait for long.
    var hasSingleWrites: Bool { state.withLock { $0.backlog.hasSingleWrites } }

    /// Whether writes went well lately.
    var isKnownToWork: Bool { state.withLock { $0.backlog.isKnownToWork } }

    /// Takes in how a write went that was none of the queue's.
    func note(_ error: StoreError?) {
        state.withLock { $0.backlog.note(error) }
    }

    /// Every call is answered exactly once, whatever happens.
    func add(_ call: WriteCall) {
        let (isTaken, starts) = state.withLock { state -> (Bool, Bool) in
            guard state.backlog.add(call) else { return (false, false) }
            guard state.lanes < Self.greatestLanes else { return (true, false) }
            state.lanes += 1
            return (true, true)
        }
        guard isTaken else { return call.fail(.unavailable) }
        if starts { Task.detached { [self] in await workOff() } }
    }

    /// Takes no more calls, and returns when those that wait have been carried out.
    func close() async {
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                state.backlog.close(whileRunning: state.lanes > 0) { continuation.resume() }
            }
            if isDone { continuation.resume() }
        }
    }

    private func workOff() async {
        while let group = takeGroup() {
            let start = ContinuousClock.now
            let note = { @Sendable [self] (calls: Int, hasFailed: Bool, places: () -> [TracePlace]) in
                state.withLock { $0.backlog.count(calls, took: start.duration(to: .now)) }
                traces.record("commit", since: start, for: calls, hasFailed: hasFailed, at: places())
            }
            let rest = await WriteGroup(calls: group.calls, pool: pool, note: note).run()
            state.withLock { state in
                for ending in rest.endings { state.backlog.note(ending) }
                state.backlog.putBack(rest.deferred)
                if group.isLarge { state.isLargeRunning = false }
                // Single writes of other nodes count as well.
                if rest.othersWait { state.backlog.noteSingleWrites() }
            }
        }
    }

    /// Nil when the lane has ended because nothing waits.
    private func takeGroup() -> WriteBacklog<WriteCall>.Group? {
        typealias Taken = (group: WriteBacklog<WriteCall>.Group?, whenDone: [@Sendable () -> Void])
        let (group, whenDone) = state.withLock { state -> Taken in
            guard let group = state.backlog.takeGroup(allowingLarge: !state.isLargeRunning) else {
                state.lanes -= 1
                return (nil, state.lanes == 0 ? state.backlog.takeWaitingForEnd() : [])
            }
            if group.isLarge { state.isLargeRunning = true }
            return (group, [])
        }
        for complete in whenDone { complete() }
        return group
    }
}
