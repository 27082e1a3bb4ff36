import ProfileCore
import ProfileStore

/// Calls that share one transaction, and so the cost of making it durable.
struct WriteGroup: Sendable {
    private static let greatestAttempts = 12

    let calls: [WriteCall]
    let pool: Pool
    /// Counts so many calls, just before they are answered: a caller may look at once.
    let count: @Sendable (Int) -> Void

    /// What is left to say once a group was carried out.
    struct Rest: Sendable {
        /// Calls that are not answered, because they concern what another of them decided about.
        var deferred: [WriteCall] = []
        /// Why the calls failed together, if they did.
        var error: StoreError?
        /// Whether writers of any node waited for this group, which was alone in the database.
        var othersWait = false
    }

    /// Answers the calls, except those that are left.
    func run() async -> Rest {
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
        // The last attempt has returned or failed.
        return Rest()
    }

    private struct Outcome: Sendable {
        let plan: Plan
        let decisions: [Decision]
        let saved: Transaction.Saved
        let othersWait: Bool
    }

    private func commit(alone: Bool) async throws(PostgresFailure) -> Rest {
        let scope = Scope(calls.map(\.touch))
        let outcome = try await pool.withTransaction { transaction async throws(PostgresFailure) -> Outcome in
            let loaded = try await transaction.load(scope, alone: alone)
            let plan = Plan(calls, seeing: loaded)
            var decisions = plan.taken.map(\.decision)
            let othersWait = scope.isLarge ? try await transaction.othersWait() : false
            let saved = try await transaction.save(&decisions, in: plan.taken.map(\.call.trial))
            return Outcome(plan: plan, decisions: decisions, saved: saved, othersWait: othersWait)
        }
        return Rest(deferred: answer(outcome), othersWait: outcome.othersWait)
    }

    /// Gives the calls that are left: all others, when one of them has to fold profiles first.
    private func answer(_ outcome: Outcome) -> [WriteCall] {
        let taken = outcome.plan.taken
        switch outcome.saved {
        case .changes(let changes):
            count(taken.count)
            for (taken, result) in zip(taken, zip(outcome.decisions, changes)) { taken.tell(result.0, result.1) }
            return outcome.plan.deferred
        case .unprepared(let bases):
            for (place, basis) in bases { taken[place].call.prepare(basis) }
            return taken.indices.filter { bases[$0] == nil }.map { taken[$0].call } + outcome.plan.deferred
        }
    }

    /// A call that fails by itself must not take the others with it.
    private func fail(_ failure: PostgresFailure) async -> Rest {
        let error = StoreError(failure)
        guard calls.count > 1, error != .unavailable, error != .cannotWrite else {
            count(calls.count)
            for call in calls { call.fail(error) }
            return Rest(error: error)
        }
        for call in calls { _ = await WriteGroup(calls: [call], pool: pool, count: count).run() }
        return Rest()
    }
}
