/// Facts that come back to those with whom a person had merged them.
///
/// A merge by hand goes on to name a fact that was withdrawn while nothing else is left of its side. So it holds for
/// those whose source deletes a record and sends it again.
extension Workspace {
    struct Reunion {
        let merge: Merge
        let fact: FactKey
        let profile: ProfileID
        /// Nil when an identifier of the fact tells it.
        let home: ProfileID?
    }

    /// Where a fact that was withdrawn comes back to, unless its identifiers lead there, or to somebody who was taken
    /// apart from it. Where they lead to somebody else, only a customer record tells that it is still of the same
    /// person, and only for a source that may join.
    func reunion(after withdrawal: Withdrawal?, beside found: [ProfileID]) -> Reunion? {
        guard let withdrawal, !merges.isEmpty else { return nil }
        let (profile, key) = (present(withdrawal.profile), withdrawal.key)
        guard found.isEmpty || key.kind == .customer && rules.trust(in: key.source).joins else { return nil }
        guard profiles[profile] != nil, !found.contains(profile),
            !found.contains(where: { areSeparated($0, profile) })
        else { return nil }
        let names = names(of: profile)
        let standing = merges.last { merge in
            merge.undone == nil && merge.cause.isDecided(naming: withdrawal.key)
                && names.isSuperset(of: [merge.absorbed, merge.survivor])
        }
        guard let standing else { return nil }
        let former = names.contains(withdrawal.home) ? withdrawal.home : profile
        return Reunion(
            merge: standing, fact: withdrawal.key, profile: profile, home: found.isEmpty ? former : nil)
    }

    /// Joins the profile to which the identifiers of the fact led, if any, whatever limits say. The former merge then
    /// names nobody any more. Folding tells whether those are still there whom the fact was merged with.
    mutating func reunite(_ found: ProfileID?, with reunion: Reunion) -> ProfileID? {
        decision.rebuilds.insert(reunion.profile)
        guard let found else { return reunion.profile }
        guard case .steward(let name, let reason, let facts) = reunion.merge.cause else { return found }
        decision.merges.append(reunion.merge.with(cause: .steward(name: name, reason: reason)))
        let others = facts.filter { $0 != reunion.fact }
        return merge([found, reunion.profile]) { absorbed in
            let sides = absorbed == found ? others + [reunion.fact] : [reunion.fact] + others
            return .steward(name: name, reason: reason, facts: sides)
        }
    }
}

extension Merge.Cause {
    fileprivate func isDecided(naming fact: FactKey) -> Bool {
        if case .steward(_, _, let facts) = self { facts.contains(fact) } else { false }
    }
}
