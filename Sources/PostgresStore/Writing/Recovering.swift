import ProfileCore
import ProfileStore

/// Looks up what summaries lost, page by page for all profiles at once.
struct Recovering {
    private static let page: Int64 = 100
    /// Profiles whose facts are read at a time.
    private static let greatestProfiles = 100

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

    /// Drops those that need no more facts, and gives the next pages of others; none when all is known.
    mutating func nextCalls() -> [Call] {
        for (id, walk) in walks where !walk.recovery.walks { end(id, afterAll: false) }
        return next.map { Statement.factsToFold(of: $0.key, after: $0.value.place, Self.page) }
    }

    private var next: ArraySlice<(key: ProfileID, value: Walk)> {
        walks.sorted { $0.key < $1.key }.prefix(Self.greatestProfiles)
    }

    /// Takes in the answers to `nextCalls`.
    mutating func add(_ pages: [Rows]) throws(StoreError) {
        for (id, rows) in zip(next.map(\.key), pages) {
            try rows.each { columns throws(StoreError) in
                let fact = try columns.fact()
                if walks[id]?.add(fact) == false { end(id, afterAll: false) }
            }
            guard let walk = walks[id] else { continue }
            let isAll = rows.count < Self.page
            if isAll || walk.number >= Recovery.greatestWalk { end(id, afterAll: isAll) }
        }
    }

    private mutating func end(_ id: ProfileID, afterAll isAll: Bool) {
        guard var walk = walks.removeValue(forKey: id) else { return }
        walk.recovery.endWalk(afterAll: isAll)
        ended[id] = walk.recovery
    }

    /// Asks for the oldest facts of those that need them.
    var callsForOldest: [Call] {
        idsForOldest.map { Statement.oldestFacts(of: $0, limit: Recovery.greatestWalkFromOldest) }
    }

    private var idsForOldest: [ProfileID] { ended.filter(\.value.walksFromOldest).keys.sorted() }

    /// Takes in the answers to `callsForOldest`.
    mutating func add(oldest answers: [Rows]) throws(StoreError) {
        for (id, rows) in zip(idsForOldest, answers) {
            var isKnown = false
            try rows.each { columns throws(StoreError) in
                guard !isKnown else { return }
                isKnown = ended[id]?.add(fromOldest: try columns.fact().record) == false
            }
            guard !isKnown else { continue }
            ended[id]?.endWalkFromOldest(afterAll: rows.count < Recovery.greatestWalkFromOldest)
        }
    }

    /// What was found, nil where not all was.
    var found: [ProfileID: ProfileSummary?] { ended.mapValues(\.result) }
}
