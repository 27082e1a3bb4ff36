/// The moments between which everything derived so far reads the same.
package struct Validity: Hashable, Sendable {
    package private(set) var from: Timestamp
    /// The first moment at which something may read differently.
    package private(set) var until: Timestamp

    package init(from: Timestamp, until: Timestamp) {
        self.from = from
        self.until = until
    }

    mutating func narrow(to other: Validity) {
        from = max(from, other.from)
        until = min(until, other.until)
    }

    /// Something changes at `moment`, which is either past or to come.
    mutating func narrow(at moment: Timestamp, seenFrom now: Timestamp) {
        if moment <= now { from = max(from, moment) } else { until = min(until, moment) }
    }
}
