/// Which facts of a profile hang together, told without keeping the facts.
struct FactTies: Sendable {
    enum Tie: Hashable, Sendable {
        case identifier(Identifier)
        case fact(FactKey)
        /// Facts that no identifier ties to anything stay with those they came with.
        case home(ProfileID)

        fileprivate var isFact: Bool { if case .fact = self { true } else { false } }
        fileprivate var isHome: Bool { if case .home = self { true } else { false } }
    }

    private var sets = DisjointSets<Tie>()
    /// By tie and home, the oldest fact.
    private var ages: [Tie: [ProfileID: FactAge]] = [:]

    mutating func note(_ age: FactAge, of tie: Tie, home: ProfileID) {
        ages[tie, default: [:]][home] = min(ages[tie]?[home] ?? age, age)
    }

    mutating func join(_ one: Tie, _ other: Tie) {
        sets.join(one, other)
    }

    /// What stands for all that hangs together with a tie.
    mutating func root(of tie: Tie) -> Tie { sets.root(of: tie) }

    var roots: Set<Tie> {
        mutating get { Set(ages.keys.map { sets.root(of: $0) }) }
    }

    /// The homes of all facts.
    var homes: Set<ProfileID> { Set(ages.values.flatMap(\.keys)) }

    /// The oldest fact of each home that hangs together with a tie.
    mutating func homes(under root: Tie) -> [ProfileID: FactAge] {
        var homes: [ProfileID: FactAge] = [:]
        for (tie, ages) in ages where sets.root(of: tie) == root { homes.merge(ages, uniquingKeysWith: min) }
        return homes
    }

    /// The oldest fact of a home, and what ties it.
    func oldest(of home: ProfileID) -> (tie: Tie, fact: FactKey)? {
        ages.compactMap { tie, ages in ages[home].map { (tie: tie, age: $0) } }
            .min { $0.age < $1.age }.map { ($0.tie, $0.age.fact) }
    }

    /// Interactions whose order is not here any more are as loose as those that name no order.
    mutating func loosenStrandedFacts() {
        let settled = Set(ages.keys.filter { !$0.isFact }.map { sets.root(of: $0) })
        for tie in ages.keys.filter(\.isFact) where !settled.contains(sets.root(of: tie)) {
            for (home, age) in ages.removeValue(forKey: tie) ?? [:] {
                sets.join(.home(home), tie)
                note(age, of: .home(home), home: home)
            }
        }
    }

    /// Facts that nothing ties go with the oldest others of their home.
    mutating func tieLooseFactsToTheirHomes() {
        for home in looseHomes { tie(home, to: others(than: home).compactMapValues { $0[home] }) }
    }

    /// Without others of their home they stay where most of the profile's life was.
    mutating func tieWhatIsStillLoose() {
        for home in looseHomes {
            let others = others(than: home)
            let isTied = ages.keys.contains { !$0.isHome && others[$0] == nil }
            if !isTied { tie(home, to: others.compactMapValues { $0.values.min() }) }
        }
    }

    private var looseHomes: [ProfileID] {
        ages.keys.compactMap { if case .home(let home) = $0 { home } else { nil } }.sorted()
    }

    private mutating func tie(_ home: ProfileID, to candidates: [Tie: FactAge]) {
        if let oldest = candidates.min(by: { $0.value < $1.value })?.key { sets.join(oldest, .home(home)) }
    }

    /// What does not hang together with the loose facts of a home.
    private mutating func others(than home: ProfileID) -> [Tie: [ProfileID: FactAge]] {
        let own = sets.root(of: .home(home))
        var others = ages
        for tie in ages.keys where sets.root(of: tie) == own { others[tie] = nil }
        return others
    }
}
