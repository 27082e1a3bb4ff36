package import ProfileStore

/// How much a pool may open, and how long it waits.
package struct PoolLimits: Sendable {
    /// Connections open at a time.
    package var size = 16
    /// Callers that wait for one at a time; more are turned away at once.
    package var greatestWait = 10_000
    /// How long a caller waits for a connection.
    package var patience: Duration = .seconds(5)
    /// How long the server may take to answer a writer's calls, or one page of a long read.
    package var answerPatience: Duration = .seconds(30)
    /// How long a read for somebody who waits may take, for a connection and the answer together.
    package var readPatience: Duration = .milliseconds(2500)
    /// A connection that was not used for so long is asked for a sign of life first.
    package var idleBeforeCheck: Duration = .seconds(15)

    package init() {}
}

/// What a pool is doing, for metrics.
package struct PoolCounts: Hashable, Sendable {
    /// Connections that are open or being opened.
    package var open = 0
    package var idle = 0
    /// Callers that wait for a connection.
    package var waiting = 0
    /// Callers that got no connection in time, since the start.
    package var timeouts = 0
    /// Connections that were lost or could not be opened, since the start.
    package var losses = 0
    /// How long callers waited that did not find an idle connection, since the start.
    package var waits = Histogram()
}

extension PoolCounts {
    /// The metrics of several pools, by what they are called; `size` is how many connections each may open.
    static func metrics(_ pools: [String: (counts: PoolCounts, size: Int)]) -> [Metric] {
        let level = { (name: String, help: String, read: (PoolCounts) -> Int) in
            Metric(name, by: "pool", pools.mapValues { .gauge(read($0.counts)) }, help: help)
        }
        let total = { (name: String, help: String, read: (PoolCounts) -> Int) in
            Metric(name, by: "pool", pools.mapValues { .counter(read($0.counts)) }, help: help)
        }
        return [
            Metric(
                "store_pool_size", by: "pool", pools.mapValues { .gauge($0.size) },
                help: "Connections to the server that may be open."),
            level("store_pool_open", "Connections that are open or being opened.") { $0.open },
            level("store_pool_in_use", "Connections that somebody uses.") { $0.open - $0.idle },
            level("store_pool_waiting", "Callers that wait for a connection.") { $0.waiting },
            total("store_pool_timeouts", "Callers that got no connection in time.") { $0.timeouts },
            total("store_pool_losses", "Connections that were lost or could not be opened.") { $0.losses },
            Metric(
                "store_pool_wait_seconds", by: "pool", pools.mapValues { .histogram($0.counts.waits) },
                help: "How long callers waited for a connection that did not find an idle one."),
        ]
    }
}

/// How long to leave a server alone that could not be reached.
struct Backoff: Sendable {
    private let least: Duration
    private let greatest: Duration
    private var failures = 0
    private var notBefore: ContinuousClock.Instant?

    init(least: Duration = .milliseconds(50), greatest: Duration = .seconds(1)) {
        self.least = least
        self.greatest = greatest
    }

    var hasFailed: Bool { failures > 0 }

    /// How long the next attempt should wait.
    func rest(at now: ContinuousClock.Instant) -> Duration {
        notBefore.map { max(.zero, now.duration(to: $0)) } ?? .zero
    }

    mutating func fail(at now: ContinuousClock.Instant) {
        notBefore = now + min(greatest, least * (1 << min(failures, 10)))
        failures += 1
    }

    mutating func succeed() {
        failures = 0
        notBefore = nil
    }
}
