/// What ratings a customer gave, by scale.
package struct SatisfactionView: Hashable, Sendable {
    package struct Rating: Hashable, Sendable {
        package let last: Int
        /// In tenths.
        package let average: Double
        package let count: Int
    }

    package let csat: Rating?
    package let nps: Rating?
    package let effort: Rating?

    init(_ summary: ContactSummary) {
        csat = Self.rating(summary.ratings.csat)
        nps = Self.rating(summary.ratings.nps)
        effort = Self.rating(summary.ratings.effort)
    }

    private static func rating(_ tally: RatingTally) -> Rating? {
        let count = tally.recent.total
        guard count > 0, let last = tally.recent.latest else { return nil }
        let average = Double((tally.sum &* 10).dividedRoundingHalfAway(by: count)) / 10
        return Rating(last: last.value, average: average, count: count)
    }
}
