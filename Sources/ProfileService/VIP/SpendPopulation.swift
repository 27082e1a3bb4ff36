import ProfileCore
import ProfileStore

/// What every customer spent in the 365 days up to one day, in one currency, kept current change by change.
struct SpendPopulation: Sendable {
    private struct Standing {
        /// The value of the number of the change that told it; 0 from a scan.
        let number: Int64
        /// Nil for a profile outside the population, or gone.
        let net: MinorUnits?
    }

    private(set) var ranking: SpendRanking
    private var standings: [ProfileID: Standing] = [:]

    init(currency: Currency, day: Day) {
        ranking = SpendRanking(currency: currency, day: day)
    }

    /// Takes in a page of a scan, which may be older than changes already heard of.
    mutating func add(scanned spend: [(ProfileID, MinorUnits?)]) {
        for (id, net) in spend where standings[id] == nil { set(id, Standing(number: 0, net: net)) }
    }

    mutating func take(_ states: [ProfileID: ProfileState], _ changes: [ProfileChange]) {
        for change in changes {
            let known = standings[change.profile]
            guard change.number.value >= (known?.number ?? 0) else { continue }
            set(change.profile, Standing(number: change.number.value, net: states[change.profile].flatMap(net)))
        }
    }

    mutating func forget(_ id: ProfileID) {
        set(id, Standing(number: standings[id]?.number ?? 0, net: nil))
    }

    private mutating func set(_ id: ProfileID, _ standing: Standing) {
        let earlier = standings.updateValue(standing, forKey: id)
        guard earlier?.net != standing.net else { return }
        if let net = earlier?.net { ranking.remove(net) }
        if let net = standing.net { ranking.insert(net) }
    }

    private func net(of state: ProfileState) -> MinorUnits? {
        state.summary.net365Days(in: ranking.currency, on: ranking.day)
    }
}
