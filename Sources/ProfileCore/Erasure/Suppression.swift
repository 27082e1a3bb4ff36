/// What erasures leave of a record that arrives.
///
/// The record of somebody erased is not taken at all: when the record itself, its order or its own identifier is
/// buried, or all that tells whom it is about. Where only a part is buried, an address that two people used, say, the
/// record is taken without it. What somebody living holds is not buried: tombstones cover all spellings, and one of
/// them may be theirs.
enum Suppression: Hashable {
    case none
    case whole
    case identifiers(Set<Identifier>)

    init(
        of record: SourceRecord, _ names: NamedTombstones, among buried: Set<Tombstone>, rules: IdentityRules,
        isHeld: (Identifier) -> Bool
    ) {
        guard !buried.isDisjoint(with: names.all) else {
            self = .none
            return
        }
        let gone = Set(
            zip(record.identifiers, names.identifiers).filter { buried.contains($1) && !isHeld($0) }.map(\.0))
        let strong = rules.identifiers(of: record, .strong)
        let telling = strong.isEmpty ? record.identifiers : strong
        if buried.contains(names.record) || names.order.map(buried.contains) ?? false {
            self = .whole
        } else if record.ownIdentifier.map(gone.contains) ?? false {
            self = .whole
        } else if !telling.isEmpty, telling.allSatisfy(gone.contains) {
            self = .whole
        } else {
            self = gone.isEmpty ? .none : .identifiers(gone)
        }
    }
}

extension SourceRecord {
    /// The names by which an erasure buries this very record. Its other identifiers say nothing of a record that was
    /// taken: their tombstones cover spellings that somebody living may have.
    package var ownNames: [ErasableName] {
        [.fact(key)] + (ownIdentifier.map { [.identifier($0)] } ?? [])
    }

    /// The same record, as if it had not named `gone`.
    func without(_ gone: Set<Identifier>) -> SourceRecord {
        with(identifiers: identifiers.filter { !gone.contains($0) })
    }
}

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
