/// What a decision has to see before it can be made.
package struct Touch: Hashable, Sendable {
    package var facts: Set<FactKey>
    package var identifiers: Set<Identifier>
    /// Ids of profiles, or aliases of them.
    package var profiles: Set<ProfileID>
    /// Whether the merges of the profiles are needed too.
    package var includesMerges: Bool
    /// The types of identifiers that only find candidates. Links of these are not loaded, not even those of the touched
    /// facts: thousands of profiles may share one.
    package var weakTypes: Set<String>
    /// Records that are to be filed: what they count for may lie in rows of its own.
    package var records: [SourceRecord]
    /// Tombstones to look for; nil when it does not matter who was erased, or nobody looked what to ask for.
    package var tombstones: Set<Tombstone>?
    /// Whether somebody waits for the decision; false for a step of background work.
    package var isAwaited = true

    package init(
        facts: Set<FactKey> = [], identifiers: Set<Identifier> = [], profiles: Set<ProfileID> = [],
        includesMerges: Bool = false, weakTypes: Set<String> = [], records: [SourceRecord] = [],
        tombstones: Set<Tombstone>? = nil
    ) {
        self.records = records
        self.weakTypes = weakTypes
        self.facts = facts
        self.identifiers = identifiers
        self.profiles = profiles
        self.includesMerges = includesMerges
        self.tombstones = tombstones
    }

    /// How many things it names.
    package var count: Int { facts.count + identifiers.count + profiles.count }

    /// The identifiers whose links a decision needs, once the touched facts are known.
    package func identifiers(naming facts: some Sequence<Fact>) -> Set<Identifier> {
        var result = identifiers
        for fact in facts {
            for identifier in fact.record.identifiers where !weakTypes.contains(identifier.type) {
                result.insert(identifier)
            }
        }
        return result
    }
}
