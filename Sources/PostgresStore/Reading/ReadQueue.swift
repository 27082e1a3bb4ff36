import Dispatch
import ProfileStore
import Synchronization

/// Gathers concurrent readers of single profiles into exchanges, a few of which run at a time, so that many share what
/// a round trip costs this node and the server. Nobody waits for company: what is sent is what came in meanwhile.
final class ReadQueue: Sendable {
    private static let greatestWait = 10_000
    private static let greatestGroup = 32
    /// More run only while so many wait that they fill a group.
    private static let usualLanes = 2
    private static let clock = DispatchQueue(label: "clientele.pg.readers")

    private struct State {
        var waiting: [ReadCall] = []
        /// What was sent and is not answered yet, by lane.
        var sent: [Int: [ReadCall]] = [:]
        var lanes = 0
        var lastLane = 0
        var isSweeping = false
    }

    private let pool: Pool
    private let state = Mutex(State())

    init(_ pool: Pool) {
        self.pool = pool
    }

    var metrics: [Metric] {
        let waiting = state.withLock { $0.waiting.count }
        return [Metric("store_reads_waiting", .gauge(waiting), help: "Reads of a profile that wait to be sent.")]
    }

    /// Waits for the answer as long as readers do, and no longer once the calling task is cancelled.
    func read(_ call: Call) async throws(PostgresFailure) -> Rows {
        let reader = ReadCall(call, deadline: .now + pool.limits.readPatience)
        add(reader)
        return try await withTaskCancellationHandler {
            await reader.outcome
        } onCancel: {
            reader.complete(.failure(.lost))
        }.get()
    }

    private func add(_ reader: ReadCall) {
        let (isTaken, lane, sweeps) = state.withLock { state -> (Bool, Int?, Bool) in
            guard state.waiting.count < Self.greatestWait else { return (false, nil, false) }
            state.waiting.append(reader)
            defer { state.isSweeping = true }
            let lanes = state.waiting.count < Self.greatestGroup ? Self.usualLanes : pool.limits.size
            guard state.lanes < lanes else { return (true, nil, !state.isSweeping) }
            state.lanes += 1
            state.lastLane += 1
            return (true, state.lastLane, !state.isSweeping)
        }
        guard isTaken else { return reader.complete(.failure(.lost)) }
        // On the reactor's thread, which hears the answers, so that nothing is handed over between two exchanges.
        if let lane { Task(executorPreference: pool.reactor) { [self] in await workOff(lane) } }
        if sweeps { sweepLater() }
    }

    /// One clock for all who wait, since there may be many: for their turn, or for a server that does not answer.
    private func sweepLater() {
        Self.clock.asyncAfter(deadline: .now() + .milliseconds(100)) { [self] in
            let (late, goesOn) = state.withLock { state -> ([ReadCall], Bool) in
                let now = ContinuousClock.now
                let unsent = Array(state.waiting.prefix { $0.deadline < now })
                state.waiting.removeFirst(unsent.count)
                let unanswered = state.sent.values.joined().filter { $0.deadline < now }
                state.isSweeping = !state.waiting.isEmpty || !state.sent.isEmpty
                return (unsent + unanswered, state.isSweeping)
            }
            for reader in late { reader.complete(.failure(.lost)) }
            if goesOn { sweepLater() }
        }
    }

    private func workOff(_ lane: Int) async {
        while let group = takeGroup(for: lane) {
            do throws(PostgresFailure) {
                let rows = try await run(group)
                for (reader, rows) in zip(group, rows) { reader.complete(.success(rows)) }
            } catch {
                await fail(group, error)
            }
        }
    }

    /// A caller that has waited too long gets its own answer.
    private func run(_ group: [ReadCall]) async throws(PostgresFailure) -> [Rows] {
        let deadline = ContinuousClock.now + pool.limits.readPatience
        return try await pool.withConnection(until: deadline) { connection async throws(PostgresFailure) in
            try await connection.run(group.map(\.call))
        }
    }

    /// A call that the server refuses must not take the others with it.
    private func fail(_ group: [ReadCall], _ failure: PostgresFailure) async {
        guard group.count > 1, case .refused = failure else {
            for reader in group { reader.complete(.failure(failure)) }
            return
        }
        for reader in group {
            do throws(PostgresFailure) {
                for rows in try await run([reader]) { reader.complete(.success(rows)) }
            } catch {
                reader.complete(.failure(error))
            }
        }
    }

    /// Nil when the lane has ended because nothing waits.
    private func takeGroup(for lane: Int) -> [ReadCall]? {
        state.withLock { state in
            state.sent[lane] = nil
            guard !state.waiting.isEmpty else {
                state.lanes -= 1
                return nil
            }
            let count = min(state.waiting.count, Self.greatestGroup)
            defer { state.waiting.removeFirst(count) }
            let group = Array(state.waiting.prefix(count))
            state.sent[lane] = group
            return group
        }
    }
}

/// A reader who waits for the answer to one call.
final class ReadCall: Sendable {
    typealias Outcome = Result<Rows, PostgresFailure>

    private enum State {
        case isNew
        case waits(CheckedContinuation<Outcome, Never>)
        case isDone(Outcome)
    }

    let call: Call
    let deadline: ContinuousClock.Instant
    private let state = Mutex(State.isNew)

    /// Nobody starts on it after `deadline`.
    init(_ call: Call, deadline: ContinuousClock.Instant) {
        self.call = call
        self.deadline = deadline
    }

    /// Only the first answer counts.
    func complete(_ outcome: Outcome) {
        let reader = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
            switch state {
            case .isDone: return nil
            case .isNew:
                state = .isDone(outcome)
                return nil
            case .waits(let reader):
                state = .isDone(outcome)
                return reader
            }
        }
        reader?.resume(returning: outcome)
    }

    /// Returns once there is an answer.
    var outcome: Outcome {
        get async {
            await withCheckedContinuation { reader in
                let known = state.withLock { state -> Outcome? in
                    if case .isDone(let outcome) = state { return outcome }
                    state = .waits(reader)
                    return nil
                }
                if let known { reader.resume(returning: known) }
            }
        }
    }
}
