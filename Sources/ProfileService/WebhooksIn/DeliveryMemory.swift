import ProfileStore
import Synchronization

/// The deliveries of late that were taken, so that a repeated one is known by its id, and those of them that the store
/// does not know yet.
///
/// An id is written down a moment after its delivery was answered, with others. Should the process end before, a
/// repeated delivery is taken once more, which changes nothing: its records are the same.
final class DeliveryMemory: Sendable {
    private struct State {
        /// Two generations: when the younger is full, the older goes.
        var young: Set<IncomingDelivery.Key> = []
        var old: Set<IncomingDelivery.Key> = []
        var unwritten: [IncomingDelivery] = []
    }

    private static let generation = 50_000
    /// How many may wait to be written down while the store is away.
    private static let mostUnwritten = 100_000

    private let state = Mutex(State())

    func knows(_ key: IncomingDelivery.Key) -> Bool {
        state.withLock { $0.young.contains(key) || $0.old.contains(key) }
    }

    func note(_ delivery: IncomingDelivery) {
        state.withLock { state in
            if state.young.count >= Self.generation {
                state.old = state.young
                state.young = []
            }
            state.young.insert(delivery.key)
            if state.unwritten.count < Self.mostUnwritten { state.unwritten.append(delivery) }
        }
    }

    func forget(_ endpoint: String) {
        state.withLock { state in
            state.young = state.young.filter { $0.endpoint != endpoint }
            state.old = state.old.filter { $0.endpoint != endpoint }
            state.unwritten.removeAll { $0.key.endpoint == endpoint }
        }
    }

    func takeUnwritten() -> [IncomingDelivery] {
        state.withLock { state in
            defer { state.unwritten = [] }
            return state.unwritten
        }
    }

    func putBack(_ deliveries: [IncomingDelivery]) {
        state.withLock { $0.unwritten = Array((deliveries + $0.unwritten).prefix(Self.mostUnwritten)) }
    }
}
