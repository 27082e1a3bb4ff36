/// What a store keeps of a profile besides its facts.
package struct ProfileState: Hashable, Sendable {
    package let id: ProfileID
    /// Counts the committed changes of this profile, from 1.
    package var version: Int
    package var changedAt: Timestamp
    /// The ids that were merged into this one, oldest first; they answer for ever.
    package var aliases: [ProfileID]
    /// Overrides set by hand; the one set last holds.
    package var overrides: [VIPOverride]
    package var summary: ProfileSummary

    package init(
        id: ProfileID, version: Int = 0, changedAt: Timestamp, aliases: [ProfileID] = [],
        overrides: [VIPOverride] = [], summary: ProfileSummary = ProfileSummary()
    ) {
        self.id = id
        self.version = version
        self.changedAt = changedAt
        self.aliases = aliases
        self.overrides = overrides
        self.summary = summary
    }
}
