/// What a store holds of the things a decision touches, all of one moment.
package struct Snapshot: Sendable {
    /// When this happens by the clock of the store, which orders what arrives, whatever the clocks of the nodes show.
    package var moment = Timestamp(milliseconds: 0)
    /// The touched facts that exist.
    package var facts: [FactKey: Fact]
    /// Every link of the touched identifiers and of those that the touched facts name, weak ones excepted.
    package var links: [Identifier: [Link]]
    /// Every profile that one of `facts`, `withdrawn` or `links` or a touched id or alias leads to, by its present id.
    package var profiles: [ProfileID: ProfileState]
    /// The touched aliases, and the profile each leads to.
    package var aliases: [ProfileID: ProfileID]
    /// Every separation that names one of `profiles` or an alias of one, or the profile of one of `withdrawn`.
    package var separations: [Separation]
    /// Every merge, undone or not, that names one of `profiles` or an alias of one, oldest first; empty unless asked
    /// for.
    package var merges: [Merge]
    /// The touched facts that were withdrawn.
    package var withdrawn: [FactKey: Withdrawal] = [:]
    /// The earliest fact of each touched profile, by its present id; empty unless merges were asked for.
    package var firstFacts: [ProfileID: FactKey] = [:]
    /// Of each profile of `profiles` that has rows for tallies, what `talliesNeeded(by:)` says.
    package var tallies: [ProfileID: TalliesFound] = [:]
    /// The tombstones that the touch asks for.
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
