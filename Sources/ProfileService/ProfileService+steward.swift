package import ProfileCore

extension ProfileService {
    /// Merges two profiles; the answer is the older id, which survives.
    package func merge(
        _ one: ProfileID, with other: ProfileID, by name: String, reason: String
    ) async throws(StewardError) -> ProfileID {
        let rules = settings.identity
        return try await decide(touching: Touch(profiles: [one, other], includesMerges: true)) { snapshot in
            StewardDecision(seeing: snapshot, rules: rules, at: snapshot.moment)
                .merge(one, with: other, by: name, reason: reason)
        }
    }

    /// Takes `absorbed` out of `profile` again; both are as if never merged.
    package func unmerge(
        _ absorbed: ProfileID, from profile: ProfileID, by name: String, reason: String
    ) async throws(StewardError) -> ProfileID {
        let (rules, random) = (settings.identity, drawRandomBits())
        return try await decide(touching: Touch(profiles: [profile], includesMerges: true)) { snapshot in
            let newProfile = ProfileID(drawnAt: snapshot.moment, random: random)
            return StewardDecision(seeing: snapshot, rules: rules, newProfile: newProfile, at: snapshot.moment)
                .unmerge(absorbed, from: profile, by: name, reason: reason)
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
        return try await decide(touching: Touch(profiles: [profile])) { snapshot in
            StewardDecision(seeing: snapshot, rules: rules, at: snapshot.moment)
                .setOverride(make(snapshot.aliases[profile] ?? profile, snapshot.moment), on: profile)
        }
    }

    private func decide(
        touching touch: Touch,
        _ decide: @escaping @Sendable (consuming Snapshot) -> (Decision, Result<ProfileID, StewardDecision.Refusal>)
    ) async throws(StewardError) -> ProfileID {
        let result: Result<ProfileID, StewardDecision.Refusal>
        do {
            result = try await commit(touching: touch, decide)
        } catch {
            throw .store(error)
        }
        switch result {
        case .success(let id): return id
        case .failure(let refusal): throw .refused(refusal)
        }
    }
}
