package import ProfileCore
package import ProfileStore

extension ProfileService {
    /// Files records in order of arrival; once this returns they are durable and the next read shows them.
    package func ingest(_ records: [SourceRecord]) async throws(StoreError) -> [IngestVerdict] {
        try await file(records).verdicts
    }

    /// Does what `ingest` does, and tells more of it.
    package func file(_ records: [SourceRecord]) async throws(StoreError) -> IngestOutcome {
        let moment = now()
        let arrivals = records.map { record in
            IngestDecision.Arrival(record: record, at: moment, newProfile: drawProfileID(at: moment))
        }
        let decision = IngestDecision(rules: settings.identity)
        return try await commit(touching: IngestDecision.touch(arrivals)) { snapshot in
            let known = Set(snapshot.profiles.keys)
            let (decision, verdicts) = decision.decide(arrivals, seeing: snapshot, at: moment)
            return (decision, IngestOutcome(verdicts, decision, known: known))
        }
    }

    /// Takes a fact back; false when there is none.
    package func withdraw(_ key: FactKey) async throws(StoreError) -> Bool {
        let moment = now()
        let decision = IngestDecision(rules: settings.identity)
        let found = try await commit(touching: Touch(facts: [key])) { snapshot in
            decision.withdraw([key], seeing: snapshot, at: moment)
        }
        return found.first ?? false
    }

    /// Commits a decision and makes it visible to every later read of this process before it returns.
    func commit<Answer: Sendable>(
        touching touch: Touch, _ decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Answer {
        let committed = try await store.commit(touching: touch, decide: decide)
        cache.invalidate(committed.decision.changedProfiles)
        judgement.take(committed.decision.profiles, committed.changes)
        return committed.answer
    }

    private func drawProfileID(at moment: Timestamp) -> ProfileID {
        ProfileID(drawnAt: moment, random: (UInt16.random(in: .min ... .max), UInt64.random(in: .min ... .max)))
    }
}
