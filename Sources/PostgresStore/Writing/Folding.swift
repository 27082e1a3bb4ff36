import ProfileCore
import ProfileStore

/// Folds profiles anew from their facts, page by page, so that profiles of any size take little memory.
struct Folding {
    /// Facts of one profile that are read at a time.
    private static let page: Int64 = 500
    /// Profiles whose facts are read at a time, which bounds the memory that answers take.
    private static let greatestProfiles = 32

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

    private var next: [(profile: ProfileID, place: FactPlace)] {
        waiting.sorted { $0.key < $1.key }.prefix(Self.greatestProfiles).map { ($0.key, $0.value) }
    }

    /// The next pages of profiles that have more; none when no profile has.
    var calls: [Call] {
        next.map { Statement.factsToFold(of: $0.profile, after: $0.place, Self.page) }
    }

    /// Takes in the answers to `calls`.
    mutating func add(_ pages: [Rows]) throws(StoreError) {
        for (profile, rows) in zip(next.map(\.profile), pages) {
            try rows.each { columns throws(StoreError) in
                let fact = try columns.fact()
                if let owner = owners[profile] { refoldings[owner].add(fact) }
                waiting[profile] = FactPlace(of: fact)
            }
            if rows.count < Self.page { waiting[profile] = nil }
        }
        guard waiting.isEmpty else { return }
        for place in refoldings.indices { _ = refoldings[place].endPass() }
        beginPass()
    }

    /// What came of it, by decision.
    var outcomes: [Refolding.Outcome] { refoldings.map(\.outcome) }
}
