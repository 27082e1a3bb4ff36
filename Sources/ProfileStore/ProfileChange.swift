package import ProfileCore

/// A committed difference, numbered. Numbers ascend in order of commit, so that a reader who resumes after the last one
/// it saw misses none; of several changes of one profile only the latest is kept.
package struct ProfileChange: Hashable, Sendable {
    package let sequence: Int64
    package let profile: ProfileID
    /// Nil when the profile is no more: merged into another, or left without facts.
    package let version: Int?

    package init(sequence: Int64, profile: ProfileID, version: Int?) {
        self.sequence = sequence
        self.profile = profile
        self.version = version
    }
}
