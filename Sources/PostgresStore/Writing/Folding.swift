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

    private var rebuilds: [ProfileID: SummaryRebuild]
    private var waiting: [ProfileID: Place]
    let links: [Link]

    /// `links` are all that lead to the profiles; what lies ahead of `now` counts later.
    init(_ profiles: Set<ProfileID>, links: [Link], at now: Timestamp) {
        self.links = links
        let held = Dictionary(grouping: links, by: \.profile).mapValues { Set($0.map(\.identifier)) }
        rebuilds = Dictionary(
            uniqueKeysWithValues: profiles.map { ($0, SummaryRebuild(held: held[$0] ?? [], at: now)) })
        waiting = Dictionary(uniqueKeysWithValues: profiles.map { ($0, Place()) })
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
            rebuilds[profile]?.add(fact)
            counts[profile, default: 0] += 1
            waiting[profile] = Place(at: fact.record.happenedAt, key: fact.key)
        }
        for profile in waiting.keys where counts[profile, default: 0] < Self.page { waiting[profile] = nil }
    }

    /// What follows for a decision that asked for some of the profiles.
    func settlement(of decision: Decision) -> RebuildSettlement {
        var folded: [ProfileID: ProfileState] = [:]
        for id in decision.rebuilds {
            folded[id] = decision.profiles[id]
            if let summary = rebuilds[id]?.summary { folded[id]?.summary = summary }
        }
        return RebuildSettlement(
            profiles: folded, links: links.filter { decision.rebuilds.contains($0.profile) }, at: decision.decidedAt)
    }
}
