/// Withdrawn facts that return to a profile which a person merged by hand.
///
/// A merge by hand keeps naming a withdrawn fact while its side has no other. So the merge still holds when a source
/// deletes a record and sends it again.
extension Workspace {
    struct Reunion {
        let merge: Merge
        let fact: FactKey
        let profile: ProfileID
        /// Nil when an identifier of the fact tells it.
        let home: ProfileID?
    }

    /// How a withdrawn fact returns. Nil when its identifiers lead there already, or to somebody who was taken apart
    /// from that profile. When they lead to another profile, only a customer record of a source that may join returns:
    /// other records may now be about somebody else.
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

    /// Joins the profile that the fact's identifiers lead to, if any, regardless of limits. A new merge takes the place
    /// of the former one, which names no fact from then on. Folding finds out whether the other side still has facts.
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
