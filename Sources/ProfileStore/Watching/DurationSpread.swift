/// How long things took: how many took at most so long, for a row of bounds.
package struct DurationSpread: Hashable, Sendable {
    /// In seconds, ascending: from an answer out of memory to what a client gives up on.
    package static let bounds: [Double] = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]

    /// For each bound how many were above the one before it and not above this one.
    package private(set) var counts = [Int](repeating: 0, count: Self.bounds.count)
    /// Of all, those above the last bound included.
    package private(set) var count = 0
    /// In seconds.
    package private(set) var sum = 0.0

    package init() {}

    package mutating func add(seconds: Double) {
        count += 1
        sum += seconds
        if let place = Self.bounds.firstIndex(where: { seconds <= $0 }) { counts[place] += 1 }
    }

    package mutating func add(_ duration: Duration) {
        add(seconds: duration / .seconds(1))
    }
}
