/// What a store has to do, in the order of the members.
package struct Decision: Sendable {
    /// Everything filed under one profile, or that part of it with certain homes, goes to another.
    package struct Move: Hashable, Sendable {
        package let from: ProfileID
        package let to: ProfileID
        /// Nil moves everything, whatever its home.
        package let homes: Set<ProfileID>?

        package init(from: ProfileID, to: ProfileID, homes: Set<ProfileID>? = nil) {
            self.from = from
            self.to = to
            self.homes = homes
        }
    }

    /// Facts and links to re-file before anything else is written. Without `homes`, conflicts that name `from` as
    /// profile or holder name `to` after it, and those that then name one profile twice are resolved at `decidedAt`.
    package var moves: [Move] = []
    /// Facts whose open conflicts are settled because the fact was corrected or withdrawn: their conflicts go.
    package var settledFacts: Set<FactKey> = []
    /// To insert or replace, by key.
    package var facts: [FactKey: Fact] = [:]
    package var withdrawnFacts: Set<FactKey> = []
    /// To insert or replace, by identifier and home.
    package var links: [LinkKey: Link] = [:]
    package var removedLinks: Set<LinkKey> = []
    /// To insert or replace, by id.
    package var profiles: [ProfileID: ProfileState] = [:]
    package var removedProfiles: Set<ProfileID> = []
    /// Where each alias leads from now on.
    package var aliases: [ProfileID: ProfileID] = [:]
    package var removedAliases: Set<ProfileID> = []
    /// To insert, or replace by absorbed profile and time.
    package var merges: [Merge] = []
    /// To insert, or replace by fact and identifier.
    package var conflicts: [Conflict] = []
    package var separations: Set<Separation> = []
    package var removedSeparations: Set<Separation> = []
    /// Profiles whose summary the store must fold anew from facts and held links, with `SummaryRebuild`, before it
    /// saves them; what follows from that is told by `RebuildSettlement` and taken in by `settle`.
    package var rebuilds: Set<ProfileID> = []
    /// Rebuilt profiles that are saved only when folding makes them differ from this.
    private var stored: [ProfileID: ProfileState] = [:]
    package let decidedAt: Timestamp

    package init(decidedAt: Timestamp) {
        self.decidedAt = decidedAt
    }

    package mutating func settle(_ settlement: RebuildSettlement) {
        links.merge(settlement.links) { $1 }
        removedLinks.formUnion(settlement.removedLinks)
        profiles.merge(settlement.profiles) { $1 }
        for id in settlement.removedProfiles {
            guard let state = profiles.removeValue(forKey: id) else { continue }
            removedProfiles.insert(id)
            removedAliases.formUnion(state.aliases)
            for alias in state.aliases { aliases[alias] = nil }
        }
        for (id, state) in stored where profiles[id]?.equalsButForVersion(state) ?? false { profiles[id] = nil }
    }

    /// The profiles that this changes, new and removed ones included.
    package var changedProfiles: Set<ProfileID> {
        removedProfiles.union(profiles.keys)
    }
}

extension Decision {
    /// Nothing but folding `profiles` anew from their facts; those that come out equal stay as they are.
    package init(rebuilding profiles: [ProfileID: ProfileState], at now: Timestamp) {
        self.init(decidedAt: now)
        for (id, state) in profiles {
            var next = state
            next.version += 1
            next.changedAt = now
            self.profiles[id] = next
        }
        rebuilds = Set(profiles.keys)
        stored = profiles
    }
}

extension ProfileState {
    fileprivate func equalsButForVersion(_ other: ProfileState) -> Bool {
        id == other.id && aliases == other.aliases && overrides == other.overrides && summary == other.summary
    }
}
