/// What a router needs to know about somebody, in a flat form.
package struct VIPAnswer: Hashable, Sendable {
    package let found: Bool
    package let profileID: ProfileID?
    package let vip: Bool
    package let tier: String?
    package let priority: Int
    package let reason: String
    /// How many other profiles claim the identifier asked for, at most `ProfileState.claimantLimit`. Where nobody was
    /// found because several share it, all of them count.
    package let alsoClaimedBy: Int

    /// The answer about somebody nobody knows.
    package static let unknown = VIPAnswer(
        found: false, profileID: nil, vip: false, tier: nil, priority: 0, reason: "unknown customer")

    /// The answer about a weak identifier that `count` profiles share: whom of them it means cannot be told.
    package static func shared(by count: Int) -> VIPAnswer {
        VIPAnswer(
            found: false, profileID: nil, vip: false, tier: nil, priority: 0,
            reason: "several customers share this identifier",
            alsoClaimedBy: min(count, ProfileState.claimantLimit))
    }

    /// About the profile that `identifier` led to; nil when another name of it did.
    package init(_ profile: Profile, askedBy identifier: Identifier?) {
        let standing = profile.vip
        let reasons = standing.tier == nil ? ["no tier's conditions hold"] + standing.reasons : standing.reasons
        self.init(
            found: true, profileID: profile.id, vip: standing.vip, tier: standing.tier, priority: standing.priority,
            reason: reasons.joined(separator: "; "),
            alsoClaimedBy: profile.identifiers.first { $0.identifier == identifier }?.alsoClaimedBy ?? 0)
    }

    package init(
        found: Bool, profileID: ProfileID?, vip: Bool, tier: String?, priority: Int, reason: String,
        alsoClaimedBy: Int = 0
    ) {
        self.found = found
        self.profileID = profileID
        self.vip = vip
        self.tier = tier
        self.priority = priority
        self.reason = reason
        self.alsoClaimedBy = alsoClaimedBy
    }
}
