import ProfileCore
import ProfileStore
import Synchronization

/// What this node knows of products, notices and agents, all of it in memory: followed entry by entry in the order in
/// which the store saved them, whoever stated them.
final class CatalogueKeeper: Sendable {
    private static let pageSize = 1000

    private struct State {
        var catalogue: Catalogue
        /// The last entry that was taken in.
        var place: CataloguePlace?
    }

    private let store: any CatalogueStore
    private let priorities: [String: Int]
    private let state: Mutex<State>
    /// Whether there is anything to join profiles with, for readers that ask for it each time.
    private let isFilled = Atomic(false)
    /// How often notices or recalls changed.
    private let alarmCount = Atomic(0)
    private let turns = Turns()

    init(store: any CatalogueStore, priorities: [String: Int]) {
        self.store = store
        self.priorities = priorities
        state = Mutex(State(catalogue: Catalogue(priorities: priorities)))
    }

    /// Nil while there is neither a product nor a notice.
    var current: Catalogue? { isFilled.load(ordering: .relaxed) ? state.withLock(\.catalogue) : nil }

    var agents: AgentRegister { state.withLock(\.catalogue.agents) }

    /// Rises with every change of a notice or a recall: what people who look at a profile want to see at once.
    var alarms: Int { alarmCount.load(ordering: .sequentiallyConsistent) }

    /// How many more records there may be of each kind.
    var room: [RecordKind: Int] { state.withLock { $0.catalogue.room } }

    var metric: Metric {
        let known = state.withLock(\.catalogue)
        let counts = Catalogue.limits.keys.map { ("\($0)", Metric.Value.gauge(known.count($0))) }
        return Metric(
            "catalogue_records", by: "kind", Dictionary(uniqueKeysWithValues: counts),
            help: "Products, notices and agents that sources state.")
    }

    /// Takes in what was saved since the last time, here and elsewhere.
    func catchUp() async throws(StoreError) {
        try await turns.take { [self] () async throws(StoreError) -> Void in
            _ = try await readAll(after: state.withLock(\.place)) { entries, place in
                let alarms = state.withLock { state in
                    state.place = place
                    return state.catalogue.take(entries)
                }
                announce(alarms: alarms)
            }
        }
    }

    /// Begins anew: the store is not the one that was followed. What was known holds until the store is read, so that
    /// nobody meets half a catalogue.
    func startOver() async throws(StoreError) {
        try await turns.take { [self] () async throws(StoreError) -> Void in
            var catalogue = Catalogue(priorities: priorities)
            let place = try await readAll(after: nil) { entries, _ in catalogue.take(entries) }
            state.withLock { $0 = State(catalogue: catalogue, place: place) }
            announce(alarms: true)
        }
    }

    /// Hands over the entries behind a place, page by page. Returns the place of the last one.
    private func readAll(
        after start: CataloguePlace?, _ take: ([CatalogueEntry], CataloguePlace) -> Void
    ) async throws(StoreError) -> CataloguePlace? {
        var place = start
        while true {
            let page = try await store.catalogue(after: place, limit: Self.pageSize)
            guard let last = page.last?.place else { return place }
            take(page.map(\.entry), last)
            place = last
            guard page.count == Self.pageSize else { return place }
        }
    }

    private func announce(alarms: Bool) {
        isFilled.store(!state.withLock(\.catalogue.joinsNothing), ordering: .relaxed)
        if alarms { alarmCount.wrappingAdd(1, ordering: .sequentiallyConsistent) }
    }
}

/// What a rendering needs to be joined with products and notices again and again. A class, because most renderings are
/// copied without it.
final class CatalogueJoint: Sendable {
    let ties: CatalogueTies
    let seams: [Int]

    init(_ ties: CatalogueTies, _ seams: [Int]) {
        (self.ties, self.seams) = (ties, seams)
    }

    var size: Int { ties.size + 8 * seams.count }
}
