/// Decides what a batch of records, in order of arrival, changes.
package struct IngestDecision: Sendable {
    /// A record and what has to be drawn for it outside, so that deciding twice gives the same.
    package struct Arrival: Sendable {
        package let record: SourceRecord
        package let at: Timestamp
        /// The id of the profile that the record begins, should it begin one.
        package let newProfile: ProfileID
        /// Nil when the node knows of no erasure.
        package let tombstones: NamedTombstones?
        /// Whether the record was made of a statement and of what is stored, whose order nobody read.
        private(set) var isPieced = false

        package init(
            record: SourceRecord, at: Timestamp, newProfile: ProfileID, tombstones: NamedTombstones? = nil
        ) {
            self.record = record
            self.at = at
            self.newProfile = newProfile
            self.tombstones = tombstones
        }

        /// The arrival of what the statement makes.
        fileprivate func making(_ made: SourceRecord) -> Arrival {
            guard record.extent != .whole || made.extent != .whole else { return self }
            var arrival = Arrival(record: made, at: at, newProfile: newProfile, tombstones: tombstones)
            arrival.isPieced = true
            return arrival
        }
    }

    let rules: IdentityRules

    package init(rules: IdentityRules) {
        self.rules = rules
    }

    /// What the decision about `records` must see.
    package func readSet(_ records: [SourceRecord]) -> ReadSet {
        var readSet = ReadSet(weakTypes: rules.weakTypes, records: records)
        readSet.facts.reserveCapacity(records.count)
        for record in records {
            readSet.facts.insert(record.key)
            if let order = record.orderOfItsCustomer { readSet.facts.insert(order) }
            for identifier in record.identifiers where !rules.weakTypes.contains(identifier.type) {
                readSet.identifiers.insert(identifier)
            }
        }
        return readSet
    }

    /// What the decision to withdraw facts must see.
    package func readSet(withdrawing keys: [FactKey]) -> ReadSet {
        ReadSet(facts: Set(keys), weakTypes: rules.weakTypes)
    }

    /// The decision and a verdict for each arrival, in their order.
    package func decide(
        _ arrivals: [Arrival], seeing snapshot: consuming Snapshot, at now: Timestamp
    ) -> (Decision, [IngestVerdict]) {
        let burials = snapshot.burials
        var workspace = Workspace(snapshot, rules: rules, now: now, newProfile: arrivals.first?.newProfile)
        workspace.change { $0.facts.reserveCapacity(arrivals.count) }
        let outcomes = arrivals.map { admit($0, past: burials, in: &workspace) }
        let decision = workspace.finished()
        let verdicts = outcomes.map { outcome in
            let profile = outcome.profile.map(workspace.present)
            let version = profile.flatMap { decision.profiles[$0] ?? workspace.profile($0) }?.version ?? 0
            return IngestVerdict(
                status: outcome.status, profile: profile, version: version, refused: outcome.refused,
                buried: outcome.buried, missesOrder: outcome.missesOrder, refusal: outcome.refusal)
        }
        return (decision, verdicts)
    }

    /// Takes facts back; the answer tells for each key whether there was one. `newProfile` is the id for those who come
    /// apart because of it.
    ///
    /// A withdrawal that has a time of its own spares what was stated after it. It is remembered by that time, also
    /// of a fact that is not there: what it took back may come later.
    package func withdraw(
        _ keys: [FactKey], statedAt time: Timestamp? = nil, erased: Set<FactKey> = [],
        seeing snapshot: consuming Snapshot, newProfile: ProfileID, at now: Timestamp
    ) -> (Decision, [Bool]) {
        withdraw(
            keys.map { ($0, time, newProfile) }, erased: erased, seeing: snapshot, newProfile: newProfile, at: now)
    }

    /// Takes facts back, each as of its own time. A fact that is not there is remembered as one of `nobody`, unless it
    /// was erased: then its tombstone keeps it out.
    package func withdraw(
        _ withdrawals: [(key: FactKey, statedAt: Timestamp?, nobody: ProfileID)], erased: Set<FactKey> = [],
        seeing snapshot: consuming Snapshot, newProfile: ProfileID, at now: Timestamp
    ) -> (Decision, [Bool]) {
        var workspace = Workspace(snapshot, rules: rules, now: now, newProfile: newProfile)
        let found = withdrawals.map { key, time, nobody in
            guard let fact = workspace.fact(key) else {
                if !erased.contains(key) { workspace.remember(withdrawing: key, at: time, as: nobody) }
                return false
            }
            if let time, Withdrawal.spares(fact.record.updatedAt, withdrawnAt: time) { return false }
            workspace.withdraw(fact, at: time)
            return true
        }
        return (workspace.finished(), found)
    }

    private struct Outcome {
        let status: IngestVerdict.Status
        /// As it was called when the record was filed; nil when the fact was withdrawn or nothing of it may be kept.
        let profile: ProfileID?
        var refused: [String] = []
        var buried: [String] = []
        var missesOrder = false
        var refusal: RecordRefusal?
    }

    /// Files what erasures leave of the record.
    private func admit(_ arrival: Arrival, past burials: Burials, in workspace: inout Workspace) -> Outcome {
        guard case .found(let buried) = burials, let names = arrival.tombstones else {
            return file(arrival, in: &workspace)
        }
        let suppression = Suppression(
            of: arrival.record, names, among: buried, rules: rules, isHeld: { workspace.link($0) != nil })
        switch suppression {
        case .none: return file(arrival, in: &workspace)
        case .whole: return Outcome(status: .suppressed, profile: nil)
        case .identifiers(let gone):
            let rest = Arrival(record: arrival.record.without(gone), at: arrival.at, newProfile: arrival.newProfile)
            var outcome = file(rest, in: &workspace)
            outcome.buried = gone.map(\.type).sorted()
            return outcome
        }
    }

    private func file(_ arrival: Arrival, in workspace: inout Workspace) -> Outcome {
        let earlier = workspace.fact(arrival.record.key)
        if isWithdrawn(arrival.record, in: workspace) { return Outcome(status: .stale, profile: nil) }
        switch arrival.record.restated(over: earlier?.record) {
        case .record(let record): return place(arrival.making(record), over: earlier, in: &workspace)
        case .standing(let status): return keep(arrival, as: status, beside: earlier, in: &workspace)
        case .refused(let refusal): return Outcome(status: .refused, profile: nil, refusal: refusal)
        }
    }

    /// Leaves what is stored as it is, but for the place of a record that came before its order: sent again after it,
    /// as the warning asks, it is filed with it.
    private func keep(
        _ arrival: Arrival, as status: IngestVerdict.Status, beside earlier: Fact?, in workspace: inout Workspace
    ) -> Outcome {
        guard let earlier else { return Outcome(status: status, profile: nil) }
        let arrival = arrival.record.extent == .whole ? arrival : arrival.making(earlier.record)
        let (order, isUnchanged) = (arrival.record.orderOfItsCustomer, status == .unchanged)
        if isUnchanged, let order, workspace.isApart(earlier, from: order) {
            return place(arrival, over: earlier, in: &workspace)
        }
        let missesOrder = isUnchanged && !arrival.isPieced && (order.map { workspace.fact($0) == nil } ?? false)
        return Outcome(status: status, profile: earlier.filing.profile, missesOrder: missesOrder)
    }

    /// Whether the record was taken back after this was stated of it, be it the whole or a part.
    private func isWithdrawn(_ record: SourceRecord, in workspace: Workspace) -> Bool {
        guard !workspace.withdrawn.isEmpty, let withdrawal = workspace.withdrawn[record.key] else { return false }
        return record.updatedAt < withdrawal.updatedAt
    }

    private func place(_ arrival: Arrival, over earlier: Fact?, in workspace: inout Workspace) -> Outcome {
        let withdrawal = workspace.withdrawn.isEmpty ? nil : workspace.withdrawn[arrival.record.key]
        let order = arrival.record.orderOfItsCustomer
        let missesOrder = !arrival.isPieced && (order.map { workspace.fact($0) == nil } ?? false)
        let (filing, refused) = workspace.file(arrival, replacing: earlier, after: withdrawal)
        return Outcome(
            status: .accepted, profile: filing.profile, refused: refused.map(\.identifier.type),
            missesOrder: missesOrder)
    }
}

extension SourceRecord {
    /// What becomes of this record beside an earlier version of the fact; nil when it replaces it.
    ///
    /// Of two versions with one time the later to arrive wins: sources that stamp whole days mean that. So it is with
    /// two that have no time but that of their arrival, whatever the clocks showed then.
    func standing(against earlier: SourceRecord) -> IngestVerdict.Status? {
        let isOrderedByArrival = isTimedByArrival && earlier.isTimedByArrival
        if updatedAt < earlier.updatedAt, !isOrderedByArrival { return .stale }
        let isRepeated = isTimedByArrival || updatedAt == earlier.updatedAt
        return isRepeated && hasSameContent(as: earlier) ? .unchanged : nil
    }
}

/// What became of one record.
package struct IngestVerdict: Hashable, Sendable {
    package enum Status: String, CaseIterable, Hashable, Sendable {
        case accepted
        /// The same was stored already.
        case unchanged
        /// A newer version is stored.
        case stale
        /// The person it is about was erased, so nothing of it is kept.
        case suppressed
        /// It is right by itself, but not beside what is stored.
        case refused
    }

    package let status: Status
    /// The profile that holds the fact; nil when none does: it was withdrawn later, or nothing of it may be kept.
    package let profile: ProfileID?
    /// The profile's version after the commit.
    package let version: Int
    /// The types of the identifiers that were refused to lead to it; each is a conflict for review.
    package let refused: [String]
    /// The types of the identifiers that the record was taken without, because they were erased.
    package let buried: [String]
    /// Whether it names nobody but an order that its source has not stated, so that it leads to nobody.
    package let missesOrder: Bool
    /// Whether it is a notice for a tier that the policy does not have.
    package let namesUnknownTier: Bool
    /// Why a refused one was.
    package let refusal: RecordRefusal?

    package init(
        status: Status, profile: ProfileID?, version: Int, refused: [String] = [], buried: [String] = [],
        missesOrder: Bool = false, namesUnknownTier: Bool = false, refusal: RecordRefusal? = nil
    ) {
        self.status = status
        self.profile = profile
        self.version = version
        self.refused = refused
        self.buried = buried
        self.missesOrder = missesOrder
        self.namesUnknownTier = namesUnknownTier
        self.refusal = refusal
    }
}
