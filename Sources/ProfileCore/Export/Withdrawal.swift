/// What is kept of a fact that was taken back.
package struct Withdrawal: Hashable, Sendable {
    package let key: FactKey
    /// When its last version was stated: older ones that come late stay out.
    package let updatedAt: Timestamp
    /// When its last version came in.
    package let receivedAt: Timestamp
    /// Whose it was.
    package let profile: ProfileID
    package let home: ProfileID

    package init(
        key: FactKey, updatedAt: Timestamp, receivedAt: Timestamp, profile: ProfileID, home: ProfileID
    ) {
        self.key = key
        self.updatedAt = updatedAt
        self.receivedAt = receivedAt
        self.profile = profile
        self.home = home
    }
}
