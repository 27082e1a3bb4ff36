package import ProfileCore
package import ProfileStore

/// What the tables hold of a read set.
package struct Loaded: Sendable {
    package var snapshot = Snapshot()
    /// Whether there are separations at all, of whatever profiles.
    var separationsExist = false
    /// Whether anybody was erased and it was not lifted.
    var erasuresHold = false
    /// Those of the tombstones asked for that exist.
    var buried: Set<Tombstone> = []

    package init() {}

    /// What the stored facts name besides what was asked for.
    package func identifiersNamed(beyond readSet: ReadSet) -> Set<Identifier> {
        guard !snapshot.facts.isEmpty else { return [] }
        return readSet.identifiers(naming: snapshot.facts.values).subtracting(readSet.identifiers)
    }

    /// The profiles that the rows lead to.
    package var ids: Set<ProfileID> {
        var ids = Set(snapshot.facts.values.map(\.filing.profile))
        ids.formUnion(snapshot.withdrawn.values.map(\.profile))
        ids.formUnion(snapshot.aliases.values)
        for links in snapshot.links.values { ids.formUnion(links.map(\.profile)) }
        return ids
    }

    /// The profiles and all that were merged into them, and those of which nothing else is left than what was
    /// withdrawn.
    var names: Set<ProfileID> {
        let ids = Set(snapshot.profiles.keys).union(snapshot.withdrawn.values.map(\.profile))
        return snapshot.profiles.values.reduce(into: ids) { $0.formUnion($1.aliases) }
    }

    func burials(of readSet: ReadSet) -> Burials {
        Burials(exist: erasuresHold, asked: readSet.tombstones, found: buried)
    }

    /// All of it, handed over for good.
    package consuming func snapshot(for readSet: ReadSet, at moment: Timestamp) -> Snapshot {
        let burials = burials(of: readSet)
        var snapshot = snapshot
        snapshot.burials = burials
        snapshot.setMoment(by: moment)
        return snapshot
    }

    /// The part of it that one of several read sets asked for, and nothing else.
    package func part(for readSet: ReadSet, at moment: Timestamp) -> Snapshot {
        var part = Loaded()
        (part.erasuresHold, part.buried) = (erasuresHold, buried)
        for key in readSet.facts {
            part.snapshot.facts[key] = snapshot.facts[key]
            part.snapshot.withdrawn[key] = snapshot.withdrawn[key]
        }
        for identifier in readSet.identifiers(naming: part.snapshot.facts.values) {
            part.snapshot.links[identifier] = snapshot.links[identifier]
        }
        for id in readSet.profiles { part.snapshot.aliases[id] = snapshot.aliases[id] }
        for id in part.ids.union(readSet.profiles) { part.snapshot.profiles[id] = snapshot.profiles[id] }
        part.snapshot.tallies = snapshot.tallies.filter { part.snapshot.profiles[$0.key] != nil }
        let names = snapshot.separations.isEmpty && snapshot.merges.isEmpty ? [] : part.names
        part.snapshot.separations = snapshot.separations.filter { $0.names(names) }
        if readSet.includesMerges || !part.snapshot.withdrawn.isEmpty {
            part.snapshot.merges = snapshot.merges.filter { names.contains($0.absorbed) || names.contains($0.survivor) }
        }
        if readSet.includesMerges {
            for id in part.snapshot.profiles.keys { part.snapshot.firstFacts[id] = snapshot.firstFacts[id] }
        }
        return part.snapshot(for: readSet, at: moment)
    }
}

/// The calls that load what a read set names itself, and what their answers say.
package struct LoadRequest<Statement: SQLStatement>: Sendable {
    package let readSet: ReadSet

    package init(_ readSet: ReadSet) {
        self.readSet = readSet
    }

    package var leadsNowhere: Bool {
        readSet.facts.isEmpty && readSet.identifiers.isEmpty && readSet.profiles.isEmpty
    }

    package var calls: [Statement.Call] {
        guard !leadsNowhere else { return [] }
        var calls = placeCalls
        calls.add(Statement.aliases, readSet.profiles.inOrder) { $0.add($1) }
        calls += burialCalls
        return calls
    }

    /// Whether anybody was erased, and which tombstones there are.
    package var burialCalls: [Statement.Call] {
        var calls = [Statement.rarities.with()]
        calls.add(Statement.tombstones, readSet.tombstones?.inOrder ?? []) { $0.add($1.stored) }
        return calls
    }

    package func burials(in answers: ArraySlice<Statement.Rows>) throws(StoreError) -> Burials {
        var loaded = Loaded()
        try take(burials: answers, into: &loaded)
        return loaded.burials(of: readSet)
    }

    /// Facts and links alone.
    var placeCalls: [Statement.Call] {
        guard !readSet.isNew else { return [] }
        var calls: [Statement.Call] = []
        calls.add(Statement.facts, readSet.facts.inOrder) { $0.add($1) }
        calls.add(Statement.links, readSet.identifiers.inOrder) { $0.add($1) }
        return calls
    }

    /// Takes in the answers to `calls`, or to the first of them.
    package func take(_ answers: ArraySlice<Statement.Rows>, into loaded: inout Loaded) throws(StoreError) {
        var answers = answers
        if !readSet.isNew, !readSet.facts.isEmpty { try loaded.snapshot.take(facts: answers.removeFirst()) }
        if !readSet.isNew, !readSet.identifiers.isEmpty { try loaded.snapshot.take(links: answers.removeFirst()) }
        if !readSet.profiles.isEmpty {
            try answers.popFirst()?.each { row throws(StoreError) in
                let alias = try row.id()
                loaded.snapshot.aliases[alias] = try row.id()
            }
        }
        try take(burials: answers, into: &loaded)
    }

    private func take(burials answers: ArraySlice<Statement.Rows>, into loaded: inout Loaded) throws(StoreError) {
        var answers = answers
        try answers.popFirst()?.each { row throws(StoreError) in
            loaded.separationsExist = try row.flag()
            loaded.erasuresHold = try row.flag()
        }
        if let buried = try answers.popFirst()?.ids() { loaded.buried = Set(buried.map(Tombstone.init(stored:))) }
    }
}

extension Snapshot {
    /// Each row begins with the moment of the fact, which tells those that were withdrawn.
    fileprivate mutating func take(facts rows: some RowSet) throws(StoreError) {
        try rows.each { row throws(StoreError) in
            if try row.moment() == .withdrawn {
                let withdrawal = try row.withdrawal()
                withdrawn[withdrawal.key] = withdrawal
            } else {
                let fact = try row.fact()
                facts[fact.key] = fact
            }
        }
    }

    fileprivate mutating func take(links rows: some RowSet) throws(StoreError) {
        var shared: Set<Identifier> = []
        try rows.each { row throws(StoreError) in
            let link = try row.link()
            if links[link.identifier] != nil { shared.insert(link.identifier) }
            links[link.identifier, default: []].append(link)
        }
        for identifier in shared { links[identifier]?.sort { $0.home < $1.home } }
    }

    package mutating func take(profiles rows: some RowSet) throws(StoreError) {
        try rows.eachState { profiles[$0.id] = $0 }
    }
}

private enum LoadStage: Int {
    case request, namedLinks, profiles, review, tallies

    var next: LoadStage? { LoadStage(rawValue: rawValue + 1) }
}

/// Loads all that a read set leads to, step by step: each step is the calls whose answers the next one needs.
package struct Loading<Statement: SQLStatement> {
    private typealias Stage = LoadStage

    private let request: LoadRequest<Statement>
    /// Of the last calls.
    private var asked: Stage?
    private var due: Stage?
    private var loaded: Loaded

    package init(_ readSet: ReadSet) {
        request = LoadRequest(readSet)
        due = .request
        loaded = Loaded()
    }

    /// Goes on after a request that was made otherwise, and after profiles that are known already.
    package init(_ readSet: ReadSet, after loaded: consuming Loaded, knowsProfiles: Bool) {
        request = LoadRequest(readSet)
        due = knowsProfiles ? .review : .profiles
        self.loaded = loaded
    }

    /// Takes in the answers to the last calls, and gives the next; none when all is loaded.
    package mutating func next(_ answers: [Statement.Rows]) throws(StoreError) -> [Statement.Call] {
        if let asked { try take(answers[...], of: asked) }
        while let stage = due {
            (asked, due) = (stage, stage.next)
            let calls = calls(of: stage)
            if !calls.isEmpty { return calls }
        }
        return []
    }

    package consuming func finish() -> Loaded { loaded }

    private mutating func calls(of stage: Stage) -> [Statement.Call] {
        switch stage {
        case .request: return request.calls
        case .namedLinks:
            guard !request.readSet.isNew else { return [] }
            return Statement.links.each(loaded.identifiersNamed(beyond: request.readSet).inOrder) { $0.add($1) }
        case .profiles:
            return Statement.profilesByID.each(loaded.ids.union(request.readSet.profiles).inOrder) { $0.add($1) }
        case .review: return reviewCalls
        case .tallies: return tallyCalls()
        }
    }

    /// By a merge a fact may come back that was withdrawn.
    private var asksForMerges: Bool { request.readSet.includesMerges || !loaded.snapshot.withdrawn.isEmpty }

    /// Separations and merges, which are rare.
    private var reviewCalls: [Statement.Call] {
        let includesMerges = request.readSet.includesMerges
        guard loaded.separationsExist || asksForMerges else { return [] }
        let names = loaded.names
        guard asksForMerges, !names.isEmpty else { return Statement.separations.each(names) }
        let calls = Statement.separations.each(names) + Statement.merges.each(names)
        guard includesMerges else { return calls }
        return calls
            + Statement.oldestFacts.each(loaded.snapshot.profiles.keys.sorted(), then: { $0.add(1) }) { $0.add($1) }
    }

    /// Tallies in rows of their own, which few profiles have.
    private mutating func tallyCalls() -> [Statement.Call] {
        let needed = loaded.snapshot.talliesNeeded(by: request.readSet)
        guard !needed.isEmpty else { return [] }
        loaded.snapshot.tallies = needed.mapValues { TalliesFound(asked: $0) }
        let rows = needed.flatMap { id, keys in keys.map { (id: id, key: $0) } }
        return Statement.tallies.each(rows) { $0.add($1.key, of: $1.id) }
    }

    private mutating func take(_ answers: ArraySlice<Statement.Rows>, of stage: Stage) throws(StoreError) {
        guard let first = answers.first else { return }
        switch stage {
        case .request: try request.take(answers, into: &loaded)
        case .namedLinks: try loaded.snapshot.take(links: first)
        case .profiles: try loaded.snapshot.take(profiles: first)
        case .review:
            loaded.snapshot.separations = try first.separations()
            guard asksForMerges else { return }
            loaded.snapshot.merges = try answers.dropFirst().first?.merges() ?? []
            for rows in answers.dropFirst(2) {
                for fact in try rows.facts() { loaded.snapshot.firstFacts[fact.filing.profile] = fact.key }
            }
        case .tallies:
            for (id, tallies) in try first.tallies() { loaded.snapshot.tallies[id]?.tallies = tallies }
        }
    }
}
