/// What a router needs to know about somebody, in a flat form.
package struct VIPAnswer: Hashable, Sendable {
    package let found: Bool
    package let profileID: ProfileID?
    package let vip: Bool
    package let tier: String?
    package let priority: Int
    package let reason: String

    /// The answer about somebody nobody knows.
    package static let unknown = VIPAnswer(
        found: false, profileID: nil, vip: false, tier: nil, priority: 0, reason: "unknown customer")

    package init(_ profile: Profile) {
        let standing = profile.vip
        let reasons = standing.tier == nil ? ["no tier's conditions hold"] + standing.reasons : standing.reasons
        self.init(
            found: true, profileID: profile.id, vip: standing.vip, tier: standing.tier, priority: standing.priority,
            reason: reasons.joined(separator: "; "))
    }

    package init(
        found: Bool, profileID: ProfileID?, vip: Bool, tier: String?, priority: Int, reason: String
    ) {
        self.found = found
        self.profileID = profileID
        self.vip = vip
        self.tier = tier
        self.priority = priority
        self.reason = reason
    }
}
