/// What people decide about profiles by hand.
package struct StewardDecision: Sendable {
    package enum Refusal: Error, Hashable, Sendable {
        case profileNotFound
        /// The other profile of a merge does not exist.
        case otherNotFound
        /// Both names already mean one profile.
        case alreadyOne
        /// The profile to take out was never merged into this one, or is out already.
        case notMerged
        case unconfirmed(Doubt)
    }

    /// Why a merge has to be confirmed.
    package enum Doubt: Hashable, Sendable {
        /// A person took the two apart.
        case separated
        /// It joins so many profiles, those merged before included.
        case large(profiles: Int)
    }

    private let rules: IdentityRules
    private let snapshot: Snapshot
    private let newProfile: ProfileID?
    private let now: Timestamp

    /// `newProfile` is the id for those who come apart because of it.
    package init(seeing snapshot: Snapshot, rules: IdentityRules, newProfile: ProfileID? = nil, at now: Timestamp) {
        self.snapshot = snapshot
        self.rules = rules
        self.newProfile = newProfile
        self.now = now
    }

    /// Joins two profiles whatever the limits say; a separation between them ends. What gives rise to doubt has to be
    /// `confirmed`.
    package func merge(
        _ one: ProfileID, with other: ProfileID, by name: String, reason: String, confirmed: Bool = false
    ) -> (Decision, Result<ProfileID, Refusal>) {
        guard let first = present(one) else { return refused(.profileNotFound) }
        guard let second = present(other) else { return refused(.otherNotFound) }
        guard first.id != second.id else { return refused(.alreadyOne) }
        if !confirmed, let doubt = doubt(about: one, and: other) { return refused(.unconfirmed(doubt)) }
        var workspace = Workspace(snapshot, rules: rules, now: now, newProfile: newProfile)
        let ended = workspace.separations(between: first.id, and: second.id)
        workspace.change { $0.removedSeparations = Set(ended.map(\.pair)) }
        // The survivor's fact first.
        let facts = [first.id, second.id].sorted().compactMap { snapshot.firstFacts[$0] }
        let survivor = workspace.merge([first.id, second.id]) { _ in
            .steward(name: name, reason: reason, facts: facts.count == 2 ? facts : [])
        }
        return (workspace.finished(), .success(survivor ?? first.id))
    }

    /// Why a merge of the two has to be confirmed; nil when it does not.
    package func doubt(about one: ProfileID, and other: ProfileID) -> Doubt? {
        guard let first = present(one), let second = present(other), first.id != second.id else { return nil }
        let workspace = Workspace(snapshot, rules: rules, now: now, newProfile: newProfile)
        guard !workspace.areSeparated(first.id, second.id) else { return .separated }
        let profiles = 2 + first.aliases.count + second.aliases.count
        return profiles >= rules.mergeConfirmationFrom ? .large(profiles: profiles) : nil
    }

    /// Takes an absorbed profile out again with everything whose home it is, and keeps the two apart from now on.
    ///
    /// Its facts are those it brought along and the later ones that one of its identifiers led here.
    package func unmerge(
        _ absorbed: ProfileID, from profile: ProfileID, by name: String, reason: String
    ) -> (Decision, Result<ProfileID, Refusal>) {
        guard var remaining = present(profile) else { return refused(.profileNotFound) }
        let standing = snapshot.merges.last { $0.absorbed == absorbed && $0.undone == nil }
        guard remaining.aliases.contains(absorbed), var merge = standing else { return refused(.notMerged) }
        let homes = lineage(of: absorbed)
        var restored = ProfileState(id: absorbed, version: remaining.version, changedAt: now)
        restored.aliases = remaining.aliases.filter { homes.contains($0) && $0 != absorbed }
        restored.overrides = remaining.overrides.filter { homes.contains($0.home) }
        remaining.aliases.removeAll { homes.contains($0) }
        remaining.overrides.removeAll { homes.contains($0.home) }
        merge.undone = Merge.Undoing(at: now, name: name, reason: reason)
        (remaining.isContested, restored.isContested) = (true, true)

        var workspace = Workspace(snapshot, rules: rules, now: now, newProfile: newProfile)
        workspace.replace(remaining)
        workspace.replace(restored)
        workspace.change { decision in
            decision.moves = [Decision.Move(from: remaining.id, to: absorbed, homes: homes)]
            decision.removedAliases = [absorbed]
            for alias in restored.aliases { decision.aliases[alias] = absorbed }
            decision.merges = [merge]
            decision.separations = [Separation(remaining.id, absorbed)]
            decision.rebuilds = [remaining.id, absorbed]
            decision.eased = [remaining.id, absorbed]
            decision.queued = Set(remaining.claimants.keys)
        }
        return (workspace.finished(), .success(absorbed))
    }

    /// Sets or, with nil, ends the override of a profile.
    package func setOverride(
        _ override: VIPOverride?, on profile: ProfileID
    ) -> (Decision, Result<ProfileID, Refusal>) {
        guard var state = present(profile) else { return refused(.profileNotFound) }
        state.overrides = override.map { [$0] } ?? []
        var workspace = Workspace(snapshot, rules: rules, now: now, newProfile: newProfile)
        workspace.replace(state)
        workspace.change { $0.touched[state.id] = .standing }
        return (workspace.finished(), .success(state.id))
    }

    private func present(_ id: ProfileID) -> ProfileState? {
        snapshot.profiles[snapshot.aliases[id] ?? id]
    }

    /// A profile and all that was merged into it before it was absorbed itself.
    private func lineage(of profile: ProfileID) -> Set<ProfileID> {
        var homes: Set<ProfileID> = [profile]
        var waiting = [profile]
        while let next = waiting.popLast() {
            for merge in snapshot.merges where merge.survivor == next && merge.undone == nil {
                if homes.insert(merge.absorbed).inserted { waiting.append(merge.absorbed) }
            }
        }
        return homes
    }

    private func refused(_ refusal: Refusal) -> (Decision, Result<ProfileID, Refusal>) {
        (Decision(decidedAt: now), .failure(refusal))
    }
}
