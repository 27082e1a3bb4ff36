import ProfileStore
import Synchronization

/// Gathers concurrent writers into transactions, a few of which run at a time.
final class WriteQueue: Sendable {
    private static let greatestWait = 10_000
    private static let greatestGroup = 64
    private static let greatestLanes = 3
    /// Of a group of several calls; so it never has to be alone.
    private static let greatestWeight = Scope.greatestLocks

    private struct State {
        var waiting: [WriteCall] = []
        var lanes = 0
        var isClosed = false
        var tally = WriteTally()
        var whenDone: [@Sendable () -> Void] = []
    }

    private let pool: Pool
    private let state = Mutex(State())

    init(_ pool: Pool) {
        self.pool = pool
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    var measures: [Measure] { state.withLock { $0.tally.measures(waiting: $0.waiting.count) } }

    /// Every call is answered exactly once, whatever happens.
    func add(_ call: WriteCall) {
        let (isTaken, starts) = state.withLock { state -> (Bool, Bool) in
            guard !state.isClosed, state.waiting.count < Self.greatestWait else { return (false, false) }
            state.waiting.append(call)
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
            let isDone = state.withLock { state -> Bool in
                state.isClosed = true
                if state.lanes > 0 { state.whenDone.append { continuation.resume() } }
                return state.lanes == 0
            }
            if isDone { continuation.resume() }
        }
    }

    private func workOff() async {
        while let group = takeGroup() {
            let start = ContinuousClock.now
            let deferred = await WriteGroup(calls: group, pool: pool).run()
            state.withLock { state in
                state.tally.add(calls: group.count - deferred.count, took: start.duration(to: .now))
                state.waiting.insert(contentsOf: deferred, at: 0)
            }
        }
    }

    /// Nil when the lane has ended because nothing waits.
    private func takeGroup() -> [WriteCall]? {
        let (group, whenDone) = state.withLock { state -> ([WriteCall]?, [@Sendable () -> Void]) in
            guard !state.waiting.isEmpty else {
                state.lanes -= 1
                guard state.lanes == 0 else { return (nil, []) }
                defer { state.whenDone = [] }
                return (nil, state.whenDone)
            }
            return (Self.takeGroup(from: &state.waiting), [])
        }
        for tell in whenDone { tell() }
        return group
    }

    private static func takeGroup(from waiting: inout [WriteCall]) -> [WriteCall] {
        var (count, weight) = (0, 0)
        while count < min(waiting.count, greatestGroup) {
            weight += waiting[count].weight
            guard count == 0 || weight <= greatestWeight else { break }
            count += 1
        }
        defer { waiting.removeFirst(count) }
        return Array(waiting.prefix(count))
    }
}
