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
    /// Whether a claim that was refused may name it, as the profile of the fact or as the holder of the identifier.
    package var isContested = false
    /// How many other profiles claim an identifier of this one, at most `claimantLimit`; identifiers that nobody else
    /// claims are absent.
    package var claimants = SortedMap<Identifier, Int>()
    package var summary: ProfileSummary
    /// What a later version wrote beside these.
    package var unknownFields: [UInt8] = []

    /// Beyond this, claimants are not counted.
    package static let claimantLimit = 20

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
