/// Judges refused claims again. It only ever joins, so that judging comes to an end.
package struct ClaimJudgement: Sendable {
    private let rules: IdentityRules
    private let due: DueClaims

    package init(of due: DueClaims, rules: IdentityRules) {
        self.due = due
        self.rules = rules
    }

    /// What the decision must see.
    package var readSet: ReadSet {
        var readSet = ReadSet(
            facts: Set((due.claims + due.band).map(\.fact)),
            identifiers: Set(due.places.map(\.identifier).filter { rules[$0.type].strength == .strong }),
            weakTypes: rules.weakTypes)
        readSet.isAwaited = false
        return readSet
    }

    package func decide(seeing snapshot: consuming Snapshot, newProfile: ProfileID, at now: Timestamp) -> Decision {
        var workspace = Workspace(snapshot, rules: rules, now: now, newProfile: newProfile)
        if isComparison { compareBand(in: &workspace) } else { judge(in: &workspace) }
        workspace.change { decision in
            decision.judged = due.places.map(due.judged)
            decision.recounts = Set(due.places.map(\.identifier))
        }
        return workspace.finished()
    }

    private var isComparison: Bool { due.places.contains { $0.band != nil } }

    private func judge(in workspace: inout Workspace) {
        for claim in due.claims { judge(claim, in: &workspace) }
        for place in due.places {
            let claims = due.claims.filter { $0.identifier == place.identifier }
            joinAgreeing(claims.filter { [.pending, .uncorroborated].contains($0.rule) }, in: &workspace)
        }
    }

    /// Compares the claims of one identifier that fill more than a page: those of its band with a page of all.
    private func compareBand(in workspace: inout Workspace) {
        let band = Set(due.band.map(\.fact))
        let others = due.claims.filter { !band.contains($0.fact) }
        joinAgreeing(others + due.band, from: others.count, in: &workspace)
    }

    private func judge(_ claim: Conflict, in workspace: inout Workspace) {
        guard let fact = workspace.presentFact(claim.fact), fact.record.identifiers.contains(claim.identifier) else {
            return workspace.drop(claim)
        }
        let mayState = rules.mayState(claim.identifier, fact.record)
        // Others who state a weak identifier are nobody's business here: it joins none of them.
        if mayState, rules[claim.identifier.type].strength == .weak { return workspace.admit(claim, of: fact) }
        if mayState, workspace.holder(of: claim.identifier) == fact.filing.profile {
            return workspace.hold(claim, of: fact)
        }
        let resolution = IdentityResolution(judging: claim.identifier, of: fact, in: workspace)
        if let refusal = resolution.refused.first { return workspace.refuse(again: claim, refusal, of: fact) }
        _ = workspace.merge(resolution.profiles) { _ in .claim(fact.key, identifier: claim.identifier) }
        workspace.hold(claim, of: fact)
    }

    /// Joins those who claim an identifier that somebody else holds and whose records agree on the person: every two of
    /// them of which the later is one of those from `start` on, in the order in which they claimed it.
    private func joinAgreeing(_ claims: [Conflict], from start: Int = 0, in workspace: inout Workspace) {
        // Most do not agree, which the records tell without a look at profiles.
        let testimonies = claims.map { workspace.presentFact($0.fact)?.record.customer.map(Testimony.init) }
        for (position, later) in claims.enumerated().dropFirst(start) {
            guard let testimony = testimonies[position] else { continue }
            for (place, earlier) in claims[..<position].enumerated()
            where testimonies[place]?.agrees(with: testimony) == true && workspace.agree(earlier.fact, later.fact) {
                workspace.join(earlier.fact, later.fact, claiming: later.identifier)
            }
        }
    }
}
