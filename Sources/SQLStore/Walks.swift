package import ProfileCore
import ProfileStore

/// How far the facts of a profile were read, newest first; the key is nil before the first of them.
package struct FactPlace: Sendable {
    package let profile: ProfileID
    package let at: Timestamp
    package var key: FactKey?
    /// Only facts of these kinds are read, and those of the source.
    package var kinds: Set<RecordKind>
    package var source: String?

    package init(
        of profile: ProfileID, at: Timestamp = Timestamp(milliseconds: .max), after key: FactKey? = nil,
        kinds: Set<RecordKind> = Set(RecordKind.allCases), source: String? = nil
    ) {
        (self.profile, self.at, self.key) = (profile, at, key)
        (self.kinds, self.source) = (kinds, source)
    }

    init(after fact: Fact) {
        self.init(of: fact.filing.profile, at: fact.record.happenedAt, after: fact.key)
    }

    /// A bit for each kind. No fact has one of the catalogue's.
    fileprivate var kindBits: Int { kinds.reduce(0) { $1.rawValue < 32 ? $0 | 1 << Int($1.rawValue) : $0 } }
}

extension SQLStatement {
    /// The next facts of several profiles, so many of each.
    static func pages(after places: [FactPlace], limit: Int) -> [Call] {
        factsToFold.each(places, then: { $0.add(limit) }) {
            $0.add($1.profile)
            $0.add($1.at)
            $0.add(after: $1.key)
            $0.add($1.kindBits)
            $0.add($1.source ?? "")
        }
    }
}

extension Collection where Element: RowSet {
    /// In the order of the timeline, or from its end. Statements that look up several profiles promise no order.
    func factsByProfile(fromEnd: Bool = false) throws(StoreError) -> [ProfileID: [Fact]] {
        var facts: [ProfileID: [Fact]] = [:]
        for rows in self {
            try rows.each { row throws(StoreError) in
                let fact = try row.fact()
                facts[fact.filing.profile, default: []].append(fact)
            }
        }
        let inOrder = { (one: Fact, other: Fact) in fromEnd ? other.isNewer(than: one) : one.isNewer(than: other) }
        return facts.mapValues { page in
            zip(page, page.dropFirst()).allSatisfy(inOrder) ? page : page.sorted(by: inOrder)
        }
    }

    func claimants() throws(StoreError) -> [Identifier: [ProfileID]] {
        var claimants: [Identifier: [ProfileID]] = [:]
        for rows in self {
            try rows.each { row throws(StoreError) in
                claimants[try row.identifier(), default: []].append(try row.id())
            }
        }
        return claimants
    }
}

extension Fact {
    /// Whether it comes first in the timeline; texts compare by their bytes, as in every engine.
    fileprivate func isNewer(than other: Fact) -> Bool {
        if record.happenedAt != other.record.happenedAt { return record.happenedAt > other.record.happenedAt }
        if key.kind != other.key.kind { return key.kind < other.key.kind }
        if key.source != other.key.source { return key.source.utf8.lexicographicallyPrecedes(other.key.source.utf8) }
        return key.id.utf8.lexicographicallyPrecedes(other.key.id.utf8)
    }
}

/// Folds profiles again from their facts, page by page, so that profiles of any size take little memory.
struct Folding<Statement: SQLStatement> {
    /// Facts of one profile that are read at a time.
    private static var page: Int { 500 }
    /// Profiles whose facts are read at a time, which bounds the memory that answers take.
    private static var greatestProfiles: Int { 32 }

    private var refoldings: [Refolding]
    /// Which of them a profile belongs to.
    private var owners: [ProfileID: Int] = [:]
    private var waiting: [ProfileID: FactPlace] = [:]

    init(_ decisions: [Decision], links: [Link], merges: [Merge], separations: [Separation]) {
        refoldings = decisions.map {
            Refolding($0, links: links, merges: merges, separations: separations)
        }
        for place in refoldings.indices {
            for id in refoldings[place].wanted { owners[id] = place }
        }
        beginPass()
    }

    private mutating func beginPass() {
        for refolding in refoldings {
            for id in refolding.wanted { waiting[id] = FactPlace(of: id) }
        }
    }

    private var next: [FactPlace] {
        Array(waiting.values.sorted { $0.profile < $1.profile }.prefix(Self.greatestProfiles))
    }

    /// The next pages of profiles that have more; none when no profile has.
    var calls: [Statement.Call] { Statement.pages(after: next, limit: Self.page) }

    /// Takes in the answers to `calls`.
    mutating func take(_ answers: [Statement.Rows]) throws(StoreError) {
        let pages = try answers.factsByProfile()
        for profile in next.map(\.profile) {
            let facts = pages[profile] ?? []
            if let owner = owners[profile] {
                for fact in facts { refoldings[owner].add(fact) }
            }
            waiting[profile] = facts.count < Self.page ? nil : facts.last.map(FactPlace.init(after:))
        }
        guard waiting.isEmpty else { return }
        for place in refoldings.indices { _ = refoldings[place].endPass() }
        beginPass()
    }

    /// What came of it, by decision.
    var outcomes: [Refolding.Outcome] { refoldings.map(\.outcome) }
}

/// Looks up what summaries lost, page by page for all profiles at once.
struct Recovering<Statement: SQLStatement> {
    private enum Stage { case sources, walk, oldest, done }

    private static var page: Int { 100 }
    /// Profiles whose facts are read at a time.
    private static var greatestProfiles: Int { 100 }

    private struct Walk {
        var recovery: Recovery
        var place: FactPlace
        var number = 0

        mutating func passOverOthers() { (place.kinds, place.source) = recovery.walked }
    }

    private var stage = Stage.sources
    private var walks: [ProfileID: Walk] = [:]
    /// Those that need no more facts, newest first.
    private var ended: [ProfileID: Recovery] = [:]

    init(_ recoveries: [ProfileID: Recovery]) {
        for (id, recovery) in recoveries {
            walks[id] = Walk(recovery: recovery, place: FactPlace(of: id, at: recovery.start))
        }
    }

    /// The next calls; none when all is known.
    mutating func next() -> [Statement.Call] {
        if stage == .sources, case let calls = sourceCalls, !calls.isEmpty { return calls }
        if stage != .oldest, stage != .done, case let calls = walkCalls(), !calls.isEmpty {
            stage = .walk
            return calls
        }
        guard stage != .done else { return [] }
        stage = .oldest
        return oldestCalls
    }

    mutating func take(_ answers: [Statement.Rows]) throws(StoreError) {
        switch stage {
        case .sources:
            try take(sources: answers)
            stage = .walk
        case .walk: try take(pages: answers.factsByProfile())
        case .oldest:
            try take(oldest: answers.factsByProfile(fromEnd: true))
            stage = .done
        case .done: break
        }
    }

    /// Asks when sources first and last stated something.
    private var sourceCalls: [Statement.Call] {
        let wanted = walks.flatMap { id, walk in walk.recovery.sources.map { (id: id, source: $0) } }
        return Statement.sourceSpans.each(wanted) {
            $0.add($1.id)
            $0.add($1.source)
        }
    }

    private mutating func take(sources answers: [Statement.Rows]) throws(StoreError) {
        for rows in answers {
            try rows.each { row throws(StoreError) in
                let (id, source) = (try row.id(), try row.text())
                walks[id]?.recovery.add(source, first: try row.moment(), last: try row.moment())
            }
        }
    }

    /// Drops those that need no more facts, and gives the next pages of others.
    private mutating func walkCalls() -> [Statement.Call] {
        for (id, walk) in walks where !walk.recovery.walks { end(id, afterAll: false) }
        for id in walks.keys { walks[id]?.passOverOthers() }
        return Statement.pages(after: nextPlaces, limit: Self.page)
    }

    private var nextPlaces: [FactPlace] {
        Array(walks.values.map(\.place).sorted { $0.profile < $1.profile }.prefix(Self.greatestProfiles))
    }

    private mutating func take(pages: [ProfileID: [Fact]]) {
        for id in nextPlaces.map(\.profile) {
            let page = pages[id] ?? []
            for fact in page where walks[id]?.recovery.add(fact.record) == false {
                end(id, afterAll: false)
                break
            }
            guard var walk = walks[id] else { continue }
            walk.number += page.count
            if let last = page.last { walk.place = FactPlace(after: last) }
            walks[id] = walk
            let isAll = page.count < Self.page
            if isAll || walk.number >= Recovery.greatestWalk { end(id, afterAll: isAll) }
        }
    }

    private mutating func end(_ id: ProfileID, afterAll isAll: Bool) {
        guard var walk = walks.removeValue(forKey: id) else { return }
        walk.recovery.endWalk(afterAll: isAll)
        ended[id] = walk.recovery
    }

    /// Asks for the oldest facts of those that need them.
    private var oldestCalls: [Statement.Call] {
        let ids = ended.filter(\.value.walksFromOldest).keys.sorted()
        return Statement.oldestFacts.each(ids, then: { $0.add(Recovery.greatestWalkFromOldest) }) { $0.add($1) }
    }

    private mutating func take(oldest pages: [ProfileID: [Fact]]) {
        for id in ended.filter(\.value.walksFromOldest).keys.sorted() {
            let page = pages[id] ?? []
            let isKnown = page.contains { ended[id]?.add(fromOldest: $0.record) == false }
            if !isKnown { ended[id]?.endWalkFromOldest(afterAll: page.count < Recovery.greatestWalkFromOldest) }
        }
    }

    /// What was found, nil where not all was.
    var found: [ProfileID: ProfileSummary?] { ended.mapValues(\.result) }
}
