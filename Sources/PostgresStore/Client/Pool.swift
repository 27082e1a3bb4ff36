import Dispatch
import ProfileStore
import Synchronization

/// The connections of a store: never more than its limit, opened when needed, checked when they have been idle for
/// long, opened again when they are lost.
final class Pool: Sendable {
    struct Waiter: Sendable {
        let deadline: ContinuousClock.Instant
        let complete: @Sendable (Connection?) -> Void
    }

    struct Idle: Sendable {
        let connection: Connection
        let since: ContinuousClock.Instant
    }

    struct State: Sendable {
        var counts = PoolCounts()
        var idle: [Idle] = []
        var waiting: [Waiter] = []
        var backoff = Backoff()
        var isSweeping = false
        var isClosed = false
    }

    private static let sweeping = DispatchQueue(label: "clientele.pg.waiters")

    private enum Chance {
        case use(Idle)
        case open(id: Int)
        case wait
        case none
    }

    let limits: PoolLimits
    private let address: ServerAddress
    let reactor: Reactor
    private let state = Mutex(State())

    init(_ address: ServerAddress, reactor: Reactor, limits: PoolLimits) {
        self.address = address
        self.reactor = reactor
        self.limits = limits
    }

    var counts: PoolCounts {
        state.withLock { state in
            var counts = state.counts
            counts.idle = state.idle.count
            counts.waiting = state.waiting.count
            return counts
        }
    }

    /// Lends a connection to `body`, which waits for it and for its answers until `deadline` at most. One that was lost
    /// is not used again, nor one on which a transaction stays open.
    func withConnection<Value: Sendable>(
        until deadline: ContinuousClock.Instant? = nil, _ body: (Connection) async throws(PostgresFailure) -> Value
    ) async throws(PostgresFailure) -> Value {
        try await lend(try await lease(until: deadline ?? .now + limits.patience), until: deadline, to: body)
    }

    /// Lends a connection that is open and idle to `body`. When there is none the answer is nil, and one is opened for
    /// those who come later.
    func withIdleConnection<Value: Sendable>(
        _ body: (Connection) async throws(PostgresFailure) -> Value
    ) async throws(PostgresFailure) -> Value? {
        guard let idle = takeIdle() else {
            openAside()
            return nil
        }
        return try await lend(idle.connection, until: nil, to: body)
    }

    private func lend<Value: Sendable>(
        _ connection: Connection, until deadline: ContinuousClock.Instant?,
        to body: (Connection) async throws(PostgresFailure) -> Value
    ) async throws(PostgresFailure) -> Value {
        do throws(PostgresFailure) {
            let value = try await body(connection.waiting(until: deadline))
            await takeBack(connection)
            return value
        } catch {
            switch error {
            case .refused(let state) where !Self.spoilsConnection(state): await takeBack(connection)
            default: connection.drop()
            }
            throw error
        }
    }

    /// Nobody may find the connection inside a transaction of somebody else.
    private func takeBack(_ connection: Connection) async {
        if await connection.isUsableAgain() { giveBack(connection) } else { connection.drop() }
    }

    func close() {
        let (idle, waiting) = state.withLock { state in
            state.isClosed = true
            defer { (state.idle, state.waiting) = ([], []) }
            return (state.idle, state.waiting)
        }
        for one in idle { one.connection.drop() }
        for waiter in waiting { waiter.complete(nil) }
    }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// A plan that the schema has outgrown, or a statement the server has forgotten, would fail again and again.
    private static func spoilsConnection(_ sqlState: String) -> Bool {
        ["0A000", "26000", "42P05"].contains(sqlState) || sqlState.hasPrefix("57P0") || sqlState.hasPrefix("25")
    }

    private func lease(until deadline: ContinuousClock.Instant) async throws(PostgresFailure) -> Connection {
        if let idle = takeIdle(), await isAlive(idle, until: deadline) { return idle.connection }
        let start = ContinuousClock.now
        defer { state.withLock { $0.counts.waits.add(start.duration(to: .now)) } }
        return try await leaseAfterWaiting(until: deadline)
    }

    private func leaseAfterWaiting(
        until deadline: ContinuousClock.Instant
    ) async throws(PostgresFailure) -> Connection {
        while ContinuousClock.now < deadline {
            switch chance() {
            case .none: throw .lost
            case .use(let idle): if await isAlive(idle, until: deadline) { return idle.connection }
            // Opening may take longer than anybody waits. When the server has no room for one more, those that are open
            // have to do.
            case .open(let id):
                startOpening(id)
                return try await waitForOne(until: deadline)
            case .wait: return try await waitForOne(until: deadline)
            }
        }
        throw .lost
    }

    private func takeIdle() -> Idle? {
        state.withLock { $0.isClosed ? nil : $0.idle.popLast() }
    }

    private func openAside() {
        let isWanted = state.withLock { state in
            guard !state.isClosed, state.counts.open < limits.size, state.backoff.rest(at: .now) == .zero else {
                return false
            }
            state.counts.open += 1
            return true
        }
        if isWanted { startOpening(reactor.drawID()) }
    }

    private func chance() -> Chance {
        state.withLock { state in
            guard !state.isClosed else { return .none }
            // The one used last: the others may then rest until they are given up.
            if let idle = state.idle.popLast() { return .use(idle) }
            if state.counts.open < limits.size {
                guard state.backoff.rest(at: .now) == .zero else { return state.counts.open > 0 ? .wait : .none }
                state.counts.open += 1
                return .open(id: reactor.drawID())
            }
            return state.waiting.count < limits.greatestWait ? .wait : .none
        }
    }

    private func open(_ id: Int) async throws(PostgresFailure) -> Connection {
        do throws(PostgresFailure) {
            let handover = try await address.connect()
            state.withLock { $0.backoff.succeed() }
            // From here on the reactor tells when it is lost.
            let connection = Connection(
                id: id, reactor: reactor, layout: address.layout, patience: limits.answerPatience)
            let events = SessionEvents(lost: { [weak self] in self?.noteLoss(of: $0) }, status: connection.status)
            reactor.post(.adopt(id: id, handover, events))
            return connection
        } catch {
            state.withLock { $0.backoff.fail(at: .now) }
            noteLoss(of: id)
            throw error
        }
    }

    private func isAlive(_ idle: Idle, until deadline: ContinuousClock.Instant) async -> Bool {
        guard idle.since.duration(to: .now) > limits.idleBeforeCheck else { return true }
        let probe = idle.connection.waiting(until: min(deadline, .now + .seconds(2)))
        guard (try? await probe.run([Statement.signOfLife()])) != nil else {
            // One that only refuses would keep its place among those that may be open.
            idle.connection.drop()
            return false
        }
        return true
    }

    private func giveBack(_ connection: Connection) {
        let (waiter, isClosed) = state.withLock { state -> (Waiter?, Bool) in
            guard !state.isClosed else { return (nil, true) }
            guard state.waiting.isEmpty else { return (state.waiting.removeFirst(), false) }
            state.idle.append(Idle(connection: connection, since: .now))
            return (nil, false)
        }
        if isClosed { connection.drop() }
        waiter?.complete(connection)
    }

    private func noteLoss(of id: Int) {
        let isReplaced = state.withLock { state in
            state.counts.open -= 1
            state.counts.losses += 1
            state.idle.removeAll { $0.connection.id == id }
            guard !state.isClosed, !state.waiting.isEmpty, state.backoff.rest(at: .now) == .zero else { return false }
            state.counts.open += 1
            return true
        }
        if isReplaced { startOpening(reactor.drawID()) }
        failWaitersWithoutHope()
    }

    /// Opens a connection for present and later waiters, on the reactor's thread: other threads may be busy too long.
    private func startOpening(_ id: Int) {
        Task(executorPreference: reactor) { [self] in
            guard let connection = try? await open(id) else { return }
            giveBack(connection)
        }
    }

    /// When no connection is left and none can be opened now, nobody will hand one on.
    private func failWaitersWithoutHope() {
        let hopeless = state.withLock { state -> [Waiter] in
            guard state.counts.open == 0 else { return [] }
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiter in hopeless { waiter.complete(nil) }
    }

    private func waitForOne(until deadline: ContinuousClock.Instant) async throws(PostgresFailure) -> Connection {
        guard let connection = await nextConnection(until: deadline) else { throw .lost }
        return connection
    }

    private func nextConnection(until deadline: ContinuousClock.Instant) async -> Connection? {
        await withCheckedContinuation { continuation in
            let waiter = Waiter(deadline: deadline) { continuation.resume(returning: $0) }
            let found = state.withLock { state -> (isWaiting: Bool, idle: Connection?) in
                if state.isClosed || state.counts.open == 0 { return (false, nil) }
                // One may have come back since it was asked for.
                if let idle = state.idle.popLast() { return (false, idle.connection) }
                state.waiting.append(waiter)
                return (true, nil)
            }
            guard found.isWaiting else { return continuation.resume(returning: found.idle) }
            sweepLater()
        }
    }

    /// One clock for all who wait, since there may be many.
    private func sweepLater() {
        let starts = state.withLock { state in
            defer { state.isSweeping = true }
            return !state.isSweeping
        }
        guard starts else { return }
        Self.sweeping.asyncAfter(deadline: .now() + .milliseconds(100)) { [self] in
            let (late, goesOn) = state.withLock { state -> ([Waiter], Bool) in
                let now = ContinuousClock.now
                let late = state.waiting.filter { $0.deadline < now }
                state.waiting.removeAll { $0.deadline < now }
                state.counts.timeouts += late.count
                state.isSweeping = false
                return (late, !state.waiting.isEmpty)
            }
            for waiter in late { waiter.complete(nil) }
            if goesOn { sweepLater() }
        }
    }
}
