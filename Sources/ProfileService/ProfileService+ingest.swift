package import ProfileCore
package import ProfileStore
import Synchronization

extension ProfileService {
    /// Files records in order of arrival; once this returns they are durable and the next read shows them.
    package func ingest(_ records: [SourceRecord]) async throws(StoreError) -> [IngestVerdict] {
        if records.count == 1 { singleWrites.note() }
        return try await file(records).verdicts
    }

    /// Whether single records came in the last seconds. Loads then file in small batches.
    package var isWrittenTo: Bool { singleWrites.areGoingOn }

    /// Does what `ingest` does, and tells more of it.
    ///
    /// A record without a time of its own takes that of the commit, or `arrivedAt` where that is earlier.
    package func file(
        _ records: [SourceRecord], arrivedAt: Timestamp? = nil
    ) async throws(StoreError) -> IngestOutcome {
        try await file(try await prepare(records, arrivedAt: arrivedAt))
    }

    /// Decides about many records beside the writers, while others are filed that have nothing to do with them.
    package func prepare(
        _ records: [SourceRecord], arrivedAt: Timestamp? = nil
    ) async throws(StoreError) -> PreparedFiling {
        let facts = records.filter { $0.key.kind.subject != .nobody }
        let foresight = try await foresee(facts, arrivedAt: arrivedAt, asking: burials.maker)
        return PreparedFiling(
            records: facts, all: facts.count < records.count ? records : [], arrivedAt: arrivedAt,
            foresight: foresight)
    }

    /// Files what was prepared.
    package func file(_ filing: PreparedFiling) async throws(StoreError) -> IngestOutcome {
        guard !filing.all.isEmpty else { return try await file(facts: filing) }
        let outcome = filing.records.isEmpty ? nil : try await file(facts: filing)
        let others = try await file(
            catalogue: filing.all.filter { $0.key.kind.subject == .nobody }, arrivedAt: filing.arrivedAt)
        return IngestOutcome(outcome, with: others, of: filing.all)
    }

    private func file(facts filing: PreparedFiling) async throws(StoreError) -> IngestOutcome {
        let outcome = try await file(filing.records, filing.foresight)
        return try await answer(outcome) { maker async throws(StoreError) in
            try await file(
                filing.records, try await foresee(filing.records, arrivedAt: filing.arrivedAt, asking: maker))
        }
    }

    /// The first answer. Where it is nil, somebody was erased since this node looked, and `again` asks for tombstones.
    private func answer<Answer>(
        _ first: Answer?, orAgain again: (TombstoneMaker) async throws(StoreError) -> Answer?
    ) async throws(StoreError) -> Answer {
        if let first { return first }
        let maker = try await tombstoneMaker()
        burials.set(maker)
        guard let answer = try await again(maker) else { throw .failed(detail: "tombstones were not looked at") }
        return answer
    }

    private func foresee(
        _ records: [SourceRecord], arrivedAt: Timestamp?, asking maker: TombstoneMaker?
    ) async throws(StoreError) -> PreparedFiling.Decided {
        // Ascending, so that of the profiles that a call begins the earlier ones are the older ones.
        let bits = records.map { _ in drawRandomBits() }.sorted { $0 < $1 }
        let tombstones = maker.map { maker in records.map { maker.tombstones(of: $0) } }
        let decision = IngestDecision(rules: try await rules(for: records))
        var readSet = decision.readSet(records)
        readSet.isNew = isLoading.load(ordering: .relaxed)
        readSet.tombstones = tombstones.map { Set($0.lazy.flatMap { $0.all }) }
        return try await store.foresee(
            reading: readSet,
            decide: sighting(readSet) { snapshot in
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
            })
    }

    /// Nil when there are tombstones that nobody asked for.
    private func file(
        _ records: [SourceRecord], _ foresight: PreparedFiling.Decided
    ) async throws(StoreError) -> IngestOutcome? {
        let committed = try await committed { () async throws(StoreError) in try await store.commit(foresight) }
        sources.note(records, at: now())
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

    /// What is stored of facts.
    package func records(_ keys: Set<FactKey>) async throws(StoreError) -> [FactKey: SourceRecord] {
        try await store.facts(keys).mapValues(\.record)
    }

    /// Facts of a kind and a source whose ids begin with one of the texts, ascending by the bytes of the id; `limit` of
    /// them at most.
    package func records(
        _ kind: RecordKind, of source: String, idsBeginning beginnings: Set<String>, limit: Int
    ) async throws(StoreError) -> [SourceRecord] {
        try await store.facts(kind: kind, of: source, idsBeginning: beginnings, limit: limit).map(\.record)
    }

    /// Takes a fact back as of `time`, if it is known when somebody said so; false when there is none. What was stated
    /// of it before then stays out, also when it has not come yet.
    package func withdraw(_ key: FactKey, statedAt time: Timestamp? = nil) async throws(StoreError) -> Bool {
        if key.kind.subject == .nobody { return try await withdraw(catalogue: key, statedAt: time) }
        let random = drawRandomBits()
        let found = try await withdrawing([key]) { decision, snapshot, erased in
            let moment = snapshot.moment
            let newProfile = ProfileID(drawnAt: moment, random: random)
            return decision.withdraw(
                [key], statedAt: time, erased: erased, seeing: snapshot, newProfile: newProfile, at: moment)
        }
        return found.first ?? false
    }

    /// Takes facts about customers back, each as of its own time.
    package func withdraw(_ facts: [(key: FactKey, statedAt: Timestamp)]) async throws(StoreError) {
        var rest = facts[...]
        while !rest.isEmpty {
            try await withdraw(step: Array(rest.prefix(Self.shortStep)))
            rest = rest.dropFirst(Self.shortStep)
        }
    }

    private func withdraw(step: [(key: FactKey, statedAt: Timestamp)]) async throws(StoreError) {
        let random = drawRandomBits()
        let withdrawals = step.map { (fact: $0, random: drawRandomBits()) }
        _ = try await withdrawing(step.map(\.key)) { decision, snapshot, erased in
            let moment = snapshot.moment
            return decision.withdraw(
                withdrawals.map { ($0.fact.key, $0.fact.statedAt, ProfileID(drawnAt: moment, random: $0.random)) },
                erased: erased, seeing: snapshot, newProfile: ProfileID(drawnAt: moment, random: random), at: moment)
        }
    }

    private typealias DecideToWithdraw<Answer> =
        @Sendable (IngestDecision, consuming Snapshot, _ erased: Set<FactKey>) -> (Decision, Answer)

    /// Withdraws, knowing which of the facts were erased: a mark of such a one would name it again.
    private func withdrawing<Answer: Sendable>(
        _ keys: [FactKey], _ decide: @escaping DecideToWithdraw<Answer>
    ) async throws(StoreError) -> Answer {
        try await answer(try await withdrawing(keys, asking: burials.maker, decide)) { maker async throws(StoreError) in
            try await withdrawing(keys, asking: maker, decide)
        }
    }

    /// Nil when there are tombstones that nobody asked for.
    private func withdrawing<Answer: Sendable>(
        _ keys: [FactKey], asking maker: TombstoneMaker?, _ decide: @escaping DecideToWithdraw<Answer>
    ) async throws(StoreError) -> Answer? {
        let decision = IngestDecision(rules: settings.identity)
        let tombstones = maker.map { maker in keys.map { maker.tombstone(of: .fact($0)) } }
        var readSet = decision.readSet(withdrawing: keys)
        readSet.tombstones = tombstones.map(Set.init)
        return try await commit(reading: readSet) { snapshot in
            let burials = snapshot.burials
            if burials == .unseen { return (Decision(decidedAt: snapshot.moment), nil) }
            let erased = zip(keys, tombstones ?? []).filter { burials.contains($0.1) }.map(\.0)
            return decide(decision, snapshot, Set(erased))
        }
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
        try await committed { () async throws(StoreError) in
            try await store.commit(reading: readSet, decide: sighting(readSet, decide))
        }
    }

    /// Decides, and notes which profiles were there to be seen.
    func sighting<Answer>(
        _ readSet: ReadSet, _ decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Answer)
    ) -> @Sendable (consuming Snapshot) -> (Decision, Sighted<Answer>) {
        let isNoted = cache.mayBeBehind
        return { snapshot in
            let profiles = isNoted ? SightedProfiles(snapshot, reading: readSet) : nil
            let (decision, answer) = decide(snapshot)
            return (decision, Sighted(answer: answer, profiles: profiles))
        }
    }

    private func committed<Answer>(
        by commit: () async throws(StoreError) -> Committed<Sighted<Answer>>
    ) async throws(StoreError) -> Committed<Answer> {
        let committed: Committed<Sighted<Answer>>
        do {
            committed = try await commit()
            writeHealth.note(nil)
        } catch {
            writeHealth.note(error)
            throw error
        }
        if let profiles = committed.answer.profiles { cache.invalidate(olderThan: profiles) }
        take(committed)
        return Committed(
            answer: committed.answer.answer, decision: committed.decision, changes: committed.changes)
    }

    /// Forgets what a commit made untrue, and tells those who follow the profiles.
    func take(_ committed: Committed<some Sendable>) {
        cache.invalidate(committed.decision.changedProfiles)
        judgement.take(committed.decision.profiles, committed.changes)
        hub.note(committed.changes)
        noteTiers(committed)
        tellOpened(by: committed.decision, committed.changes)
    }

    /// Judges what a decision freed, a step of it at most; what is left, and what cannot be judged now, waits.
    private func judgeClaims(after decision: Decision) async {
        guard decision.leavesClaims else { return }
        _ = try? await judgeClaims()
    }
}

/// Records that were decided about before they are filed.
package struct PreparedFiling: Sendable {
    /// About customers.
    let records: [SourceRecord]
    /// Where there are others among them: these and the others, in their order.
    let all: [SourceRecord]
    let arrivedAt: Timestamp?
    let foresight: Decided

    typealias Decided = Foresight<Sighted<(IngestOutcome?, Burials)>>
}

/// For a load, which files those together that belong together.
extension ProfileService {
    package func hasProfiles() async throws(StoreError) -> Bool {
        try await !store.scan(after: nil, limit: 1).isEmpty
    }

    /// Until `endLoad`, records that are filed have nothing to do with those that were filed before. Does nothing where
    /// that is of no use to the store.
    package func beginLoad() async throws(StoreError) {
        isLoading.store(try await store.beginLoad(), ordering: .relaxed)
    }

    /// Harmless when no load was begun.
    package func endLoad() async throws(StoreError) {
        guard isLoading.exchange(false, ordering: .relaxed) else { return }
        try await store.endLoad()
    }

    /// Where what the records name is filed already.
    package func places(
        of records: some Sequence<SourceRecord>, knownBy names: PersonNames
    ) async throws(StoreError) -> StoredPlaces {
        let stored = names.stored(of: records)
        return try await store.places(of: stored.facts, stored.identifiers)
    }
}

/// What filing a batch of records did.
package struct IngestOutcome: Sendable {
    /// One for each record, in their order.
    package let verdicts: [IngestVerdict]
    /// How many profiles began, those included that ended at once.
    package let profilesMade: Int
    package let merges: Int
    /// How many links were refused.
    package let conflicts: Int

    init(_ verdicts: [IngestVerdict], _ decision: Decision, known: Set<ProfileID>) {
        self.verdicts = verdicts
        profilesMade = decision.changedProfiles.count { !known.contains($0) }
        merges = decision.merges.count
        // Not those of the decision: what a later record of the batch settles counts as it would in a batch of its own.
        conflicts = verdicts.reduce(0) { $0 + $1.refused.count }
    }

    /// With the verdicts about those of `records` that are about no customer put between the others.
    fileprivate init(_ outcome: IngestOutcome?, with others: [IngestVerdict], of records: [SourceRecord]) {
        var (facts, rest) = ((outcome?.verdicts ?? [])[...], others[...])
        verdicts = records.compactMap { $0.key.kind.subject == .nobody ? rest.popFirst() : facts.popFirst() }
        profilesMade = outcome?.profilesMade ?? 0
        merges = outcome?.merges ?? 0
        conflicts = outcome?.conflicts ?? 0
    }

    private init(_ outcome: IngestOutcome, _ verdicts: [IngestVerdict]) {
        self.verdicts = verdicts
        (profilesMade, merges, conflicts) = (outcome.profilesMade, outcome.merges, outcome.conflicts)
    }

    /// The same with the profiles where the records lie once the decision is carried out: one may have come apart.
    func following(_ decision: Decision, of records: [SourceRecord]) -> IngestOutcome {
        guard !decision.rebuilds.isEmpty else { return self }
        let followed = zip(verdicts, records).map { verdict, record -> IngestVerdict in
            guard let profile = decision.facts[record.key]?.filing.profile, profile != verdict.profile else {
                return verdict
            }
            return IngestVerdict(
                status: verdict.status, profile: profile, version: decision.profiles[profile]?.version ?? 0,
                refused: verdict.refused, buried: verdict.buried, missesOrder: verdict.missesOrder,
                refusal: verdict.refusal)
        }
        return IngestOutcome(self, followed)
    }
}

/// How many records met which fate.
package struct VerdictCounts: Hashable, Sendable {
    package var accepted = 0
    package var unchanged = 0
    package var stale = 0
    package var suppressed = 0

    package init(accepted: Int = 0, unchanged: Int = 0, stale: Int = 0, suppressed: Int = 0) {
        self.accepted = accepted
        self.unchanged = unchanged
        self.stale = stale
        self.suppressed = suppressed
    }

    package var total: Int { accepted + unchanged + stale + suppressed }

    package static func + (one: VerdictCounts, other: VerdictCounts) -> VerdictCounts {
        VerdictCounts(
            accepted: one.accepted + other.accepted, unchanged: one.unchanged + other.unchanged,
            stale: one.stale + other.stale, suppressed: one.suppressed + other.suppressed)
    }

    package mutating func count(_ status: IngestVerdict.Status) {
        switch status {
        case .accepted: accepted += 1
        case .unchanged: unchanged += 1
        case .stale: stale += 1
        case .suppressed: suppressed += 1
        // Whoever counts tells those by themselves.
        case .refused: break
        }
    }
}
