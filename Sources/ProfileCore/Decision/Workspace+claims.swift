/// Claims that are refused, judged again and held.
extension Workspace {
    /// A claim that is refused once more, perhaps for another reason.
    mutating func refuse(again claim: Conflict, _ refusal: IdentityResolution.Refusal, of fact: Fact) {
        let judged = conflict(refusal, of: fact, since: claim.at)
        if judged != claim { conflicts[fact.key, default: []].append(judged) }
        contest(fact.filing.profile)
        if let holder = refusal.holder { contest(holder) }
    }

    /// A claim that is held from now on. What else the profile's facts say of the identifier counts too, so that it is
    /// folded from them.
    mutating func hold(_ claim: Conflict, of fact: Fact) {
        let profile = present(fact.filing.profile)
        connect(claim.identifier, to: profile, home: fact.filing.home, statedBy: fact.key)
        admit(claim, of: fact)
    }

    /// A weak identifier that its source may state after all: folding its profile makes the link.
    mutating func admit(_ claim: Conflict, of fact: Fact) {
        let profile = present(fact.filing.profile)
        var resolved = claim
        resolved.resolvedAt = now
        conflicts[claim.fact, default: []].append(resolved)
        changeAll(of: profile)
        decision.rebuilds.insert(profile)
    }

    /// A claim whose fact does not make it any more.
    mutating func drop(_ claim: Conflict) {
        decision.droppedClaims.insert(claim.key)
    }

    /// Whether the customer records of two facts speak of one person, as do all of both profiles that have one source.
    func agree(_ one: FactKey, _ other: FactKey) -> Bool {
        guard let first = presentFact(one), let second = presentFact(other),
            first.filing.profile != second.filing.profile,
            rules.trust(in: one.source).joins, rules.trust(in: other.source).joins,
            IdentityResolution.mayJoin(first.filing.profile, second.filing.profile, for: second.record, in: self)
        else { return false }
        let customers = [first, second].flatMap { profiles[$0.filing.profile]?.summary.customers ?? [] }
            .filter { $0.source == one.source }
        return one.source == other.source && first.record.customer != nil && second.record.customer != nil
            && Corroboration.holds(for: customers.map(\.record))
    }

    mutating func join(_ one: FactKey, _ other: FactKey, claiming identifier: Identifier) {
        guard let first = presentFact(one), let second = presentFact(other) else { return }
        let joined = merge([first.filing.profile, second.filing.profile]) { _ in
            .agreement(one, other, identifier: identifier)
        }
        if let joined { decision.rebuilds.insert(joined) }
    }

    func conflict(
        _ refusal: IdentityResolution.Refusal, of fact: Fact, since moment: Timestamp
    ) -> Conflict {
        Conflict(
            fact: fact.key, identifier: refusal.identifier, rule: refusal.rule, limitedType: refusal.limitedType,
            profile: fact.filing.profile, holder: refusal.holder, at: moment)
    }

    /// Notes that a claim names the profile.
    mutating func contest(_ id: ProfileID) {
        guard profiles[id]?.isContested == false else { return }
        profiles[id]?.isContested = true
        changeAll(of: id)
    }
}
