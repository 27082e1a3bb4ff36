/// How calls that write are carried out in groups.
package struct WriteTally: Hashable, Sendable {
    private var calls = 0
    private var groups = DurationSpread()

    package init() {}

    /// Counts a group of calls that were carried out together.
    package mutating func add(calls: Int, took duration: Duration) {
        self.calls += calls
        groups.add(duration)
    }

    /// With the number of calls that wait for their turn.
    package func measures(waiting: Int) -> [Measure] {
        [
            Measure("store_writes_waiting", .level(waiting), help: "Calls that wait to be written."),
            Measure("store_writes", .total(calls), help: "Calls that were written, or refused by the store."),
            Measure(
                "store_write_group_seconds", .durations(groups),
                help: "Time to carry out calls that were written together, made durable."),
        ]
    }
}
