/// A tier set by hand, which beats the policy until it expires.
package struct VIPOverride: Hashable, Sendable {
    /// The tier's name in the policy.
    package let tier: String
    package let reason: String
    /// Nil when it does not expire.
    package let until: Timestamp?
    package let setAt: Timestamp
    /// The name of the API key that set it.
    package let setBy: String
    /// The profile it was set on, to which it returns when a merge is undone.
    package let home: ProfileID

    package init(
        tier: String, reason: String, until: Timestamp?, setAt: Timestamp, setBy: String, home: ProfileID
    ) {
        self.tier = tier
        self.reason = reason
        self.until = until
        self.setAt = setAt
        self.setBy = setBy
        self.home = home
    }
}
