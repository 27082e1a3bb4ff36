import Synchronization

/// A map of what can be read again, bounded in bytes, safe against filling it with something that changed while it was
/// read.
///
/// A reader takes a `ticket` before it reads the store and hands it in with what it read; if the key's shard was
/// invalidated in between, the value is not kept. Each shard holds two generations: when the young one is full it
/// becomes the old one, and what is used from the old one becomes young again.
final class GuardedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    struct Ticket: Sendable {
        fileprivate let number: UInt64
    }

    private struct Generations {
        var young: [Key: Value] = [:]
        var old: [Key: Value] = [:]
        /// Bytes of the young one.
        var size = 0
        var invalidatedAt: UInt64 = 0
    }

    private final class Shard: Sendable {
        let generations = Mutex(Generations())
    }

    private let shards: [Shard]
    private let sizeOfGeneration: Int
    private let measure: @Sendable (Key, Value) -> Int
    private let clock = Atomic<UInt64>(1)

    /// Keeps between half of `size` and `size` bytes once it is full, as `measure` tells them.
    init(size: Int, shardCount: Int = 32, measure: @escaping @Sendable (Key, Value) -> Int) {
        shards = (0..<shardCount).map { _ in Shard() }
        sizeOfGeneration = size / shardCount / 2
        self.measure = measure
    }

    func ticket() -> Ticket {
        Ticket(number: clock.load(ordering: .sequentiallyConsistent))
    }

    subscript(key: Key) -> Value? {
        shard(of: key).generations.withLock { generations in
            if let value = generations.young[key] { return value }
            guard let value = generations.old.removeValue(forKey: key) else { return nil }
            insert(value, for: key, into: &generations)
            return value
        }
    }

    /// Keeps the value, unless there is a better one: what another reader read later, say.
    func keep(
        _ value: Value, for key: Key, readWith ticket: Ticket, unless isBetter: (Value) -> Bool = { _ in false }
    ) {
        shard(of: key).generations.withLock { generations in
            guard generations.invalidatedAt < ticket.number else { return }
            guard !((generations.young[key] ?? generations.old[key]).map(isBetter) ?? false) else { return }
            generations.old[key] = nil
            insert(value, for: key, into: &generations)
        }
    }

    /// After this returns, no value read before the call is served for `key`, except one that `isCurrent`.
    func invalidate(_ key: Key, unless isCurrent: (Value) -> Bool = { _ in false }) {
        shard(of: key).generations.withLock { generations in
            generations.invalidatedAt = tick()
            guard !((generations.young[key] ?? generations.old[key]).map(isCurrent) ?? false) else { return }
            remove(key, from: &generations)
            generations.old[key] = nil
        }
    }

    /// Looks at everything there is; nor is anything kept that was read before.
    func removeAll(where isGone: (Value) -> Bool) {
        for shard in shards {
            shard.generations.withLock { generations in
                generations.invalidatedAt = tick()
                for (key, value) in generations.young where isGone(value) { remove(key, from: &generations) }
                for (key, value) in generations.old where isGone(value) { generations.old[key] = nil }
            }
        }
    }

    func invalidateAll() {
        for shard in shards {
            shard.generations.withLock { $0 = Generations(invalidatedAt: tick()) }
        }
    }

    private func tick() -> UInt64 {
        clock.wrappingAdd(1, ordering: .sequentiallyConsistent).oldValue
    }

    private func insert(_ value: Value, for key: Key, into generations: inout Generations) {
        remove(key, from: &generations)
        let size = measure(key, value)
        guard size <= sizeOfGeneration else { return }
        if generations.size + size > sizeOfGeneration {
            generations.old = generations.young
            generations.young = [:]
            generations.size = 0
        }
        generations.young[key] = value
        generations.size += size
    }

    private func remove(_ key: Key, from generations: inout Generations) {
        guard let value = generations.young.removeValue(forKey: key) else { return }
        generations.size -= measure(key, value)
    }

    private func shard(of key: Key) -> Shard {
        var hasher = Hasher()
        hasher.combine(key)
        return shards[Int(UInt(bitPattern: hasher.finalize()) % UInt(shards.count))]
    }
}
