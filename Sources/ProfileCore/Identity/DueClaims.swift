/// Refused claims that have to be judged again, because what stood in their way may be gone.
package struct DueClaims: Hashable, Sendable {
    /// One identifier that waits, and how far its claims were judged.
    package struct Place: Hashable, Sendable {
        package let identifier: Identifier
        /// Moves whenever the identifier is queued again: what was judged before it moved does not count.
        package let stamp: Int64
        /// The last claim that was judged; nil before the first, and once all were.
        package var after: Cursor?

        package init(identifier: Identifier, stamp: Int64, after: Cursor?) {
            self.identifier = identifier
            self.stamp = stamp
            self.after = after
        }
    }

    /// Claims are judged in the order in which they were first refused.
    package struct Cursor: Hashable, Sendable {
        package let at: Timestamp
        package let fact: FactKey

        package init(at: Timestamp, fact: FactKey) {
            self.at = at
            self.fact = fact
        }
    }

    package let places: [Place]
    /// The next open claims of the places, the oldest first; all that is left of a place unless there are as many as
    /// were asked for.
    package let claims: [Conflict]
    package let isComplete: Bool

    package init(places: [Place], claims: [Conflict], limit: Int) {
        self.places = places
        self.claims = claims
        isComplete = claims.count < limit
    }
}
