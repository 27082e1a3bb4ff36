extension Workspace {
    /// The decision with every name brought up to date and every changed profile in its final state.
    func finished() -> Decision {
        var result = decision
        if !forward.isEmpty { followMerges(in: &result) }
        if !conflicts.isEmpty {
            result.conflicts = conflicts.values.joined().map(presentConflict)
            result.droppedClaims.subtract(result.conflicts.map(\.key))
        }
        for id in changed where profiles[id]?.summary.upcoming.isExact == false { result.rebuilds.insert(id) }
        noteContradictions(in: &result)
        for id in changed.union(result.rebuilds) {
            result.searched[id] = searched[id]
            finish(id, in: &result)
        }
        if !result.forgotten.isEmpty { result.forgotten = Set(result.forgotten.compactMap(presentForgotten)) }
        for holder in Set(result.recounts.compactMap { self.holder(of: $0) }) {
            result.holders[holder] = profiles[holder].map(shelves.asStored)
        }
        return result
    }

    /// An erasure removes facts and takes no profile apart.
    private func noteContradictions(in result: inout Decision) {
        guard !result.erases else { return }
        for (profile, record) in formerCustomers {
            let id = present(profile)
            guard let found = profiles[id]?.summary.contradictions(since: record, rules), !found.isEmpty else {
                continue
            }
            result.contradictions[id, default: []].formUnion(found)
            result.rebuilds.insert(id)
        }
    }

    /// Nil when the profile states the identifier after all.
    private func presentForgotten(_ forgotten: Decision.Forgotten) -> Decision.Forgotten? {
        let profile = present(forgotten.profile)
        guard profiles[profile]?.summary.identifiers[forgotten.identifier] == nil else { return nil }
        return Decision.Forgotten(identifier: forgotten.identifier, profile: profile)
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
        result.rebuilds = Set(result.rebuilds.map(present))
        result.eased = Set(result.eased.map(present))
        result.lightened = Set(result.lightened.map(present))
        result.aliases = result.aliases.mapValues(present)
    }

    private func finish(_ id: ProfileID, in result: inout Decision) {
        guard var state = profiles[id] else {
            result.removedProfiles.insert(id)
            return shelves.remove(id, in: &result)
        }
        guard state.summary.facts > 0 || result.rebuilds.contains(id) else {
            result.removedProfiles.insert(id)
            result.ended.formUnion([id] + state.aliases)
            result.keep(separations, ofEnded: state)
            result.removedAliases.formUnion(state.aliases)
            for alias in state.aliases { result.aliases[alias] = nil }
            return shelves.remove(id, in: &result)
        }
        if !result.rebuilds.contains(id), !shelves.update(&state, losses: lost[id] ?? [], in: &result) {
            result.rebuilds.insert(id)
        }
        state.version += 1
        state.changedAt = now
        for identifier in state.claimants.keys.map(\.self) where state.summary.identifiers[identifier] == nil {
            state.claimants[identifier] = nil
        }
        result.profiles[id] = state
    }

    private func presentConflict(_ conflict: Conflict) -> Conflict {
        let (profile, holder) = (present(conflict.profile), conflict.holder.map(present))
        let counts = fact(conflict.fact).map { rules.mayState(conflict.identifier, $0.record) } ?? true
        return Conflict(
            fact: conflict.fact, identifier: conflict.identifier, rule: conflict.rule,
            limitedType: conflict.limitedType, profile: profile, holder: holder, at: conflict.at,
            resolvedAt: profile == holder && counts ? now : conflict.resolvedAt)
    }
}

extension Workspace: IdentityView {
    func holder(of identifier: Identifier) -> ProfileID? {
        link(identifier).map { present($0.profile) }
    }

    func summary(of profile: ProfileID) -> ProfileSummary? {
        self.profile(profile)?.summary
    }

    func records(of profile: ProfileID) -> Int {
        self.profile(profile)?.summary.facts ?? 0
    }
}
