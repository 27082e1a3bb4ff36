/// What a decision has to see before it can be made.
package struct Touch: Hashable, Sendable {
    package var facts: Set<FactKey>
    package var identifiers: Set<Identifier>
    /// Ids of profiles, or aliases of them.
    package var profiles: Set<ProfileID>
    /// Whether the merges of the profiles are needed too.
    package var includesMerges: Bool

    package init(
        facts: Set<FactKey> = [], identifiers: Set<Identifier> = [], profiles: Set<ProfileID> = [],
        includesMerges: Bool = false
    ) {
        self.facts = facts
        self.identifiers = identifiers
        self.profiles = profiles
        self.includesMerges = includesMerges
    }
}
