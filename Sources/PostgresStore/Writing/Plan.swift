import ProfileCore

/// The decisions of the calls that share a transaction. None may concern what another has decided about, since all of
/// them saw what was there before the transaction; such a call waits for the next one. A rehearsal goes alone, because
/// its transaction is rolled back: it waits until it comes first, and the others wait for it.
struct Plan: Sendable {
    private(set) var taken: [(decision: Decision, tell: WriteCall.Tell, call: WriteCall)] = []
    private(set) var deferred: [WriteCall] = []
    private var facts: Set<FactKey> = []
    private var identifiers: Set<Identifier> = []
    private var profiles: Set<ProfileID> = []

    init(_ calls: [WriteCall], seeing loaded: Loaded) {
        guard calls.count > 1 else {
            // Everything was loaded for it, and nobody is in its way.
            for call in calls {
                let (decision, tell) = call.decide(loaded.snapshot)
                taken.append((decision, tell, call))
            }
            return
        }
        for call in calls { take(call, seeing: loaded.snapshot(of: call.touch)) }
    }

    private var isRehearsal: Bool { taken.first?.decision.rehearses ?? false }

    private mutating func take(_ call: WriteCall, seeing snapshot: Snapshot) {
        guard !isRehearsal else { return deferred.append(call) }
        let (decision, tell) = call.decide(snapshot)
        guard !decision.rehearses || taken.isEmpty else { return deferred.append(call) }
        let facts = call.touch.facts.union(decision.facts.keys).union(decision.withdrawnFacts.keys)
        let identifiers = call.touch.identifiers.union(snapshot.links.keys)
            .union(decision.links.keys.map(\.identifier)).union(decision.removedLinks.map(\.identifier))
        let profiles = call.touch.profiles.union(snapshot.profiles.keys).union(decision.changedProfiles)
            .union(decision.aliases.keys)
        guard self.facts.isDisjoint(with: facts), self.identifiers.isDisjoint(with: identifiers),
            self.profiles.isDisjoint(with: profiles)
        else { return deferred.append(call) }
        taken.append((decision, tell, call))
        self.facts.formUnion(facts)
        self.identifiers.formUnion(identifiers)
        self.profiles.formUnion(profiles)
    }
}
