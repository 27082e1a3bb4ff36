import CMalloc
import Dispatch
import ProfileStore
import Synchronization

/// How many bytes wait for clients that do not take them, on all connections together.
final class Backlog: Sendable {
    /// What the heap keeps of less than this is soon used again.
    private static let worthGivingBack = 16 << 20

    private let limit: Int
    private let total = Atomic<Int>(0)
    private let most = Atomic<Int>(0)
    private let refusals = Atomic<Int>(0)

    init(limit: Int) {
        self.limit = limit
    }

    /// False when it is too much for all together.
    func add(_ bytes: Int) -> Bool {
        let sum = total.wrappingAdd(bytes, ordering: .relaxed).newValue
        if sum > Self.worthGivingBack, sum > most.load(ordering: .relaxed) { most.store(sum, ordering: .relaxed) }
        return sum <= limit
    }

    func remove(_ bytes: Int) {
        guard bytes > 0 else { return }
        let rest = total.wrappingSubtract(bytes, ordering: .relaxed).newValue
        guard most.load(ordering: .relaxed) > Self.worthGivingBack, rest < Self.worthGivingBack / 4,
            most.exchange(0, ordering: .relaxed) > 0
        else { return }
        DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + 1) { malloc_trim(0) }
    }

    /// A connection was closed because it took nothing.
    func noteRefusal() {
        refusals.wrappingAdd(1, ordering: .relaxed)
    }

    var measures: [Measure] {
        [
            Measure(
                "http_backlog_bytes", .level(total.load(ordering: .relaxed)),
                help: "Bytes of requests and answers that wait for clients to take what came before."),
            Measure(
                "http_stalled_connections", .total(refusals.load(ordering: .relaxed)),
                help: "Connections that were closed because their clients left answers unread."),
        ]
    }
}
