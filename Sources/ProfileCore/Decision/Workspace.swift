/// The snapshot of a decision, changed step by step, and the decision that grows from it.
///
/// Profiles that merge within one decision are followed lazily: what was filed under an absorbed profile is renamed
/// once, at the end.
struct Workspace {
    let rules: IdentityRules
    let now: Timestamp

    private(set) var decision: Decision
    private(set) var facts: [FactKey: Fact]
    private var links: [Identifier: [Link]]
    private var profiles: [ProfileID: ProfileState]
    private var separations: Set<Separation>
    private var changed: Set<ProfileID> = []
    private var conflicts: [FactKey: [Conflict]] = [:]
    /// Where an absorbed profile went.
    private var forward: [ProfileID: ProfileID] = [:]

    init(_ snapshot: consuming Snapshot, rules: IdentityRules, now: Timestamp) {
        self.rules = rules
        self.now = now
        decision = Decision(decidedAt: now)
        facts = snapshot.facts
        links = snapshot.links
        profiles = snapshot.profiles
        separations = snapshot.separations
    }

    /// The present name of a profile.
    func present(_ id: ProfileID) -> ProfileID {
        var id = id
        while let next = forward[id] { id = next }
        return id
    }

    func profile(_ id: ProfileID) -> ProfileState? { profiles[id] }

    func link(_ identifier: Identifier) -> Link? { links[identifier]?.first }

    // MARK: Facts

    /// Takes the earlier version of a fact out of its profile; its links stay until `dropUnprovenLinks`.
    mutating func detach(_ fact: Fact) {
        let id = present(fact.filing.profile)
        profiles[id]?.summary.remove(fact.record)
        changed.insert(id)
        facts[fact.key] = nil
        decision.facts[fact.key] = nil
        decision.settledFacts.insert(fact.key)
        conflicts[fact.key] = nil
    }

    mutating func withdraw(_ fact: Fact) {
        detach(fact)
        decision.withdrawnFacts.insert(fact.key)
        settle(fact)
    }

    mutating func attach(_ fact: Fact, keeping kept: [Identifier]) {
        let (profile, home) = (fact.filing.profile, fact.filing.home)
        for identifier in linkable(fact.record, kept: kept) {
            connect(identifier, to: profile, home: home, statedBy: fact.key)
        }
        let held = fact.record.identifiers.filter { leads($0, to: profile) }
        profiles[profile]?.summary.add(fact.record, at: now, holding: held.contains)
        changed.insert(profile)
        facts[fact.key] = fact
        decision.facts[fact.key] = fact
        decision.withdrawnFacts.remove(fact.key)
    }

    /// After an earlier version went: links that no fact proves any more go too, and a summary that lost its way is
    /// rebuilt.
    mutating func settle(_ earlier: Fact) {
        let id = present(earlier.filing.profile)
        guard let summary = profiles[id]?.summary else { return }
        for identifier in earlier.record.identifiers where summary.identifiers[identifier] == nil {
            disconnect(identifier, from: id)
        }
        rebuildIfInexact(after: earlier)
    }

    /// To be asked before a merge too: two summaries combined do not show what one of them had lost.
    mutating func rebuildIfInexact(after earlier: Fact) {
        let id = present(earlier.filing.profile)
        if profiles[id]?.summary.isExact(without: earlier.record) == false { decision.rebuilds.insert(id) }
    }

    mutating func refuse(_ refusals: [IdentityResolution.Refusal], for fact: Fact) {
        guard !refusals.isEmpty else { return }
        conflicts[fact.key] = refusals.map { refusal in
            Conflict(
                fact: fact.key, identifier: refusal.identifier, rule: refusal.rule, limitedType: refusal.limitedType,
                profile: fact.filing.profile, holder: refusal.holder, at: now)
        }
    }

    // MARK: Profiles

    mutating func create(_ id: ProfileID) {
        profiles[id] = ProfileState(id: id, changedAt: now)
    }

    mutating func replace(_ state: ProfileState) {
        profiles[state.id] = state
        changed.insert(state.id)
    }

    /// Takes the younger profiles into the oldest and gives its id.
    mutating func merge(_ ids: [ProfileID], cause: (ProfileID) -> Merge.Cause) -> ProfileID? {
        let sorted = ids.sorted()
        guard let survivor = sorted.first else { return nil }
        for absorbed in sorted.dropFirst() { merge(absorbed, into: survivor, cause: cause(absorbed)) }
        return survivor
    }

    private mutating func merge(_ absorbed: ProfileID, into survivor: ProfileID, cause: Merge.Cause) {
        guard let absorbedState = profiles.removeValue(forKey: absorbed) else { return }
        let aliases = [absorbed] + absorbedState.aliases
        if let survivorState = profiles[survivor] {
            profiles[survivor]?.summary = survivorState.summary.combined(
                with: absorbedState.summary, at: now)
            // Versions of one id never come back, not even when the merge is undone.
            profiles[survivor]?.version = max(survivorState.version, absorbedState.version)
            profiles[survivor]?.aliases = (survivorState.aliases + aliases).sorted()
            profiles[survivor]?.overrides = (survivorState.overrides + absorbedState.overrides)
                .sorted { ($0.setAt, $0.home) < ($1.setAt, $1.home) }
        }
        forward[absorbed] = survivor
        changed.formUnion([absorbed, survivor])
        decision.moves.append(Decision.Move(from: absorbed, to: survivor))
        decision.merges.append(Merge(absorbed: absorbed, survivor: survivor, at: now, cause: cause))
        for alias in aliases { decision.aliases[alias] = survivor }
    }

    /// Whether the two, under any of their names, were taken apart by hand.
    func areSeparated(_ one: ProfileID, _ other: ProfileID) -> Bool {
        guard !separations.isEmpty else { return false }
        return !separations(between: one, and: other).isEmpty
    }

    func separations(between one: ProfileID, and other: ProfileID) -> Set<Separation> {
        let names = { id in [id] + (profiles[id]?.aliases ?? []) }
        let pairs = names(one).flatMap { first in names(other).map { Separation(first, $0) } }
        return separations.intersection(pairs)
    }

    mutating func change(_ edit: (inout Decision) -> Void) {
        edit(&decision)
    }

    // MARK: Links

    private func linkable(_ record: SourceRecord, kept: [Identifier]) -> [Identifier] {
        kept + rules.identifiers(of: record, .weak)
    }

    private func leads(_ identifier: Identifier, to profile: ProfileID) -> Bool {
        links[identifier]?.contains { present($0.profile) == profile } ?? false
    }

    private mutating func connect(
        _ identifier: Identifier, to profile: ProfileID, home: ProfileID, statedBy fact: FactKey
    ) {
        guard !leads(identifier, to: profile) else { return }
        let link = Link(identifier: identifier, profile: profile, home: home, statedBy: fact, linkedAt: now)
        links[identifier, default: []].append(link)
        decision.links[link.key] = link
        decision.removedLinks.remove(link.key)
    }

    private mutating func disconnect(_ identifier: Identifier, from profile: ProfileID) {
        let (leaving, staying) = (links[identifier] ?? []).parted { present($0.profile) == profile }
        for link in leaving {
            decision.links[link.key] = nil
            decision.removedLinks.insert(link.key)
        }
        links[identifier] = staying.isEmpty ? nil : staying
    }

    // MARK: The end

    /// The decision with every name brought up to date and every changed profile in its final state.
    func finished() -> Decision {
        var result = decision
        if !forward.isEmpty { followMerges(in: &result) }
        result.conflicts = conflicts.values.joined().compactMap(presentConflict)
        result.rebuilds = Set(result.rebuilds.map(present))
        result.aliases = result.aliases.mapValues(present)
        for id in changed {
            if profiles[id]?.summary.upcoming.isExact == false { result.rebuilds.insert(id) }
            finish(id, in: &result)
        }
        return result
    }

    private func followMerges(in result: inout Decision) {
        for (key, fact) in result.facts where forward[fact.filing.profile] != nil {
            var filing = fact.filing
            filing.profile = present(filing.profile)
            result.facts[key] = Fact(record: fact.record, receivedAt: fact.receivedAt, filing: filing)
        }
        for (key, link) in result.links where forward[link.profile] != nil {
            result.links[key]?.profile = present(link.profile)
        }
    }

    private func finish(_ id: ProfileID, in result: inout Decision) {
        guard var state = profiles[id] else {
            result.removedProfiles.insert(id)
            return
        }
        guard state.summary.facts > 0 || result.rebuilds.contains(id) else {
            result.removedProfiles.insert(id)
            result.removedAliases.formUnion(state.aliases)
            for alias in state.aliases { result.aliases[alias] = nil }
            result.rebuilds.remove(id)
            return
        }
        state.version += 1
        state.changedAt = now
        result.profiles[id] = state
    }

    private func presentConflict(_ conflict: Conflict) -> Conflict? {
        let (profile, holder) = (present(conflict.profile), conflict.holder.map(present))
        guard profile != holder else { return nil }
        return Conflict(
            fact: conflict.fact, identifier: conflict.identifier, rule: conflict.rule,
            limitedType: conflict.limitedType, profile: profile, holder: holder, at: conflict.at)
    }
}

extension Workspace: IdentityView {
    func holder(of identifier: Identifier) -> ProfileID? {
        link(identifier).map { present($0.profile) }
    }

    func summary(of profile: ProfileID) -> ProfileSummary? {
        profiles[profile]?.summary
    }
}

extension Array {
    fileprivate func parted(by belongs: (Element) -> Bool) -> (matching: [Element], others: [Element]) {
        (filter(belongs), filter { !belongs($0) })
    }
}
