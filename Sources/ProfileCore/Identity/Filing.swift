/// Where a fact was filed, and why.
package struct Filing: Hashable, Sendable {
    /// The profile that holds the fact now.
    package var profile: ProfileID
    /// The profile it belongs to when no merge counts: where it returns to when merges are undone.
    package var home: ProfileID
    /// The identifier that led to the profile; nil when the fact began it, or came to its order.
    package var basis: Identifier?

    package init(profile: ProfileID, home: ProfileID, basis: Identifier?) {
        self.profile = profile
        self.home = home
        self.basis = basis
    }
}
