import ProfileCore
import ProfileStore
import Synchronization

/// What this node knows of products, notices and agents, all of it in memory: followed entry by entry in the order in
/// which the store saved them, whoever stated them.
final class CatalogueKeeper: Sendable {
    private static let pageSize = 1000

    private struct State {
        var catalogue: Catalogue
        var track = Track()
    }

    /// The position up to which the node has read the catalogue.
    private struct Track {
        /// A place before the last one, with none between them: read from there, a store that still has what was taken
        /// in shows the last entry again, or a later one that replaced it.
        private(set) var start: CataloguePlace?
        private(set) var last: CataloguePlace?

        mutating func take(_ page: [PlacedEntry]) {
            guard let end = page.last?.place, end != last else { return }
            start = page.dropLast().last?.place ?? last
            last = end
        }

        /// Whether a page that was read from `start` shows that the store has lost what was taken in.
        func isLost(in page: [PlacedEntry]) -> Bool {
            guard let last else { return false }
            return page.last.map { $0.place < last } ?? true
        }
    }

    private let store: any CatalogueStore
    private let priorities: [String: Int]
    private let state: Mutex<State>
    /// Whether there is anything to join profiles with, for readers that ask for it each time.
    private let isFilled = Atomic(false)
    /// How often anything changed that profiles are joined with.
    private let changeCount = Atomic(0)
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

    /// Rises with every change. What is read after it is no older.
    var changes: Int { changeCount.load(ordering: .sequentiallyConsistent) }

    /// Rises with every change of a notice or a recall: what people who look at a profile want to see at once.
    var alarms: Int { alarmCount.load(ordering: .sequentiallyConsistent) }

    /// How many more records there may be of each kind.
    var room: [RecordKind: Int] { state.withLock { $0.catalogue.room } }

    func endedNotices(at now: Timestamp, atMost count: Int) -> [FactKey] {
        count > 0 ? state.withLock(\.catalogue.notices).ended(at: now, atMost: count) : []
    }

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
            var page: [PlacedEntry]
            repeat {
                let track = state.withLock(\.track)
                page = try await store.catalogue(after: track.start, limit: Self.pageSize)
                // A server took over that had not heard of all of it, while it had of all profiles.
                guard !track.isLost(in: page) else { return try await readAnew() }
                let news = page.filter { $0.place != track.last }
                guard !news.isEmpty else { return }
                let alarms = state.withLock { state in
                    state.track.take(page)
                    return state.catalogue.take(news.map(\.entry))
                }
                announce(alarms: alarms)
            } while page.count == Self.pageSize
        }
    }

    /// Begins anew: the store is not the one that was followed.
    func startOver() async throws(StoreError) {
        try await turns.take { [self] () async throws(StoreError) -> Void in try await readAnew() }
    }

    /// What was known holds until the store is read, so that nobody meets half a catalogue.
    private func readAnew() async throws(StoreError) {
        let former = state.withLock(\.catalogue)
        var fresh = State(catalogue: Catalogue(priorities: priorities, inPlaceOf: former))
        var page: [PlacedEntry]
        repeat {
            page = try await store.catalogue(after: fresh.track.last, limit: Self.pageSize)
            fresh.catalogue.take(page.map(\.entry))
            fresh.track.take(page)
        } while page.count == Self.pageSize
        state.withLock { [fresh] in $0 = fresh }
        announce(alarms: true)
    }

    private func announce(alarms: Bool) {
        let (changes, isFilled) = state.withLock { ($0.catalogue.changes, !$0.catalogue.joinsNothing) }
        self.isFilled.store(isFilled, ordering: .relaxed)
        if alarms { alarmCount.wrappingAdd(1, ordering: .sequentiallyConsistent) }
        // Last: it tells readers that what they keep may be out of date.
        changeCount.store(changes, ordering: .sequentiallyConsistent)
    }
}

/// What a rendering needs to be joined with products and notices again and again, and the last outcome. A class,
/// because most renderings are copied without it.
final class CatalogueJoint: Sendable {
    /// A joined profile, and after how many changes of the catalogue it was joined.
    struct Outcome: Sendable {
        let profile: ServedProfile
        let changes: Int
    }

    let ties: CatalogueTies
    let seams: [Int]
    private let outcome = Mutex<Outcome?>(nil)

    init(_ ties: CatalogueTies, _ seams: [Int]) {
        (self.ties, self.seams) = (ties, seams)
    }

    /// Without the outcome, which takes about what the rendering takes that is joined.
    var size: Int { ties.size + 8 * seams.count }

    /// The last outcome, if nothing but a change of the catalogue can have made another of it by `moment`.
    func lastOutcome(at moment: Timestamp) -> Outcome? {
        outcome.withLock(\.self).flatMap { $0.profile.validity.contains(moment) ? $0 : nil }
    }

    func keep(_ profile: ServedProfile, afterChanges changes: Int) {
        outcome.withLock { $0 = Outcome(profile: profile, changes: changes) }
    }
}
