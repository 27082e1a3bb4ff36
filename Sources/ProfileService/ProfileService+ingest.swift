package import ProfileCore
package import ProfileStore

extension ProfileService {
    /// Files records in order of arrival; once this returns they are durable and the next read shows them.
    package func ingest(_ records: [SourceRecord]) async throws(StoreError) -> [IngestVerdict] {
        if records.count == 1 { singleWrites.note() }
        return try await file(records).verdicts
    }

    /// Whether single records are written these seconds, so that whoever files many should do so in small batches.
    package var isWrittenTo: Bool { singleWrites.areGoingOn }

    /// Does what `ingest` does, and tells more of it.
    ///
    /// A record without a time of its own takes that of the commit, or `arrivedAt` where that is earlier.
    package func file(
        _ records: [SourceRecord], arrivedAt: Timestamp? = nil
    ) async throws(StoreError) -> IngestOutcome {
        if let outcome = try await file(records, arrivedAt: arrivedAt, asking: burials.maker) { return outcome }
        // Somebody was erased since this node looked.
        let maker = try await tombstoneMaker()
        burials.set(maker)
        let outcome = try await file(records, arrivedAt: arrivedAt, asking: maker)
        guard let outcome else { throw .failed(detail: "tombstones were not looked at") }
        return outcome
    }

    /// Nil when there are tombstones that nobody asked for.
    private func file(
        _ records: [SourceRecord], arrivedAt: Timestamp?, asking maker: TombstoneMaker?
    ) async throws(StoreError) -> IngestOutcome? {
        // Ascending, so that of the profiles that a call begins the earlier ones are the older ones.
        let bits = records.map { _ in drawRandomBits() }.sorted { $0 < $1 }
        let tombstones = maker.map { maker in records.map { maker.tombstones(of: $0) } }
        let decision = IngestDecision(rules: try await rules(for: records))
        var readSet = decision.readSet(records)
        readSet.tombstones = tombstones.map { Set($0.lazy.flatMap { $0.all }) }
        let committed = try await committed(reading: readSet) { snapshot -> (Decision, (IngestOutcome?, Burials)) in
            let (moment, burials) = (snapshot.moment, snapshot.burials)
            if burials == .unseen { return (Decision(decidedAt: moment), (nil, burials)) }
            let arrivals = records.indices.map { index in
                IngestDecision.Arrival(
                    record: records[index].arriving(at: min(arrivedAt ?? moment, moment)), at: moment,
                    newProfile: ProfileID(drawnAt: moment, random: bits[index]), tombstones: tombstones?[index])
            }
            let known = Set(snapshot.profiles.keys)
            let (decision, verdicts) = decision.decide(arrivals, seeing: snapshot, at: moment)
            return (decision, (IngestOutcome(verdicts, decision, known: known), burials))
        }
        let (outcome, known) = committed.answer
        if known == .none { burials.set(nil) }
        // A load leaves its claims in the queue. Judging after each of its steps would slow it down.
        if records.count <= Self.claimsPerStep { await judgeClaims(after: committed.decision) }
        return outcome?.following(committed.decision, of: records)
    }

    /// How many of at most `most` records a load should file together: few while single writes come too, since those
    /// wait for each step of it.
    package func step(atMost most: Int) -> Int {
        store.hasSingleWrites ? min(most, Self.shortStep) : most
    }

    private static let shortStep = 250

    /// Takes a fact back; false when there is none.
    package func withdraw(_ key: FactKey) async throws(StoreError) -> Bool {
        let decision = IngestDecision(rules: settings.identity)
        let random = drawRandomBits()
        let found = try await commit(reading: decision.readSet(withdrawing: [key])) { snapshot in
            let moment = snapshot.moment
            let newProfile = ProfileID(drawnAt: moment, random: random)
            return decision.withdraw([key], seeing: snapshot, newProfile: newProfile, at: moment)
        }
        return found.first ?? false
    }

    /// Commits a decision and makes it visible to every later read of this process before it returns.
    func commit<Answer: Sendable>(
        reading readSet: ReadSet, _ decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Answer {
        let committed = try await committed(reading: readSet, decide)
        await judgeClaims(after: committed.decision)
        return committed.answer
    }

    func committed<Answer: Sendable>(
        reading readSet: ReadSet, _ decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) async throws(StoreError) -> Committed<Answer> {
        let committed: Committed<Answer>
        do {
            committed = try await store.commit(reading: readSet, decide: decide)
            writeHealth.note(nil)
        } catch {
            writeHealth.note(error)
            throw error
        }
        take(committed)
        return committed
    }

    /// Forgets what a commit made untrue.
    func take(_ committed: Committed<some Sendable>) {
        cache.invalidate(committed.decision.changedProfiles)
        judgement.take(committed.decision.profiles, committed.changes)
    }

    /// Judges what a decision freed, a step of it at most; what is left, and what cannot be judged now, waits.
    private func judgeClaims(after decision: Decision) async {
        guard decision.leavesClaims else { return }
        _ = try? await judgeClaims()
    }
}

/// For a load, which files those together that belong together.
extension ProfileService {
    package func hasProfiles() async throws(StoreError) -> Bool {
        try await !store.scan(after: nil, limit: 1).isEmpty
    }

    /// Where what the records name is filed already.
    package func places(
        of records: some Sequence<SourceRecord>, in groups: PersonGroups
    ) async throws(StoreError) -> StoredPlaces {
        let names = groups.names(of: records)
        return try await store.places(of: names.facts, names.identifiers)
    }
}
