/// All ratings of one scale.
package struct RatingTally: Hashable, Sendable {
    package var sum: Int
    /// The latest ratings; `total` counts all of them.
    package var recent: Recent<RatingEntry>

    package init(sum: Int = 0, recent: Recent<RatingEntry> = Recent()) {
        self.sum = sum
        self.recent = recent
    }

    mutating func add(_ value: Int?, at moment: Timestamp, key: FactKey) {
        guard let value else { return }
        sum += value
        recent.add(
            RatingEntry(source: key.source, id: key.id, at: moment, value: value), capacity: ContactRatings.capacity)
    }

    mutating func remove(_ value: Int?, at moment: Timestamp, key: FactKey) {
        guard let value else { return }
        sum -= value
        recent.remove(RatingEntry(source: key.source, id: key.id, at: moment, value: value))
    }

    var isExact: Bool { recent.isExact(capacity: ContactRatings.capacity) }

    mutating func combine(with other: RatingTally) {
        sum += other.sum
        recent = recent.combined(with: other.recent, capacity: ContactRatings.capacity)
    }
}
