import CMalloc
import Dispatch
import GRDB
import ProfileStore
import SQLStore
import Synchronization

/// Gathers concurrent writers into one transaction, so that they share the cost of making it durable.
///
/// Everything runs on the queue of the writing connection, never on Swift's cooperative threads. When the disk fails,
/// nothing runs any more.
final class WriteQueue: Sendable {
    static let greatestWait = 10_000
    private static let greatestGroup = 64
    /// Beyond this a transaction costs far more than making it durable, and calls that keep their way back open would
    /// slow each other down: a large call goes alone.
    private static let greatestWeight = 2_000
    /// A record with many identifiers is still small; what weighs more is a batch.
    static let greatestSmallWeight = 64
    /// How long no call may have come before memory is given back.
    private static let restBeforeRelease = DispatchTimeInterval.seconds(1)

    /// How long to wait before the next attempt to empty the log.
    private static let restBeforeEmptying = DispatchTimeInterval.milliseconds(500)

    private typealias Group = WriteBacklog<WriteCall>.Group

    private struct State {
        var backlog = WriteBacklog(
            WriteLanes<WriteCall>(
                greatestCount: greatestGroup, greatestWeight: greatestWeight, greatestWait: greatestWait,
                greatestSmallWeight: greatestSmallWeight))
        var isRunning = false
        var failure: StoreError?
        /// Whether large calls filled memory that smaller ones have no use for.
        var holdsMuch = false
        var isReleaseDue = false
        var isEmptyingDue = false
    }

    private let writer: any DatabaseWriter
    private let checkpoints: Checkpoints
    private let load = Load()
    private let whenDiskFails: @Sendable (StoreError) -> Void
    private let traces: WorkTraces
    private let state = Mutex(State())

    init(
        _ writer: any DatabaseWriter, checkpoints: Checkpoints, traces: WorkTraces,
        whenDiskFails: @escaping @Sendable (StoreError) -> Void
    ) {
        self.writer = writer
        self.traces = traces
        self.checkpoints = checkpoints
        self.whenDiskFails = whenDiskFails
    }

    /// Every call is answered exactly once, whatever happens.
    func add(_ call: WriteCall) {
        let (refusal, starts) = state.withLock { state -> (StoreError?, Bool) in
            if let failure = state.failure { return (failure, false) }
            guard state.backlog.add(call) else { return (.unavailable, false) }
            defer { state.isRunning = true }
            return (nil, !state.isRunning)
        }
        if let refusal { return call.fail(refusal) }
        if starts { runNext() }
    }

    /// Why nothing can be asked for any more; nil as long as it can.
    var refusal: StoreError? { state.withLock { $0.failure ?? ($0.backlog.isClosed ? .unavailable : nil) } }

    /// How many calls wait for their turn.
    var waiting: Int { state.withLock { $0.backlog.count } }

    /// Whether single writes come, which should not wait for long.
    var hasSingleWrites: Bool { state.withLock { $0.backlog.hasSingleWrites } }

    /// Whether writes went well lately.
    var isKnownToWork: Bool {
        state.withLock { $0.failure == nil && $0.backlog.isKnownToWork }
    }

    var metrics: [Metric] { state.withLock { $0.backlog.metrics } }

    /// Takes no more calls from now on, and tells when those that wait have been carried out.
    func close(whenDone: @escaping @Sendable () -> Void) {
        let isDone = state.withLock { $0.backlog.close(whileRunning: $0.isRunning, whenDone: whenDone) }
        if isDone { whenDone() }
    }

    /// Tells that the disk failed, and takes part in nothing from now on.
    func stop(after failure: StoreError) {
        whenDiskFails(failure)
        let (waiting, whenDone) = state.withLock { state -> ([WriteCall], [@Sendable () -> Void]) in
            state.failure = failure
            state.isRunning = false
            var waiting: [WriteCall] = []
            while let group = state.backlog.takeGroup() { waiting += group.calls }
            return (waiting, state.backlog.takeWaitingForEnd())
        }
        // To close the connection would copy the log into the file as if nothing had happened.
        _ = Unmanaged.passRetained(writer as AnyObject)
        for call in waiting { call.fail(failure) }
        for complete in whenDone { complete() }
    }

    /// One group for each turn of the queue, so that others who use the connection are not kept out.
    private func runNext() {
        writer.asyncWriteWithoutTransaction { [self] database in
            guard let group = takeGroup() else { return goOn() }
            do throws(StoreError) {
                try run(group, on: Connection(database: database, load: load))
                goOn()
            } catch {
                stop(after: error)
                for call in group.calls { call.fail(error) }
            }
        }
    }

    /// Throws when the disk failed; nobody of the group was answered then.
    private func run(_ group: Group, on connection: Connection) throws(StoreError) {
        let start = ContinuousClock.now
        let ending = try WriteGroup(calls: group.calls, connection: connection, checkpoints: checkpoints).run()
        let end = ContinuousClock.now
        // Calls are counted before they are answered: a caller may look at once.
        let isMixed = state.withLock { state in
            state.backlog.note(ending.failure)
            state.backlog.count(group.calls.count, took: start.duration(to: end))
            return state.backlog.isMixed
        }
        traces.record(
            "commit", since: start, for: group.calls.count, hasFailed: ending.failure != nil,
            at: group.calls.compactMap(\.place))
        ending.answer()
        try checkpoints.runIfDue(on: connection, singleWritesCome: isMixed)
        emptyLogSoon()
    }

    /// What was erased while somebody read it must not stay in the log until the next write.
    private func emptyLogSoon() {
        let becomesDue = state.withLock { state in
            guard checkpoints.owesEmptyLog, !state.isEmptyingDue else { return false }
            state.isEmptyingDue = true
            return true
        }
        guard becomesDue else { return }
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.restBeforeEmptying) { self.emptyLog() }
    }

    private func emptyLog() {
        let isWanted = state.withLock { state in
            state.isEmptyingDue = false
            return !state.backlog.isClosed && state.failure == nil
        }
        guard isWanted else { return }
        writer.asyncWriteWithoutTransaction { [self] database in
            do throws(StoreError) {
                try checkpoints.runIfDue(on: Connection(database: database), singleWritesCome: false)
                emptyLogSoon()
            } catch {
                stop(after: error)
            }
        }
    }

    private func goOn() {
        let (isDone, whenDone) = state.withLock { state -> (Bool, [@Sendable () -> Void]) in
            state.isRunning = !state.backlog.isEmpty
            return state.isRunning ? (false, []) : (true, state.backlog.takeWaitingForEnd())
        }
        guard isDone else { return runNext() }
        for complete in whenDone { complete() }
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
            guard !state.isRunning, !state.backlog.isClosed, state.failure == nil else { return false }
            state.holdsMuch = false
            return true
        }
        guard isAtRest else { return }
        writer.asyncWriteWithoutTransaction { database in
            try? Connection(database: database).run("PRAGMA shrink_memory")
            malloc_trim(0)
        }
    }

    private func takeGroup() -> Group? {
        state.withLock { state in
            guard let group = state.backlog.takeGroup() else { return nil }
            if group.weight > Self.greatestWeight { state.holdsMuch = true }
            return group
        }
    }
}
