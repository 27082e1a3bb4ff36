/// What a store tells those who watch over it.
package protocol WatchedStore: Sendable {
    /// Which kind of store it is.
    var engine: StoreState.Engine { get }

    /// What it did since it was opened, and is doing now. Quick: no store is asked.
    var metrics: [Metric] { get }

    /// Reads how the store is.
    func state() async throws(StoreError) -> StoreState
}

/// What there is to know about a store before one knows anything that is in it.
package struct StoreState: Hashable, Sendable {
    package enum Engine: String, Hashable, Sendable {
        case sqlite, postgresql
    }

    package let engine: Engine
    /// The number of the last migration that was applied to it.
    package let schema: Int
    /// The number of the last migration this version knows. A newer version may have gone further.
    package let knownSchema: Int

    package init(engine: Engine, schema: Int, knownSchema: Int) {
        self.engine = engine
        self.schema = schema
        self.knownSchema = knownSchema
    }
}

/// Something a part of the service counts or measures about its own doings, for those who watch over it. It holds no
/// personal data.
package struct Metric: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        /// Only ever grows, from the start of the process on.
        case counter(Int)
        /// How it is at the moment.
        case gauge(Int)
        case histogram(Histogram)
    }

    /// In snake case, the unit last; unlike any other metric's.
    package let name: String
    /// What it tells, in one sentence.
    package let help: String
    /// What the values differ in; nil when there is one value only.
    package let label: String?
    /// By the value of the label, of which there are few; empty text when there is no label.
    package let values: [String: Value]

    package init(_ name: String, _ value: Value, help: String) {
        self.name = name
        self.help = help
        label = nil
        values = ["": value]
    }

    package init(_ name: String, by label: String, _ values: [String: Value], help: String) {
        self.name = name
        self.help = help
        self.label = label
        self.values = values
    }
}

/// How long things took: how many took at most so long, for a row of bounds.
package struct Histogram: Hashable, Sendable {
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
