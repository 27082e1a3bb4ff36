import ProfileCore
import ProfileStore

/// What the server holds of a scope, all of it locked.
struct Loaded: Sendable {
    /// By the clock of the server.
    var moment = Timestamp(milliseconds: 0)
    var facts: [FactKey: Fact] = [:]
    var withdrawn: [FactKey: Withdrawal] = [:]
    var firstFacts: [ProfileID: FactKey] = [:]
    var links: [Identifier: [Link]] = [:]
    var aliases: [ProfileID: ProfileID] = [:]
    var profiles: [ProfileID: ProfileState] = [:]
    /// Whether there are separations at all, of whatever profiles.
    var separationsExist = false
    var separations: [Separation] = []
    var merges: [Merge] = []
    var tallies: [ProfileID: TalliesFound] = [:]
    /// Whether anybody was erased and it was not lifted.
    var erasuresHold = false
    /// The tombstones asked for, and those of them that exist.
    var asked: Set<Tombstone>?
    var buried: Set<Tombstone> = []

    /// Takes in a row of `Statement.facts`.
    mutating func add(_ columns: inout Columns) throws(StoreError) {
        if try columns.moment() == .withdrawn {
            let withdrawal = try columns.withdrawal()
            withdrawn[withdrawal.key] = withdrawal
        } else {
            let fact = try columns.fact()
            facts[fact.key] = fact
        }
    }

    /// What the stored facts name besides what was asked for.
    func identifiersNamed(beyond touch: Touch) -> Set<Identifier> {
        touch.identifiers(naming: facts.values).subtracting(touch.identifiers)
    }

    /// The profiles that the rows lead to.
    var ids: Set<ProfileID> {
        var ids = Set(facts.values.map(\.filing.profile)).union(withdrawn.values.map(\.profile)).union(aliases.values)
        for links in links.values { ids.formUnion(links.map(\.profile)) }
        return ids
    }

    /// The profiles and all that were merged into them, and those of which nothing else is left than what was
    /// withdrawn.
    var names: Set<ProfileID> {
        let ids = Set(profiles.keys).union(withdrawn.values.map(\.profile))
        return profiles.values.reduce(into: ids) { $0.formUnion($1.aliases) }
    }

    /// All of it.
    var snapshot: Snapshot {
        var snapshot = Snapshot(
            facts: facts, links: links, profiles: profiles, aliases: aliases, separations: separations, merges: merges,
            burials: Burials(exist: erasuresHold, asked: asked, found: buried))
        (snapshot.withdrawn, snapshot.firstFacts) = (withdrawn, firstFacts)
        snapshot.tallies = tallies
        snapshot.setMoment(by: moment)
        return snapshot
    }

    /// The part of it that one call asked for, and nothing else.
    func snapshot(of touch: Touch) -> Snapshot {
        var part = Loaded()
        part.moment = moment
        (part.erasuresHold, part.asked, part.buried) = (erasuresHold, touch.tombstones, buried)
        for key in touch.facts { (part.facts[key], part.withdrawn[key]) = (facts[key], withdrawn[key]) }
        for identifier in touch.identifiers(naming: part.facts.values) { part.links[identifier] = links[identifier] }
        for id in touch.profiles { part.aliases[id] = aliases[id] }
        for id in part.ids.union(touch.profiles) { part.profiles[id] = profiles[id] }
        if !tallies.isEmpty { part.tallies = tallies.filter { part.profiles[$0.key] != nil } }
        let names = separations.isEmpty && merges.isEmpty ? [] : part.names
        part.separations = separations.filter { $0.names(names) }
        if touch.includesMerges {
            part.merges = merges.filter { names.contains($0.absorbed) || names.contains($0.survivor) }
            for id in part.profiles.keys { part.firstFacts[id] = firstFacts[id] }
        }
        return part.snapshot
    }
}
