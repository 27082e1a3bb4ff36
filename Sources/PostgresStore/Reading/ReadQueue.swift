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
        var lanes = 0
        var isSweeping = false
    }

    private let pool: Pool
    private let state = Mutex(State())

    init(_ pool: Pool) {
        self.pool = pool
    }

    var measures: [Measure] {
        let waiting = state.withLock { $0.waiting.count }
        return [Measure("store_reads_waiting", .level(waiting), help: "Reads of a profile that wait to be sent.")]
    }

    /// Waits as long to be sent as for a connection, and no longer once the calling task is cancelled.
    func read(_ call: Call) async throws(PostgresFailure) -> Rows {
        let reader = ReadCall(call, deadline: .now + pool.limits.patience)
        add(reader)
        return try await withTaskCancellationHandler {
            await reader.outcome
        } onCancel: {
            reader.tell(.failure(.lost))
        }.get()
    }

    private func add(_ reader: ReadCall) {
        let (isTaken, starts) = state.withLock { state -> (Bool, Bool) in
            guard state.waiting.count < Self.greatestWait else { return (false, false) }
            state.waiting.append(reader)
            let lanes = state.waiting.count < Self.greatestGroup ? Self.usualLanes : pool.limits.size
            guard state.lanes < lanes else { return (true, false) }
            state.lanes += 1
            return (true, true)
        }
        guard isTaken else { return reader.tell(.failure(.lost)) }
        // On the reactor's thread, which hears the answers, so that nothing is handed over between two exchanges.
        if starts { Task(executorPreference: pool.reactor) { [self] in await workOff() } } else { sweepLater() }
    }

    /// One clock for all who wait, since there may be many.
    private func sweepLater() {
        let starts = state.withLock { state in
            defer { state.isSweeping = true }
            return !state.isSweeping
        }
        guard starts else { return }
        Self.clock.asyncAfter(deadline: .now() + .milliseconds(100)) { [self] in
            let (late, goesOn) = state.withLock { state -> ([ReadCall], Bool) in
                let now = ContinuousClock.now
                let late = Array(state.waiting.prefix { $0.deadline < now })
                state.waiting.removeFirst(late.count)
                state.isSweeping = false
                return (late, !state.waiting.isEmpty)
            }
            for reader in late { reader.tell(.failure(.lost)) }
            if goesOn { sweepLater() }
        }
    }

    private func workOff() async {
        while let group = takeGroup() {
            do throws(PostgresFailure) {
                let rows = try await run(group)
                for (reader, rows) in zip(group, rows) { reader.tell(.success(rows)) }
            } catch {
                await fail(group, error)
            }
        }
    }

    private func run(_ group: [ReadCall]) async throws(PostgresFailure) -> [Rows] {
        try await pool.withConnection { connection async throws(PostgresFailure) in
            try await connection.run(group.map(\.call))
        }
    }

    /// A call that the server refuses must not take the others with it.
    private func fail(_ group: [ReadCall], _ failure: PostgresFailure) async {
        guard group.count > 1, case .refused = failure else {
            for reader in group { reader.tell(.failure(failure)) }
            return
        }
        for reader in group {
            do throws(PostgresFailure) {
                for rows in try await run([reader]) { reader.tell(.success(rows)) }
            } catch {
                reader.tell(.failure(error))
            }
        }
    }

    /// Nil when the lane has ended because nothing waits.
    private func takeGroup() -> [ReadCall]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.lanes -= 1
                return nil
            }
            let count = min(state.waiting.count, Self.greatestGroup)
            defer { state.waiting.removeFirst(count) }
            return Array(state.waiting.prefix(count))
        }
    }
}
