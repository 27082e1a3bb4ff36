import ProfileCore
import ProfileStore

/// The one owner of the policy and of the population: puts, reads and counts take turns here.
final class PolicyKeeper: Sendable {
    private static let pageSize = 1000

    private let store: any ProfileService.Store
    private let judgement: Judgement
    private let now: @Sendable () -> Timestamp
    /// Policies are stored and read in turn, so that one that was read is never older than one that was put.
    private let policies = Turns()
    private let counts = Turns()

    init(store: any ProfileService.Store, judgement: Judgement, now: @escaping @Sendable () -> Timestamp) {
        self.store = store
        self.judgement = judgement
        self.now = now
    }

    /// Returns once the policy, or one that was put after it, is in force.
    func put(_ policy: VIPPolicy) async throws(StoreError) {
        try await policies.take { [store, judgement] () async throws(StoreError) -> Void in
            try await store.put(policy)
            judgement.want(policy)
        }
        try await settle()
    }

    /// Takes over what another node put.
    func reload() async throws(StoreError) {
        try await policies.take { [store, judgement] () async throws(StoreError) -> Void in
            if let stored = try await store.policy() { judgement.want(stored) }
        }
        try await settle()
    }

    /// Puts in force what was put last, and counts the population where it is missing, in doubt or of another day.
    func settle() async throws(StoreError) {
        guard !judgement.isSettled(on: now().day) else { return }
        try await counts.take { [self] () async throws(StoreError) -> Void in
            while !judgement.isSettled(on: now().day) { try await count() }
        }
    }

    private func count() async throws(StoreError) {
        let count = judgement.beginCount(on: now().day)
        defer { judgement.abandonCount() }
        var last: ProfileID?
        if let currency = count.currency {
            repeat {
                guard !Task.isCancelled else { throw .unavailable }
                let page = try await store.scan(after: last, limit: Self.pageSize)
                let spend = page.map { ($0.id, $0.summary.net365Days(in: currency, on: count.day)) }
                guard judgement.add(spend, to: count) else { return }
                last = page.last?.id
            } while last != nil
        }
        judgement.finish(count)
    }
}

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
