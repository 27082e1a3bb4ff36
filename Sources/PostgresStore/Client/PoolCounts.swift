package import ProfileStore

/// What a pool is doing, for metrics.
package struct PoolCounts: Hashable, Sendable {
    /// Connections that are open or being opened.
    package var open = 0
    package var idle = 0
    /// Callers that wait for a connection.
    package var waiting = 0
    /// Callers that waited in vain, since the start.
    package var timeouts = 0
    /// Connections that were lost or could not be opened, since the start.
    package var losses = 0
    /// How long callers waited that did not find an idle connection, since the start.
    package var waits = DurationSpread()
}

extension PoolCounts {
    /// The measures of several pools, by what they are called; `size` is how many connections each may open.
    static func measures(_ pools: [String: (counts: PoolCounts, size: Int)]) -> [Measure] {
        let level = { (name: String, help: String, read: (PoolCounts) -> Int) in
            Measure(name, by: "pool", pools.mapValues { .level(read($0.counts)) }, help: help)
        }
        let total = { (name: String, help: String, read: (PoolCounts) -> Int) in
            Measure(name, by: "pool", pools.mapValues { .total(read($0.counts)) }, help: help)
        }
        return [
            Measure(
                "store_pool_size", by: "pool", pools.mapValues { .level($0.size) },
                help: "Connections to the server that may be open."),
            level("store_pool_open", "Connections that are open or being opened.") { $0.open },
            level("store_pool_in_use", "Connections that somebody uses.") { $0.open - $0.idle },
            level("store_pool_waiting", "Callers that wait for a connection.") { $0.waiting },
            total("store_pool_timeouts", "Callers that waited for a connection in vain.") { $0.timeouts },
            total("store_pool_losses", "Connections that were lost or could not be opened.") { $0.losses },
            Measure(
                "store_pool_wait_seconds", by: "pool", pools.mapValues { .durations($0.counts.waits) },
                help: "How long callers waited for a connection that did not find an idle one."),
        ]
    }
}
