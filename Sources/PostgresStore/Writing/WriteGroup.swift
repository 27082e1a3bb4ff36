import ProfileCore
import ProfileStore

/// Calls that share one transaction, and so the cost of making it durable.
struct WriteGroup: Sendable {
    private static let greatestAttempts = 12

    let calls: [WriteCall]
    let pool: Pool

    /// Answers the calls, except those it gives back because they concern what another of them decided about.
    func run() async -> [WriteCall] {
        var alone = false
        for attempt in 0..<Self.greatestAttempts {
            do throws(PostgresFailure) {
                return try await commit(alone: alone)
            } catch {
                // No room for single locks: one lock for everything needs none.
                alone = alone || error.isShortOfLocks
                guard let retry = Tally.Retry(error), attempt + 1 < Self.greatestAttempts else {
                    return await fail(error)
                }
                pool.reactor.tally.note(retry)
                try? await Task.sleep(for: .milliseconds(Int.random(in: 0...(4 << min(attempt, 6)))))
            }
        }
        return []
    }

    private func commit(alone: Bool) async throws(PostgresFailure) -> [WriteCall] {
        let (plan, decisions, changes) = try await pool.withTransaction {
            transaction async throws(PostgresFailure) -> (Plan, [Decision], [[ProfileChange]]) in
            let loaded = try await transaction.load(Scope(calls.map(\.touch)), alone: alone)
            let plan = Plan(calls, seeing: loaded)
            var decisions = plan.taken.map(\.decision)
            let changes = try await transaction.save(&decisions)
            return (plan, decisions, changes)
        }
        for (taken, result) in zip(plan.taken, zip(decisions, changes)) { taken.tell(result.0, result.1) }
        return plan.deferred
    }

    /// A call that fails by itself must not take the others with it.
    private func fail(_ failure: PostgresFailure) async -> [WriteCall] {
        let error = StoreError(failure)
        guard calls.count > 1, error != .unavailable, error != .cannotWrite else {
            for call in calls { call.fail(error) }
            return []
        }
        for call in calls { _ = await WriteGroup(calls: [call], pool: pool).run() }
        return []
    }
}
