import ProfileCore
import ProfileStore

/// Folds profiles anew from their facts, page by page, so that profiles of any size take little memory.
struct Folding {
    /// Facts of one profile that are read at a time.
    private static let page: Int64 = 500

    private struct Place {
        var at = Timestamp(milliseconds: .max)
        var key: FactKey?
    }

    private var refoldings: [Refolding]
    /// Which of them a profile belongs to.
    private var owners: [ProfileID: Int] = [:]
    private var waiting: [ProfileID: Place] = [:]

    init(_ decisions: [Decision], links: [Link], merges: [Merge], separations: Set<Separation>) {
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
            for id in refolding.wanted { waiting[id] = Place() }
        }
    }

    /// The next page of each profile that has more; nil when there is none.
    var call: Call? {
        guard !waiting.isEmpty else { return nil }
        let places = waiting.sorted { $0.key < $1.key }
        return Statement.factsToFold {
            $0.add(ids: places.map(\.key))
            $0.add(integers: places.map(\.value.at.milliseconds))
            // Without a key, values that come before every key.
            $0.add(kindNumbers: places.map { Int16($0.value.key?.kind.rawValue ?? 0) })
            $0.add(texts: places.map { $0.value.key?.source ?? "" })
            $0.add(texts: places.map { $0.value.key?.id ?? "" })
            $0.add(Self.page)
        }
    }

    mutating func add(_ rows: Rows) throws(StoreError) {
        var counts: [ProfileID: Int64] = [:]
        try rows.each { columns throws(StoreError) in
            let fact = try columns.fact()
            let profile = fact.filing.profile
            if let owner = owners[profile] { refoldings[owner].add(fact) }
            counts[profile, default: 0] += 1
            waiting[profile] = Place(at: fact.record.happenedAt, key: fact.key)
        }
        for profile in waiting.keys where counts[profile, default: 0] < Self.page { waiting[profile] = nil }
        guard waiting.isEmpty else { return }
        for place in refoldings.indices { _ = refoldings[place].endPass() }
        beginPass()
    }

    /// What came of it, by decision.
    var outcomes: [Refolding.Outcome] { refoldings.map(\.outcome) }
}
