/// An identifier that leads to a profile.
package struct Link: Hashable, Sendable {
    package let identifier: Identifier
    /// The profile it leads to now.
    package var profile: ProfileID
    /// The profile it belongs to when no merge counts.
    package var home: ProfileID
    /// The fact that first made the link, or another that states the identifier once that one has left.
    package let statedBy: FactKey
    package let linkedAt: Timestamp

    package init(
        identifier: Identifier, profile: ProfileID, home: ProfileID, statedBy: FactKey, linkedAt: Timestamp
    ) {
        self.identifier = identifier
        self.profile = profile
        self.home = home
        self.statedBy = statedBy
        self.linkedAt = linkedAt
    }
}
