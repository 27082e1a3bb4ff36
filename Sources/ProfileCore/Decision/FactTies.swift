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

    /// A tie of a fact and what the fact states beside it.
    private struct Statement: Hashable {
        let tie: Tie
        let identifier: Identifier
    }

    private var sets = DisjointSets<Tie>()
    /// Pairs that must stay apart.
    private let parted: Set<Contradiction>
    /// What facts state together, with the age of the oldest such fact; empty when no pair must stay apart.
    private var statements: [Statement: FactAge] = [:]
    /// By tie and home, the oldest fact.
    private var ages: [Tie: [ProfileID: FactAge]] = [:]

    init(parting parted: Set<Contradiction>) {
        self.parted = parted
    }

    var partsAny: Bool { !parted.isEmpty }

    mutating func note(_ age: FactAge, of tie: Tie, home: ProfileID) {
        ages[tie, default: [:]][home] = min(ages[tie]?[home] ?? age, age)
    }

    mutating func join(_ one: Tie, _ other: Tie) {
        sets.join(one, other)
    }

    /// Joins two ties unless that connects a pair that must stay apart. Returns whether they are connected afterwards.
    @discardableResult
    mutating func joinUnlessParted(_ one: Tie, _ other: Tie) -> Bool {
        let ends = Set([sets.root(of: one), sets.root(of: other)])
        for pair in parted where ends.count == 2 {
            let roots = [sets.root(of: .identifier(pair.one)), sets.root(of: .identifier(pair.other))]
            if ends == Set(roots) { return false }
        }
        sets.join(one, other)
        return true
    }

    /// Joins what a fact states together, at once when no pair must stay apart, else with `joinOldestFirst`.
    mutating func join(_ tie: Tie, stating identifier: Identifier, since age: FactAge) {
        guard partsAny else { return sets.join(tie, .identifier(identifier)) }
        let statement = Statement(tie: tie, identifier: identifier)
        statements[statement] = min(statements[statement] ?? age, age)
    }

    /// The oldest statement wins, as if the records that contradict each other had arrived one after the other.
    mutating func joinOldestFirst() {
        let sorted = statements.sorted { ($0.value, $0.key.identifier) < ($1.value, $1.key.identifier) }
        for (statement, _) in sorted { joinUnlessParted(statement.tie, .identifier(statement.identifier)) }
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

/// When a fact arrived, by which the oldest of a group is found.
struct FactAge: Comparable, Sendable {
    let receivedAt: Timestamp
    let fact: FactKey

    static func < (left: FactAge, right: FactAge) -> Bool {
        (left.receivedAt, left.fact) < (right.receivedAt, right.fact)
    }

    /// Older than no fact.
    static let latest = FactAge(
        receivedAt: Timestamp(milliseconds: .max), fact: FactKey(kind: .activity, source: "", id: ""))
}

/// Which facts of a profile show that it holds what it holds.
///
/// A link names the fact that first made it. Once that has left, or does not state the identifier any more, the oldest
/// fact that does is named instead.
struct LinkProofs: Sendable {
    private let makers: Set<FactKey>
    private var standing: Set<ClaimKey> = []
    private var oldest: [Identifier: FactAge] = [:]

    init(of links: [Link]) {
        makers = Set(links.map(\.statedBy))
    }

    /// Adds a fact with those of its identifiers that count.
    mutating func add(_ fact: Fact, stating identifiers: [Identifier]) {
        let (age, isMaker) = (FactAge(receivedAt: fact.receivedAt, fact: fact.key), makers.contains(fact.key))
        for identifier in identifiers {
            oldest[identifier] = min(oldest[identifier] ?? age, age)
            if isMaker { standing.insert(ClaimKey(fact: fact.key, identifier: identifier)) }
        }
    }

    func proven(_ link: Link) -> Link {
        let isStanding = standing.contains(ClaimKey(fact: link.statedBy, identifier: link.identifier))
        guard !isStanding, let other = oldest[link.identifier]?.fact else { return link }
        return Link(
            identifier: link.identifier, profile: link.profile, home: link.home, statedBy: other,
            linkedAt: link.linkedAt)
    }
}

/// The facts of a profile, or of a part of one, by which separations name it.
struct SeparatedFacts: Sendable {
    private let separations: [Separation]
    private let named: Set<FactKey>
    private var present: Set<FactKey> = []
    /// By home.
    private var oldest: [ProfileID: FactAge] = [:]

    /// `separations` may concern others too.
    init(of separations: [Separation]) {
        self.separations = separations
        named = Set(separations.flatMap { [$0.first.fact, $0.second.fact] }.compactMap(\.self))
    }

    mutating func note(_ fact: Fact) {
        guard !separations.isEmpty else { return }
        if named.contains(fact.key) { present.insert(fact.key) }
        let age = FactAge(receivedAt: fact.receivedAt, fact: fact.key)
        oldest[fact.filing.home] = min(oldest[fact.filing.home] ?? age, age)
    }

    /// What has to be saved for the profile `id`, which these facts make up.
    ///
    /// A fact that has left is replaced, for good, by the oldest of those it came with. One that came here from another
    /// profile brings its separation along. A part that has none of the names of the whole stays apart from those from
    /// whom somebody parted the whole: nobody knows which part was meant.
    func separations(of id: ProfileID, names: Set<ProfileID>, partOf whole: Set<ProfileID>? = nil) -> [Separation] {
        let isNameless = whole.map(names.isDisjoint) ?? false
        return separations.flatMap { separation in
            [(separation.first, separation.second), (separation.second, separation.first)].compactMap { own, other in
                guard !names.contains(other.profile) else { return nil }
                let known = own.fact.flatMap { present.contains($0) ? $0 : nil }
                if names.contains(own.profile) {
                    let fact = known == nil ? witness(from: own.profile) : nil
                    return fact.map { Separation(Separation.Side(own.profile, $0), Separation.Side(other.profile)) }
                }
                let isOfWhole = isNameless && whole?.contains(own.profile) == true
                let fact = known ?? (isOfWhole ? witness(from: id) : nil)
                return fact.map { Separation(Separation.Side(id, $0), other) }
            }
        }
    }

    private func witness(from home: ProfileID) -> FactKey? {
        (oldest[home] ?? oldest.values.min())?.fact
    }
}
