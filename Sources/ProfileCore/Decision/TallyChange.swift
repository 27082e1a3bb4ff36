/// What becomes of the rows that hold tallies of a profile, in the order of the members.
package struct TallyChange: Hashable, Sendable {
    /// All rows of these kinds go.
    package var cleared: Set<TallyKind> = []
    /// To insert or replace, by key.
    package var saved: [TallyRow] = []
    package var removed: Set<TallyKey> = []
    /// How many of the foremost of a kind the store must read then, and tell `Decision.take(foremost:)`.
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
    /// What a decision about `readSet` needs of the rows that hold tallies, once all else of the snapshot is known:
    /// only profiles with such rows are in it.
    ///
    /// A record counts for the profile where its earlier version is, or to which its identifiers or its order lead.
    /// When they lead to several, what the others list may come to count for it too. When a record comes to count for
    /// yet another one, which is rare, that one is folded from its facts.
    package func talliesNeeded(by readSet: ReadSet) -> [ProfileID: Set<TallyKey>] {
        var needed: [ProfileID: Set<TallyKey>] = [:]
        for (id, state) in profiles where !state.summary.shelved.isEmpty { needed[id] = [] }
        guard !needed.isEmpty else { return [:] }
        func note(_ keys: @autoclosure () -> Set<TallyKey>, for profile: ProfileID) {
            guard let shelved = profiles[profile]?.summary.shelved, needed[profile] != nil else { return }
            needed[profile]?.formUnion(keys().filter { shelved[$0.kind] != nil })
        }
        func noteMerge(of ids: Set<ProfileID>) {
            for id in ids where ids.count > 1 && needed[id] != nil {
                for other in ids where needed[other] == nil {
                    note(profiles[other]?.summary.tallyKeys ?? [], for: id)
                }
            }
        }
        for fact in facts.values {
            note(fact.record.tallyKeys(weakTypes: readSet.weakTypes), for: fact.filing.profile)
        }
        if readSet.includesMerges { noteMerge(of: Set(readSet.profiles.map { aliases[$0] ?? $0 })) }
        for record in readSet.records {
            var ids = Set(record.identifiers.flatMap { links[$0]?.map(\.profile) ?? [] })
            for key in [record.key, record.orderOfItsCustomer].compactMap(\.self) {
                if let fact = facts[key] { ids.insert(fact.filing.profile) }
            }
            for id in ids { note(record.tallyKeys(weakTypes: readSet.weakTypes), for: id) }
            noteMerge(of: ids)
        }
        return needed
    }
}
