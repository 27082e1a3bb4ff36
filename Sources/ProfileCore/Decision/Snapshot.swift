/// What a store holds of the read set of a decision, all of one moment.
package struct Snapshot: Sendable {
    /// When this happens by the clock of the store, which orders what arrives, whatever the clocks of the nodes show.
    package var moment = Timestamp(milliseconds: 0)
    /// The facts of the read set that exist.
    package var facts: [FactKey: Fact]
    /// Every link of the identifiers read and of those that the facts read name, weak ones excepted.
    package var links: [Identifier: [Link]]
    /// Every profile that one of `facts`, `withdrawn` or `links` or an id or alias of the read set leads to, by its
    /// present id.
    package var profiles: [ProfileID: ProfileState]
    /// The aliases of the read set, and the profile each leads to.
    package var aliases: [ProfileID: ProfileID]
    /// Every separation that names one of `profiles` or an alias of one, or the profile of one of `withdrawn`.
    package var separations: [Separation]
    /// Every merge, undone or not, that names one of `profiles` or an alias of one, oldest first; empty unless asked
    /// for, or one of the facts was withdrawn.
    package var merges: [Merge]
    /// The facts of the read set that were withdrawn.
    package var withdrawn: [FactKey: Withdrawal] = [:]
    /// The earliest fact of each profile read, by its present id; empty unless merges were asked for.
    package var firstFacts: [ProfileID: FactKey] = [:]
    /// Of each profile of `profiles` that has rows for tallies, what `talliesNeeded(by:)` says.
    package var tallies: [ProfileID: TalliesFound] = [:]
    /// The tombstones that the read set asks for.
    package var burials: Burials

    package init(
        facts: [FactKey: Fact] = [:], links: [Identifier: [Link]] = [:], profiles: [ProfileID: ProfileState] = [:],
        aliases: [ProfileID: ProfileID] = [:], separations: [Separation] = [], merges: [Merge] = [],
        burials: Burials = .none
    ) {
        self.facts = facts
        self.links = links
        self.profiles = profiles
        self.aliases = aliases
        self.separations = separations
        self.merges = merges
        self.burials = burials
    }
}

extension Snapshot {
    /// Takes the time of a clock that may have been set back: what is decided now is never before what is there.
    package mutating func setMoment(by clock: Timestamp) {
        moment = profiles.values.reduce(clock) { max($0, clock.noEarlier(than: $1.changedAt)) }
    }
}

/// What a decision has to see before it can be made.
package struct ReadSet: Hashable, Sendable {
    package var facts: Set<FactKey>
    package var identifiers: Set<Identifier>
    /// Ids of profiles, or aliases of them.
    package var profiles: Set<ProfileID>
    /// Whether the merges of the profiles are needed too.
    package var includesMerges: Bool
    /// The types of identifiers that only find candidates. Links of these are not loaded, not even those of the facts
    /// read: thousands of profiles may share one.
    package var weakTypes: Set<String>
    /// Records that are to be filed: what they count for may lie in rows of its own.
    package var records: [SourceRecord]
    /// Tombstones to look for; nil when it does not matter who was erased, or nobody looked what to ask for.
    package var tombstones: Set<Tombstone>?
    /// Whether nothing of it is stored, as a load into an empty store knows: then nothing is looked up.
    package var isNew = false
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

    /// The identifiers whose links a decision needs, once the facts are known.
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
