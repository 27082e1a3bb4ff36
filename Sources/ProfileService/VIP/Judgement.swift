import ProfileCore
import ProfileStore
import Synchronization

/// What profiles are judged by: the policy in force, the population it is held against where it asks for percentiles,
/// and what was learned of what customers do.
///
/// A policy comes into force together with its population, so that no answer is given by one without the other.
final class Judgement: Sendable {
    /// A policy that somebody put.
    struct Numbered: Sendable {
        let policy: VIPPolicy
        /// In the order in which they were put.
        let number: UInt64
    }

    /// One count of the population, for the policy that was wanted when it began.
    struct Count: Sendable {
        fileprivate let wanted: Numbered
        fileprivate let doubts: Int
        /// Nil when there is nobody to be counted.
        let currency: Currency?
        let day: Day
    }

    private struct State {
        /// The policy that was put last.
        var wanted: Numbered
        var inForce: Numbered
        /// The percentiles that the policy in force asks for.
        var percentiles: [Int]
        var population: SpendPopulation?
        /// A population that a count fills while commits go on.
        var building: SpendPopulation?
        var cuts: [MinorUnits] = []
        var outlook: LearnedOutlook?
        /// The hash of what is stored, by which another one is noticed; 0 when nothing is.
        var outlookHash: UInt64 = 0
        /// How often the population was found not to be trusted.
        var doubts = 0
        var doubtsSettled = 0

        var stamp: ProfileBasis.Stamp {
            ProfileBasis.Stamp(
                policy: inForce.number, day: population?.ranking.day, cuts: cuts, outlook: outlookHash)
        }

        mutating func findCuts() {
            cuts = population.map { population in percentiles.compactMap(population.ranking.least) } ?? []
        }
    }

    private let state: Mutex<State>

    init(policy: VIPPolicy) {
        let first = Numbered(policy: policy, number: 1)
        state = Mutex(State(wanted: first, inForce: first, percentiles: policy.percentiles))
    }

    var basis: ProfileBasis {
        state.withLock { state in
            ProfileBasis(
                policy: state.inForce.policy, ranking: state.population?.ranking, outlook: state.outlook,
                stamp: state.stamp)
        }
    }

    /// The stamp of `basis` alone, without what makes it dear to copy.
    var stamp: ProfileBasis.Stamp { state.withLock(\.stamp) }

    var outlook: LearnedOutlook? { state.withLock(\.outlook) }

    /// Whether what is stored is not what is followed.
    func isNews(_ storedOutlook: [UInt8]?) -> Bool {
        let hash = Self.hash(of: storedOutlook)
        return state.withLock { $0.outlookHash != hash }
    }

    private static func hash(of storedOutlook: [UInt8]?) -> UInt64 { storedOutlook.map(XXHash64.hash) ?? 0 }

    /// Profiles are derived by what is stored from now on, whatever it is: a store that was set back has an earlier
    /// outlook, or none. What cannot be read, since a later version wrote it, changes nothing.
    func follow(_ storedOutlook: [UInt8]?) {
        let hash = Self.hash(of: storedOutlook)
        let outlook = storedOutlook.flatMap { try? Stored.value(LearnedOutlook.self, from: $0) }
        state.withLock { state in
            state.outlookHash = hash
            if outlook != nil || storedOutlook == nil { state.outlook = outlook }
        }
    }

    /// Wants a policy to be in force; without effect when it is the one that was wanted last.
    func want(_ policy: VIPPolicy) {
        state.withLock { state in
            guard policy != state.wanted.policy else { return }
            state.wanted = Numbered(policy: policy, number: state.wanted.number + 1)
        }
    }

    /// The population may miss anything and must be counted again.
    func doubtPopulation() {
        state.withLock { $0.doubts += 1 }
    }

    // MARK: Counting

    /// Whether the policy that was put last is in force, with a population of `day` where it asks for one.
    func isSettled(on day: Day) -> Bool {
        state.withLock { state in
            state.inForce.number == state.wanted.number && state.doubtsSettled == state.doubts
                && Self.fits(state.population, state.wanted.policy.percentileCurrency, day)
        }
    }

    /// Begins to count for the policy that was put last. One count goes on at a time.
    func beginCount(on day: Day) -> Count {
        state.withLock { state in
            let currency = state.wanted.policy.percentileCurrency
            let isAtHand = state.doubtsSettled == state.doubts && Self.fits(state.population, currency, day)
            state.building = isAtHand ? nil : currency.map { SpendPopulation(currency: $0, day: day) }
            return Count(
                wanted: state.wanted, doubts: state.doubts, currency: state.building?.ranking.currency, day: day)
        }
    }

    /// Takes in a page of a scan; false when the count is of no use any more.
    func add(_ spend: [(ProfileID, MinorUnits?)], to count: Count) -> Bool {
        state.withLock { state in
            guard state.wanted.number == count.wanted.number, state.doubts == count.doubts else { return false }
            state.building.change { $0.add(scanned: spend) }
            return true
        }
    }

    /// Puts the policy in force, with its population, unless another one was put meanwhile.
    func finish(_ count: Count) {
        state.withLock { state in
            guard state.wanted.number == count.wanted.number, state.doubts == count.doubts else { return }
            state.inForce = count.wanted
            state.percentiles = count.wanted.policy.percentiles
            if let counted = state.building.take() { state.population = counted }
            if count.wanted.policy.percentileCurrency == nil { state.population = nil }
            state.doubtsSettled = count.doubts
            state.findCuts()
        }
    }

    func abandonCount() {
        state.withLock { $0.building = nil }
    }

    private static func fits(_ population: SpendPopulation?, _ currency: Currency?, _ day: Day) -> Bool {
        guard let currency else { return population == nil }
        return population?.ranking.currency == currency && population?.ranking.day == day
    }

    // MARK: Changes

    /// Whether changes of profiles have to be told here.
    var ranksPopulation: Bool { state.withLock { $0.population != nil || $0.building != nil } }

    /// Takes in changes, with the states of those profiles that are still there.
    func take(_ states: [ProfileID: ProfileState], _ changes: [ProfileChange]) {
        change { $0.take(states, changes) }
    }

    func forget(_ id: ProfileID) {
        change { $0.forget(id) }
    }

    private func change(_ edit: (inout SpendPopulation) -> Void) {
        state.withLock { state in
            state.building.change(edit)
            if state.population.change(edit) { state.findCuts() }
        }
    }
}

extension Optional {
    /// Changes the value in place; false when there is none.
    @discardableResult
    fileprivate mutating func change(_ edit: (inout Wrapped) -> Void) -> Bool {
        guard var value = take() else { return false }
        edit(&value)
        self = value
        return true
    }
}

/// What profiles are derived by at one moment: the policy, the population where it asks for percentiles, and the
/// outlook that was learned.
struct ProfileBasis: Sendable {
    /// As much of a basis as tells whether an answer that was given on another one would be given on this one too.
    struct Stamp: Hashable, Sendable {
        /// Policies are numbered in the order in which they were put.
        let policy: UInt64
        /// The day that the population's spend is of; nil without a population.
        let day: Day?
        /// For each percentile that the policy asks for, ascending, the least spend that reaches it; none while nobody
        /// is ranked.
        let cuts: [MinorUnits]
        /// The hash of the stored outlook, which is the same on every node; 0 when there is none.
        let outlook: UInt64

        func allows(_ premise: ProfilePremise) -> Bool {
            policy == premise.policy && day == premise.day && outlook == premise.outlook
                && place(of: premise.net) == premise.place
        }

        /// How many of the percentiles somebody reaches who spent that much.
        fileprivate func place(of net: MinorUnits?) -> Int {
            guard let net else { return 0 }
            return cuts.firstIndex { $0 > net } ?? cuts.count
        }
    }

    let policy: VIPPolicy
    let ranking: SpendRanking?
    let outlook: LearnedOutlook?
    let stamp: Stamp

    /// What an answer about a profile at a moment takes for given.
    func premise(of state: ProfileState, at moment: Timestamp) -> ProfilePremise {
        let net = ranking.flatMap { ranking in
            var summary = state.summary
            summary.settle(by: moment)
            return summary.net365Days(in: ranking.currency, on: ranking.day)
        }
        return ProfilePremise(
            policy: stamp.policy, day: stamp.day, net: net, place: stamp.place(of: net), outlook: stamp.outlook)
    }
}

/// What an answer about one customer takes for given of policy and population: whatever else changes in them does not
/// change the answer.
struct ProfilePremise: Hashable, Sendable {
    fileprivate let policy: UInt64
    fileprivate let day: Day?
    /// What the customer spent; nil when no percentile is about them.
    fileprivate let net: MinorUnits?
    /// How many of the policy's percentiles that reaches.
    fileprivate let place: Int
    fileprivate let outlook: UInt64
}
