import ProfileCore

/// What the server holds of a scope, all of it locked.
struct Loaded: Sendable {
    /// By the clock of the server.
    var moment = Timestamp(milliseconds: 0)
    var facts: [FactKey: Fact] = [:]
    var links: [Identifier: [Link]] = [:]
    var aliases: [ProfileID: ProfileID] = [:]
    var profiles: [ProfileID: ProfileState] = [:]
    /// Whether there are separations at all, of whatever profiles.
    var separationsExist = false
    var separations: Set<Separation> = []
    var merges: [Merge] = []

    /// What the stored facts name besides what was asked for.
    func identifiersNamed(beyond known: Set<Identifier>) -> Set<Identifier> {
        Set(facts.values.lazy.flatMap(\.record.identifiers)).subtracting(known)
    }

    /// The profiles that the rows lead to.
    var ids: Set<ProfileID> {
        var ids = Set(facts.values.map(\.filing.profile)).union(aliases.values)
        for links in links.values { ids.formUnion(links.map(\.profile)) }
        return ids
    }

    /// The profiles and all that were merged into them.
    var names: Set<ProfileID> {
        profiles.values.reduce(into: Set(profiles.keys)) { $0.formUnion($1.aliases) }
    }

    /// All of it.
    var snapshot: Snapshot {
        var snapshot = Snapshot(
            facts: facts, links: links, profiles: profiles, aliases: aliases, separations: separations, merges: merges)
        snapshot.setMoment(by: moment)
        return snapshot
    }

    /// The part of it that one call asked for, and nothing else.
    func snapshot(of touch: Touch) -> Snapshot {
        var part = Loaded()
        part.moment = moment
        for key in touch.facts { part.facts[key] = facts[key] }
        let named = part.facts.values.lazy.flatMap(\.record.identifiers)
        for identifier in touch.identifiers.union(named) { part.links[identifier] = links[identifier] }
        for id in touch.profiles { part.aliases[id] = aliases[id] }
        for id in part.ids.union(touch.profiles) { part.profiles[id] = profiles[id] }
        let names = separations.isEmpty && merges.isEmpty ? [] : part.names
        part.separations = separations.filter { names.contains($0.first) || names.contains($0.second) }
        if touch.includesMerges {
            part.merges = merges.filter { names.contains($0.absorbed) || names.contains($0.survivor) }
        }
        return part.snapshot
    }
}
