/// Judges refused claims again. It only ever joins, so that judging comes to an end.
package struct ClaimJudgement: Sendable {
    private let rules: IdentityRules
    private let due: DueClaims

    package init(of due: DueClaims, rules: IdentityRules) {
        self.due = due
        self.rules = rules
    }

    /// What the decision must see.
    package var touch: Touch {
        var touch = Touch(
            facts: Set(due.claims.map(\.fact)),
            identifiers: Set(due.places.map(\.identifier).filter { rules[$0.type].strength == .strong }),
            weakTypes: rules.weakTypes)
        touch.isAwaited = false
        return touch
    }

    package func decide(seeing snapshot: consuming Snapshot, newProfile: ProfileID, at now: Timestamp) -> Decision {
        var workspace = Workspace(snapshot, rules: rules, now: now, newProfile: newProfile)
        for claim in due.claims { judge(claim, in: &workspace) }
        joinAgreeing(in: &workspace)
        workspace.change { decision in
            decision.judged = due.places.map(judgedPlace)
            decision.recounts = Set(due.places.map(\.identifier))
        }
        return workspace.finished()
    }

    private func judge(_ claim: Conflict, in workspace: inout Workspace) {
        guard let fact = workspace.presentFact(claim.fact), fact.record.identifiers.contains(claim.identifier) else {
            return workspace.drop(claim)
        }
        let mayState = rules.mayState(claim.identifier, fact.record)
        // Others who state a weak identifier are nobody's business here: it joins none of them.
        if mayState, rules[claim.identifier.type].strength == .weak { return workspace.admit(claim, of: fact) }
        if mayState, workspace.holder(of: claim.identifier) == fact.filing.profile {
            return workspace.settle(claim, of: fact)
        }
        let resolution = IdentityResolution(judging: claim.identifier, of: fact, in: workspace)
        if let refusal = resolution.refused.first { return workspace.refuse(again: claim, refusal, of: fact) }
        _ = workspace.merge(resolution.profiles) { _ in .claim(fact.key, identifier: claim.identifier) }
        workspace.settle(claim, of: fact)
    }

    /// Joins those who claim an identifier that somebody else holds and whose records agree on the person: every two of
    /// them, in the order in which they claimed it.
    private func joinAgreeing(in workspace: inout Workspace) {
        for place in due.places {
            let claims = due.claims.filter { $0.identifier == place.identifier && $0.rule == .uncorroborated }
            for (position, later) in claims.enumerated() {
                for earlier in claims[..<position] where workspace.agree(earlier.fact, later.fact) {
                    workspace.join(earlier.fact, later.fact, claiming: place.identifier)
                }
            }
        }
    }

    private func judgedPlace(_ place: DueClaims.Place) -> DueClaims.Place {
        var judged = place
        let last = due.claims.last { $0.identifier == place.identifier }
        let isLeft = !due.isComplete && place == due.places.last
        judged.after = isLeft ? last.map { DueClaims.Cursor(at: $0.at, fact: $0.fact) } : nil
        return judged
    }
}
