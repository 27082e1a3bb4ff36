import ProfileCore
import ProfileStore
import Synchronization

/// The policy in force and, where it asks for percentiles, the population it is held against.
final class VIPJudgement: Sendable {
    private struct State {
        var policy: VIPPolicy
        var policyNumber: UInt64 = 1
        var population: SpendPopulation?
        /// A population that a scan fills while commits go on.
        var building: SpendPopulation?
        var populationNumber: UInt64 = 0
    }

    private let state: Mutex<State>

    init(policy: VIPPolicy) {
        state = Mutex(State(policy: policy))
    }

    var basis: VIPBasis {
        state.withLock { state in
            VIPBasis(
                policy: state.policy, ranking: state.population?.ranking,
                stamp: VIPBasis.Stamp(policy: state.policyNumber, population: state.populationNumber))
        }
    }

    /// The stamp of `basis` alone, without what makes it dear to copy.
    var stamp: VIPBasis.Stamp {
        state.withLock { VIPBasis.Stamp(policy: $0.policyNumber, population: $0.populationNumber) }
    }

    func put(_ policy: VIPPolicy) {
        state.withLock { state in
            state.policy = policy
            state.policyNumber += 1
        }
    }

    /// Whether the population is missing, of another currency than the policy asks for, or of another day.
    func needsPopulation(on day: Day) -> Bool {
        state.withLock { state in
            guard let currency = state.policy.percentileCurrency else { return state.population != nil }
            return state.population?.ranking.currency != currency || state.population?.ranking.day != day
        }
    }

    /// Begins a population; false when the policy needs none, so that what there was is dropped.
    func beginPopulation(on day: Day) -> Bool {
        state.withLock { state in
            state.building = state.policy.percentileCurrency.map { SpendPopulation(currency: $0, day: day) }
            if state.building == nil { state.population = nil }
            return state.building != nil
        }
    }

    func add(scanned states: [ProfileState]) {
        state.withLock { $0.building?.add(scanned: states) }
    }

    func finishPopulation() {
        state.withLock { state in
            state.population = state.building
            state.building = nil
            state.populationNumber += 1
        }
    }

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
            if state.population.change(edit) { state.populationNumber += 1 }
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
