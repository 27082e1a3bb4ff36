/// What becomes of the rows that hold tallies of a profile, in the order of the members.
package struct TallyChange: Hashable, Sendable {
    /// All rows of these kinds go.
    package var cleared: Set<TallyKind> = []
    /// To insert or replace, by key.
    package var saved: [TallyRow] = []
    package var removed: Set<TallyKey> = []
    /// How many of the foremost of a kind the store must read then, and tell `Decision.settle(foremost:)`.
    package var wanted: [TallyKind: Int] = [:]

    package init() {}

    var isEmpty: Bool { self == TallyChange() }
}

/// Rows that hold tallies of a profile.
package struct TalliesFound: Hashable, Sendable {
    /// What was looked for.
    package var asked: Set<TallyKey>
    package var tallies: [TallyRow]

    package init(asked: Set<TallyKey> = [], tallies: [TallyRow] = []) {
        self.asked = asked
        self.tallies = tallies
    }
}

extension Snapshot {
    /// What a decision about `touch` needs of the rows that hold tallies, once all else of the snapshot is known: only
    /// profiles with such rows are in it.
    ///
    /// A record counts for the profile where its earlier version is, or to which its identifiers or its order lead.
    /// Where it comes to count for another one, which is rare, that one is folded from its facts.
    package func talliesNeeded(by touch: Touch) -> [ProfileID: Set<TallyKey>] {
        var needed: [ProfileID: Set<TallyKey>] = [:]
        for (id, state) in profiles where !state.summary.shelved.isEmpty { needed[id] = [] }
        guard !needed.isEmpty else { return [:] }
        func note(_ record: SourceRecord, for profile: ProfileID) {
            guard let shelved = profiles[profile]?.summary.shelved, needed[profile] != nil else { return }
            let keys = record.tallyKeys(weakTypes: touch.weakTypes).filter { shelved[$0.kind] != nil }
            needed[profile]?.formUnion(keys)
        }
        for fact in facts.values { note(fact.record, for: fact.filing.profile) }
        for record in touch.records {
            var ids = Set(record.identifiers.flatMap { links[$0]?.map(\.profile) ?? [] })
            for key in [record.key, record.orderOfItsCustomer].compactMap(\.self) {
                if let fact = facts[key] { ids.insert(fact.filing.profile) }
            }
            for id in ids { note(record, for: id) }
        }
        return needed
    }
}
