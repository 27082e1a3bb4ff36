import ProfileCore
import ProfileStore

/// Looks up what summaries lost, page by page for all profiles at once.
struct Recovering {
    private static let page: Int64 = 100

    private struct Walk {
        var recovery: Recovery
        var place: FactPlace
        var number = 0

        /// Returns false once all is known.
        mutating func add(_ fact: Fact) -> Bool {
            number += 1
            place = FactPlace(of: fact)
            return recovery.add(fact.record)
        }
    }

    private var walks: [ProfileID: Walk] = [:]
    /// Those that need no more facts, newest first.
    private var ended: [ProfileID: Recovery] = [:]

    init(_ recoveries: [ProfileID: Recovery]) {
        for (id, recovery) in recoveries { walks[id] = Walk(recovery: recovery, place: FactPlace(at: recovery.start)) }
    }

    /// Asks when sources first and last stated something; nil when that is known.
    var callForSources: Call? {
        let wanted = walks.flatMap { id, walk in walk.recovery.sources.map { (id: id, source: $0) } }
        guard !wanted.isEmpty else { return nil }
        return Statement.sourceSpans {
            $0.add(ids: wanted.map(\.id))
            $0.add(texts: wanted.map(\.source))
        }
    }

    mutating func add(sources rows: Rows) throws(StoreError) {
        try rows.each { columns throws(StoreError) in
            let (id, source) = (try columns.id(), try columns.text())
            walks[id]?.recovery.add(source, first: try columns.moment(), last: try columns.moment())
        }
    }

    /// The next page of each profile that needs more; nil when none does.
    mutating func nextCall() -> Call? {
        for (id, walk) in walks where !walk.recovery.walks { end(id, afterAll: false) }
        return walks.isEmpty ? nil : Statement.factsToFold(after: walks.mapValues(\.place), page: Self.page)
    }

    mutating func add(_ rows: Rows) throws(StoreError) {
        var counts: [ProfileID: Int64] = [:]
        try rows.each { columns throws(StoreError) in
            let fact = try columns.fact()
            let id = fact.filing.profile
            counts[id, default: 0] += 1
            if walks[id]?.add(fact) == false { end(id, afterAll: false) }
        }
        for (id, walk) in walks {
            let isAll = counts[id, default: 0] < Self.page
            if isAll || walk.number >= Recovery.greatestWalk { end(id, afterAll: isAll) }
        }
    }

    private mutating func end(_ id: ProfileID, afterAll isAll: Bool) {
        guard var walk = walks.removeValue(forKey: id) else { return }
        walk.recovery.endWalk(afterAll: isAll)
        ended[id] = walk.recovery
    }

    /// Asks for the oldest facts of those that need them; nil when none do.
    var callForOldest: Call? {
        let ids = ended.filter(\.value.walksFromOldest).keys.sorted()
        guard !ids.isEmpty else { return nil }
        return Statement.oldestFacts {
            $0.add(ids: ids.map(Optional.init))
            $0.add(Recovery.greatestWalkFromOldest)
        }
    }

    mutating func add(oldest rows: Rows) throws(StoreError) {
        let asked = ended.filter(\.value.walksFromOldest).keys
        var (counts, known): ([ProfileID: Int], Set<ProfileID>) = ([:], [])
        try rows.each { columns throws(StoreError) in
            let fact = try columns.fact()
            let id = fact.filing.profile
            counts[id, default: 0] += 1
            if !known.contains(id), ended[id]?.add(fromOldest: fact.record) == false { known.insert(id) }
        }
        for id in asked where !known.contains(id) {
            ended[id]?.endWalkFromOldest(afterAll: counts[id, default: 0] < Recovery.greatestWalkFromOldest)
        }
    }

    /// What was found, nil where not all was.
    var found: [ProfileID: ProfileSummary?] { ended.mapValues(\.result) }
}
