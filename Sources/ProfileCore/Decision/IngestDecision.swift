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

        package init(
            record: SourceRecord, at: Timestamp, newProfile: ProfileID, tombstones: NamedTombstones? = nil
        ) {
            self.record = record
            self.at = at
            self.newProfile = newProfile
            self.tombstones = tombstones
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
                buried: outcome.buried, missesOrder: outcome.missesOrder)
        }
        return (decision, verdicts)
    }

    /// Takes facts back; the answer tells for each key whether there was one. `newProfile` is the id for those who come
    /// apart because of it.
    package func withdraw(
        _ keys: [FactKey], seeing snapshot: consuming Snapshot, newProfile: ProfileID, at now: Timestamp
    ) -> (Decision, [Bool]) {
        var workspace = Workspace(snapshot, rules: rules, now: now, newProfile: newProfile)
        let found = keys.map { key in
            guard let fact = workspace.fact(key) else { return false }
            workspace.withdraw(fact)
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
        let order = arrival.record.orderOfItsCustomer
        let missesOrder = order.map { workspace.fact($0) == nil } ?? false
        if let earlier, let status = arrival.record.standing(against: earlier.record) {
            let isUnchanged = status == .unchanged
            // Sent again after its order, as the warning asks, it is filed with it.
            let isLate = isUnchanged && (order.map { workspace.isApart(earlier, from: $0) } ?? false)
            if !isLate {
                return Outcome(
                    status: status, profile: earlier.filing.profile, missesOrder: isUnchanged && missesOrder)
            }
        }
        let withdrawal = workspace.withdrawn.isEmpty ? nil : workspace.withdrawn[arrival.record.key]
        if let withdrawal, arrival.record.updatedAt < withdrawal.updatedAt {
            return Outcome(status: .stale, profile: nil)
        }
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
        /// There are as many of its kind as there may be; only of records about no customer.
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

    package init(
        status: Status, profile: ProfileID?, version: Int, refused: [String] = [], buried: [String] = [],
        missesOrder: Bool = false, namesUnknownTier: Bool = false
    ) {
        self.status = status
        self.profile = profile
        self.version = version
        self.refused = refused
        self.buried = buried
        self.missesOrder = missesOrder
        self.namesUnknownTier = namesUnknownTier
    }
}
