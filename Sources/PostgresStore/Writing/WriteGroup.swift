import ProfileCore
import ProfileStore
import SQLStore

/// One caller's wish to commit, waiting for its turn.
struct WriteCall: WaitingCall {
    /// Called when the commit is durable, with the decision as saved.
    typealias Complete = @Sendable (Decision, [ProfileChange]) -> Void

    let readSet: ReadSet
    let trial: CommitTrial
    let foreseen: Foreseen?
    let place: TracePlace?
    /// Pure, and called again when the transaction has to be begun again.
    let decide: @Sendable (consuming Snapshot) -> (Decision, Complete)
    /// Called instead when profiles have to be folded first.
    let prepare: @Sendable (FoldBasis) -> Void
    let fail: @Sendable (StoreError) -> Void

    /// Whether somebody waits for it who should not wait behind a load.
    var isAwaited: Bool { readSet.isAwaited }

    /// How many things it locks and loads, roughly.
    var weight: Int {
        trial.weight(reading: readSet.count)
    }
}

/// Calls that share one transaction, and so the cost of making it durable.
struct WriteGroup: Sendable {
    private static let greatestAttempts = 12

    let calls: [WriteCall]
    let pool: Pool
    /// Takes in how many calls were carried out together, or failed, just before they are answered: a caller may look
    /// at once.
    let note: @Sendable (_ calls: Int, _ hasFailed: Bool, _ places: () -> [TracePlace]) -> Void

    /// What is left to say once a group was carried out.
    struct Rest: Sendable {
        /// Calls that are not answered, because they concern what another of them decided about.
        var deferred: [WriteCall] = []
        /// How each write ended, in their order; nil for one that went well.
        var endings: [StoreError?] = []
        /// Whether writers of any node waited for this group, which was alone in the database.
        var othersWait = false

        static func + (earlier: Rest, later: Rest) -> Rest {
            Rest(
                deferred: earlier.deferred + later.deferred, endings: earlier.endings + later.endings,
                othersWait: earlier.othersWait || later.othersWait)
        }
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
                guard let retry = ServerMetrics.Retry(error), attempt + 1 < Self.greatestAttempts else {
                    return await fail(error)
                }
                pool.reactor.counts.note(retry)
                try? await Task.sleep(for: .milliseconds(Int.random(in: 0...(4 << min(attempt, 6)))))
            }
        }
        // The last attempt has returned or failed.
        return Rest()
    }

    /// What a transaction did, while nobody is answered yet.
    private struct Outcome: Sendable {
        let plan: Plan
        var decisions: [Decision] = []
        /// Of each decision.
        var changes: [[ProfileChange]] = []
        var unprepared: [Int: FoldBasis] = [:]
        let othersWait: Bool
    }

    private func commit(alone: Bool) async throws(PostgresFailure) -> Rest {
        let scope = Scope(calls.map(\.readSet))
        let outcome = try await pool.transaction { transaction async throws(PostgresFailure) in
            let plan = try await plan(of: scope, alone: alone, in: &transaction)
            let othersWait = scope.isLarge ? try await transaction.othersWait() : false
            return try await apply(plan, Outcome(plan: plan, othersWait: othersWait), in: &transaction)
        }
        return Rest(deferred: answer(outcome), endings: [nil], othersWait: outcome.othersWait)
    }

    private func plan(
        of scope: Scope, alone: Bool, in transaction: inout Transaction
    ) async throws(PostgresFailure) -> Plan {
        if calls.count == 1, let foreseen = calls[0].foreseen,
            let decided = try await transaction.take(foreseen, reading: calls[0].readSet)
        {
            return Plan(calls[0], decided)
        }
        let (loaded, moment) = try await transaction.load(scope, alone: alone)
        return Plan(calls, seeing: loaded, at: moment)
    }

    /// A rehearsal, which is alone, is rolled back as soon as it is known what would be saved.
    private func apply(
        _ plan: Plan, _ outcome: Outcome, in transaction: inout Transaction
    ) async throws(PostgresFailure) -> Transaction.Ending<Outcome> {
        var outcome = outcome
        var application = Application<PostgresStatement>(
            plan.taken.map(\.decision), in: plan.taken.map(\.call.trial))
        switch try await transaction.apply(&application) {
        case .unprepared(let bases):
            outcome.unprepared = bases
            return .rollBack(outcome)
        case .ready(let calls):
            outcome.decisions = application.decisions
            outcome.changes = application.decisions.map { _ in [] }
            guard !application.rehearses else { return .rollBack(outcome) }
            let numbering = Numbering(ChangedProfiles(application.decisions), transaction.layout)
            return .commit(calls + numbering.calls) { [outcome] rows throws(StoreError) in
                var outcome = outcome
                outcome.changes = try numbering.changes(rows.suffix(numbering.calls.count))
                return outcome
            }
        }
    }

    /// Gives the calls that are left: all others, when one of them has to fold profiles first.
    private func answer(_ outcome: Outcome) -> [WriteCall] {
        let taken = outcome.plan.taken
        guard outcome.unprepared.isEmpty else {
            for (place, basis) in outcome.unprepared { taken[place].call.prepare(basis) }
            return taken.indices.filter { outcome.unprepared[$0] == nil }.map { taken[$0].call }
                + outcome.plan.deferred
        }
        note(taken.count, false) { taken.compactMap(\.call.place) }
        for (taken, result) in zip(taken, zip(outcome.decisions, outcome.changes)) {
            taken.complete(result.0, result.1)
        }
        return outcome.plan.deferred
    }

    /// A call that fails by itself must not take the others with it.
    private func fail(_ failure: PostgresFailure) async -> Rest {
        let error = StoreError(failure)
        guard calls.count > 1, error != .unavailable, error != .cannotWrite else {
            note(calls.count, true) { calls.compactMap(\.place) }
            for call in calls { call.fail(error) }
            return Rest(endings: [error])
        }
        var rest = Rest()
        for call in calls { rest = await rest + WriteGroup(calls: [call], pool: pool, note: note).run() }
        return rest
    }
}

/// The decisions of the calls that share a transaction. None may concern what another has decided about, since all of
/// them saw what was there before the transaction; such a call waits for the next one. A rehearsal goes alone, because
/// its transaction is rolled back: it waits until it comes first, and the others wait for it.
struct Plan: Sendable {
    private(set) var taken: [(decision: Decision, complete: WriteCall.Complete, call: WriteCall)] = []
    private(set) var deferred: [WriteCall] = []
    private var facts: Set<FactKey> = []
    private var identifiers: Set<Identifier> = []
    private var profiles: Set<ProfileID> = []

    /// What was decided before.
    init(_ call: WriteCall, _ decided: (Decision, WriteCall.Complete)) {
        taken = [(decided.0, decided.1, call)]
    }

    init(_ calls: [WriteCall], seeing loaded: consuming Loaded, at moment: Timestamp) {
        guard calls.count > 1 else {
            // Everything was loaded for it, and nobody is in its way.
            guard let call = calls.first else { return }
            let (decision, complete) = call.decide(loaded.snapshot(for: call.readSet, at: moment))
            taken = [(decision, complete, call)]
            return
        }
        for call in calls { take(call, seeing: loaded.part(for: call.readSet, at: moment)) }
    }

    private var isRehearsal: Bool { taken.first?.decision.rehearses ?? false }

    private mutating func take(_ call: WriteCall, seeing snapshot: Snapshot) {
        guard !isRehearsal else { return deferred.append(call) }
        let (decision, complete) = call.decide(snapshot)
        guard !decision.rehearses || taken.isEmpty else { return deferred.append(call) }
        let facts = call.readSet.facts.union(decision.facts.keys).union(decision.withdrawnFacts.keys)
        let identifiers = call.readSet.identifiers.union(snapshot.links.keys)
            .union(decision.links.keys.map(\.identifier)).union(decision.removedLinks.map(\.identifier))
        let profiles = call.readSet.profiles.union(snapshot.profiles.keys).union(decision.changedProfiles)
            .union(decision.aliases.keys)
        guard self.facts.isDisjoint(with: facts), self.identifiers.isDisjoint(with: identifiers),
            self.profiles.isDisjoint(with: profiles)
        else { return deferred.append(call) }
        taken.append((decision, complete, call))
        self.facts.formUnion(facts)
        self.identifiers.formUnion(identifiers)
        self.profiles.formUnion(profiles)
    }
}

extension Transaction {
    /// Whether other writers wait for this transaction, which is alone, to end.
    fileprivate mutating func othersWait() async throws(PostgresFailure) -> Bool {
        let rows = try await run([Statement.othersWait()])
        return try reading { () throws(StoreError) in
            try rows[0].first { row throws(StoreError) in row.flag() } ?? false
        }
    }
}
