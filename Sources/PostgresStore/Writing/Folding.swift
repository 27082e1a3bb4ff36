import ProfileCore
import ProfileStore

/// Folds profiles anew from their facts, page by page, so that profiles of any size take little memory.
struct Folding {
    /// Facts of one profile that are read at a time.
    private static let page: Int64 = 500

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
            for id in refolding.wanted { waiting[id] = FactPlace() }
        }
    }

    /// The next page of each profile that has more; nil when there is none.
    var call: Call? {
        waiting.isEmpty ? nil : Statement.factsToFold(after: waiting, page: Self.page)
    }

    mutating func add(_ rows: Rows) throws(StoreError) {
        var counts: [ProfileID: Int64] = [:]
        try rows.each { columns throws(StoreError) in
            let fact = try columns.fact()
            let profile = fact.filing.profile
            if let owner = owners[profile] { refoldings[owner].add(fact) }
            counts[profile, default: 0] += 1
            waiting[profile] = FactPlace(of: fact)
        }
        for profile in waiting.keys where counts[profile, default: 0] < Self.page { waiting[profile] = nil }
        guard waiting.isEmpty else { return }
        for place in refoldings.indices { _ = refoldings[place].endPass() }
        beginPass()
    }

    /// What came of it, by decision.
    var outcomes: [Refolding.Outcome] { refoldings.map(\.outcome) }
}
