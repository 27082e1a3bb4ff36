package import ProfileCore

/// A committed difference, numbered; of several changes of one profile only the latest is kept.
package struct ProfileChange: Hashable, Sendable {
    package let number: ChangeNumber
    package let profile: ProfileID
    /// Nil when the profile is no more: merged into another, or left without facts.
    package let version: Int?

    package init(_ number: ChangeNumber, profile: ProfileID, version: Int?) {
        self.number = number
        self.profile = profile
        self.version = version
    }
}
