/// All ratings of one scale.
package struct RatingTally: Hashable, Sendable {
    package var sum: Int
    /// The latest ratings; `total` counts all of them.
    package var recent: Recent<RatingEntry>

    package init(sum: Int = 0, recent: Recent<RatingEntry> = Recent()) {
        self.sum = sum
        self.recent = recent
    }
}
