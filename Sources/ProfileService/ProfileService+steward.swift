package import ProfileCore
package import ProfileStore

extension ProfileService {
    /// Merges two profiles; the answer is the older id, which survives. What gives rise to doubt has to be `confirmed`.
    package func merge(
        _ one: ProfileID, with other: ProfileID, by name: String, reason: String, confirmed: Bool = false
    ) async throws(StewardError) -> ProfileID {
        try await carryOut(merging(one, with: other, by: name, reason: reason, confirmed: confirmed))
    }

    /// What a confirmed merge would change.
    package func rehearseMerge(
        _ one: ProfileID, with other: ProfileID, by name: String, reason: String
    ) async throws(StewardError) -> Rehearsal {
        try await rehearse(merging(one, with: other, by: name, reason: reason, confirmed: true))
    }

    /// Takes `absorbed` out of `profile` again; both are as if never merged.
    package func unmerge(
        _ absorbed: ProfileID, from profile: ProfileID, by name: String, reason: String
    ) async throws(StewardError) -> ProfileID {
        try await carryOut(unmerging(absorbed, from: profile, by: name, reason: reason))
    }

    /// What an unmerge would change.
    package func rehearseUnmerge(
        _ absorbed: ProfileID, from profile: ProfileID, by name: String, reason: String
    ) async throws(StewardError) -> Rehearsal {
        try await rehearse(unmerging(absorbed, from: profile, by: name, reason: reason))
    }

    private func merging(
        _ one: ProfileID, with other: ProfileID, by name: String, reason: String, confirmed: Bool
    ) -> StewardCall {
        let rules = settings.identity
        return StewardCall(readSet: ReadSet(profiles: [one, other], includesMerges: true)) { snapshot in
            let decision = StewardDecision(seeing: snapshot, rules: rules, at: snapshot.moment)
            let (decided, result) = decision.merge(one, with: other, by: name, reason: reason, confirmed: confirmed)
            return (decided, result, decision.doubt(about: one, and: other))
        }
    }

    private func unmerging(
        _ absorbed: ProfileID, from profile: ProfileID, by name: String, reason: String
    ) -> StewardCall {
        let (rules, random) = (settings.identity, drawRandomBits())
        return StewardCall(readSet: ReadSet(profiles: [profile], includesMerges: true)) { snapshot in
            let newProfile = ProfileID(drawnAt: snapshot.moment, random: random)
            let (decided, result) = StewardDecision(
                seeing: snapshot, rules: rules, newProfile: newProfile, at: snapshot.moment
            ).unmerge(absorbed, from: profile, by: name, reason: reason)
            return (decided, result, nil)
        }
    }

    /// Puts a profile into a tier by hand until `until`, or for good.
    package func setOverride(
        on profile: ProfileID, tier: String, reason: String, until: Timestamp?, by name: String
    ) async throws(StewardError) -> ProfileID {
        guard judgement.basis.policy.position(of: tier) != nil else { throw .unknownTier }
        return try await override(profile) { id, moment in
            VIPOverride(tier: tier, reason: reason, until: until, setAt: moment, setBy: name, home: id)
        }
    }

    package func removeOverride(of profile: ProfileID) async throws(StewardError) -> ProfileID {
        try await override(profile) { _, _ in nil }
    }

    private func override(
        _ profile: ProfileID, _ make: @escaping @Sendable (ProfileID, Timestamp) -> VIPOverride?
    ) async throws(StewardError) -> ProfileID {
        let rules = settings.identity
        return try await carryOut(
            StewardCall(readSet: ReadSet(profiles: [profile])) { snapshot in
                let (decided, result) = StewardDecision(seeing: snapshot, rules: rules, at: snapshot.moment)
                    .setOverride(make(snapshot.aliases[profile] ?? profile, snapshot.moment), on: profile)
                return (decided, result, nil)
            })
    }

    private func carryOut(_ call: StewardCall) async throws(StewardError) -> ProfileID {
        let result: Result<ProfileID, StewardDecision.Refusal>
        do {
            result = try await commit(reading: call.readSet) { snapshot in
                let (decision, result, _) = call.decide(snapshot)
                return (decision, result)
            }
        } catch {
            throw .store(error)
        }
        return try Self.accepted(result)
    }

    /// Goes to the store itself: nothing changes, so nobody is told and nothing is judged.
    private func rehearse(_ call: StewardCall) async throws(StewardError) -> Rehearsal {
        let committed: Committed<Sighted<StewardCall.Rehearsed>>
        let decide = sighting(call.readSet) { snapshot -> (Decision, StewardCall.Rehearsed) in
            let stored = snapshot.profiles
            var (decision, result, doubt) = call.decide(snapshot)
            decision.rehearses = true
            return (decision, StewardCall.Rehearsed(result: result, doubt: doubt, stored: stored))
        }
        do {
            committed = try await store.commit(reading: call.readSet, decide: decide)
        } catch {
            throw .store(error)
        }
        let rehearsed = committed.answer.answer
        if let profiles = committed.answer.profiles { cache.invalidate(olderThan: profiles) }
        let answer = try Self.accepted(rehearsed.result)
        let (moment, basis) = (now(), judgement.basis)
        let changes = committed.decision.changedProfiles.sorted().map { id in
            let states = (before: rehearsed.stored[id], after: committed.decision.profiles[id])
            let profile = { (state: ProfileState) in Profile(state, at: moment, by: self.settings.profile, basis) }
            return Rehearsal.Change(
                profile: id, before: states.before.map(profile), after: states.after.map(profile))
        }
        return Rehearsal(answer: answer, doubt: rehearsed.doubt, changes: changes)
    }

    private static func accepted(
        _ result: Result<ProfileID, StewardDecision.Refusal>
    ) throws(StewardError) -> ProfileID {
        switch result {
        case .success(let id): return id
        case .failure(let refusal): throw .refused(refusal)
        }
    }
}

/// What a person wants done.
private struct StewardCall: Sendable {
    struct Rehearsed: Sendable {
        let result: Result<ProfileID, StewardDecision.Refusal>
        let doubt: StewardDecision.Doubt?
        let stored: [ProfileID: ProfileState]
    }

    typealias Decide =
        @Sendable (Snapshot) -> (Decision, Result<ProfileID, StewardDecision.Refusal>, StewardDecision.Doubt?)

    let readSet: ReadSet
    let decide: Decide
}

/// What a decision of a person would change; nothing was changed.
package struct Rehearsal: Sendable {
    /// A profile is new without a `before`, and gone without an `after`.
    package struct Change: Sendable {
        package let profile: ProfileID
        package let before: Profile?
        package let after: Profile?
    }

    /// What the decision would answer.
    package let answer: ProfileID
    /// Why it would have to be confirmed.
    package let doubt: StewardDecision.Doubt?
    /// The oldest profile first.
    package let changes: [Change]
}

/// Why something a person decided could not be done.
package enum StewardError: Error, Hashable, Sendable {
    case refused(StewardDecision.Refusal)
    /// The policy has no such tier.
    case unknownTier
    case store(StoreError)
}
