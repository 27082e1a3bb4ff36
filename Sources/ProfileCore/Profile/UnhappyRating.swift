/// A last rating that tells of an unhappy customer: CSAT of 2 or less of 5, NPS of 6 or less of 10 (a detractor).
///
/// Effort is left out, because companies do not agree on which end of its scale is the good one. After a year a rating
/// says little about today.
package struct UnhappyRating: Hashable, Sendable {
    package let value: Int
    package let scale: Int
    package let at: Timestamp

    package init?(_ summary: ContactSummary, today: Day) {
        let csat = summary.ratings.csat.recent.latest.map { (rating: $0, limit: 2, scale: 5) }
        let nps = summary.ratings.nps.recent.latest.map { (rating: $0, limit: 6, scale: 10) }
        let last = [csat, nps].compactMap(\.self).max { $0.rating.at < $1.rating.at }
        guard let last, last.rating.value <= last.limit else { return nil }
        guard today.days(since: last.rating.at.day) <= 365 else { return nil }
        value = last.rating.value
        scale = last.scale
        at = last.rating.at
    }

    var sentence: String { "Last rating \(value) of \(scale) on \(Wording.date(at.day))" }
}
