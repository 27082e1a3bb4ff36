/// Takes single records out of profiles that also hold others, as if they had never come.
///
/// What only they explain goes with them: ids that were those of their homes, tiers that somebody set there, and merges
/// and separations of these. Of records that were withdrawn nothing is remembered any more.
package struct RecordErasure: Sendable {
    private let keys: Set<FactKey>
    private let rules: IdentityRules

    package init(of keys: Set<FactKey>, rules: IdentityRules) {
        self.keys = keys
        self.rules = rules
    }

    /// What the decision must see.
    package var readSet: ReadSet {
        ReadSet(facts: keys, includesMerges: true, weakTypes: rules.weakTypes)
    }

    /// The answer tells how many there were. `newProfile` is the id for those who come apart because of it.
    package func decide(
        seeing snapshot: consuming Snapshot, newProfile: ProfileID, at now: Timestamp
    ) -> (Decision, Int) {
        let merges = snapshot.merges.filter { !keys.isDisjoint(with: $0.cause.facts) }
        let remembered = snapshot.withdrawn
        var workspace = Workspace(snapshot, rules: rules, now: now, newProfile: newProfile)
        let facts = keys.sorted().compactMap { workspace.presentFact($0) }
        for fact in facts { workspace.withdraw(fact) }
        let withdrawn = keys.sorted().compactMap { remembered[$0] }
        for withdrawal in withdrawn { workspace.forget(withdrawal) }
        workspace.change { decision in
            decision.erases = true
            decision.doubtedMerges = merges
            decision.erasedHomes = Set(facts.map(\.filing.home) + withdrawn.map(\.home))
            // Others may state what these did, and are named for it from now on.
            decision.rebuilds.formUnion(facts.map(\.filing.profile))
        }
        return (workspace.finished(), facts.count + withdrawn.count)
    }
}
