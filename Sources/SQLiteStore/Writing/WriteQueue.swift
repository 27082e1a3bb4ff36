import CMalloc
import Dispatch
import GRDB
import ProfileStore
import Synchronization

/// Gathers concurrent writers into one transaction, so that they share the cost of making it durable.
///
/// Everything runs on the queue of the writing connection, never on Swift's cooperative threads.
final class WriteQueue: Sendable {
    static let greatestWait = 10_000
    private static let greatestGroup = 64
    /// Beyond this a transaction costs far more than making it durable, and calls that keep their way back open would
    /// slow each other down: a large call goes alone.
    private static let greatestWeight = 2_000
    /// How long no call may have come before memory is given back.
    private static let restBeforeRelease = DispatchTimeInterval.seconds(1)

    private struct State {
        var waiting: [WriteCall] = []
        var isRunning = false
        var isClosed = false
        /// Whether large calls filled memory that smaller ones have no use for.
        var holdsMuch = false
        var isReleaseDue = false
        var tally = WriteTally()
        var whenDone: [@Sendable () -> Void] = []
    }

    private let writer: any DatabaseWriter
    private let state = Mutex(State())

    init(_ writer: any DatabaseWriter) {
        self.writer = writer
    }

    /// Every call is answered exactly once, whatever happens.
    func add(_ call: WriteCall) {
        let (isTaken, starts) = state.withLock { state -> (Bool, Bool) in
            guard !state.isClosed, state.waiting.count < Self.greatestWait else { return (false, false) }
            state.waiting.append(call)
            defer { state.isRunning = true }
            return (true, !state.isRunning)
        }
        guard isTaken else { return call.fail(.unavailable) }
        if starts { runNext() }
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// How many calls wait for their turn.
    var waiting: Int { state.withLock { $0.waiting.count } }

    var measures: [Measure] { state.withLock { $0.tally.measures(waiting: $0.waiting.count) } }

    /// Takes no more calls from now on, and tells when those that wait have been carried out.
    func close(whenDone: @escaping @Sendable () -> Void) {
        let isDone = state.withLock { state -> Bool in
            state.isClosed = true
            if state.isRunning { state.whenDone.append(whenDone) }
            return !state.isRunning
        }
        if isDone { whenDone() }
    }

    /// One group for each turn of the queue, so that others who use the connection are not kept out.
    private func runNext() {
        writer.asyncWriteWithoutTransaction { [self] database in
            let group = takeGroup()
            if !group.isEmpty { carryOut(group, on: Connection(database: database)) }
            goOn()
        }
    }

    private func carryOut(_ group: [WriteCall], on connection: Connection) {
        let start = ContinuousClock.now
        WriteGroup(calls: group, connection: connection).run()
        let duration = start.duration(to: .now)
        state.withLock { $0.tally.add(calls: group.count, took: duration) }
    }

    private func goOn() {
        let (isDone, whenDone) = state.withLock { state -> (Bool, [@Sendable () -> Void]) in
            state.isRunning = !state.waiting.isEmpty
            guard !state.isRunning else { return (false, []) }
            defer { state.whenDone = [] }
            return (true, state.whenDone)
        }
        guard isDone else { return runNext() }
        for tell in whenDone { tell() }
        releaseSoon()
    }

    /// Gives back what large calls took, once there is a rest: the pages that an import had in its hands, and the holes
    /// it left in the heap, would stay for ever.
    private func releaseSoon() {
        let becomesDue = state.withLock { state in
            guard state.holdsMuch, !state.isReleaseDue else { return false }
            state.isReleaseDue = true
            return true
        }
        guard becomesDue else { return }
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.restBeforeRelease) { self.release() }
    }

    private func release() {
        let isAtRest = state.withLock { state in
            state.isReleaseDue = false
            guard !state.isRunning, !state.isClosed else { return false }
            state.holdsMuch = false
            return true
        }
        guard isAtRest else { return }
        writer.asyncWriteWithoutTransaction { database in
            try? Connection(database: database).run("PRAGMA shrink_memory")
            malloc_trim(0)
        }
    }

    private func takeGroup() -> [WriteCall] {
        state.withLock { state in
            var (count, weight) = (0, 0)
            while count < min(state.waiting.count, Self.greatestGroup) {
                weight += state.waiting[count].weight
                guard count == 0 || weight <= Self.greatestWeight else { break }
                count += 1
            }
            if weight > Self.greatestWeight { state.holdsMuch = true }
            defer { state.waiting.removeFirst(count) }
            return Array(state.waiting.prefix(count))
        }
    }
}
