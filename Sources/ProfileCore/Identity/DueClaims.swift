/// Refused claims that have to be judged again, because what stood in their way may be gone.
package struct DueClaims: Hashable, Sendable {
    /// One identifier that waits, and how far its claims were judged.
    package struct Place: Hashable, Sendable {
        package let identifier: Identifier
        /// Moves whenever the identifier is queued again: what was judged before it moved does not count.
        package let stamp: Int64
        /// The last claim that was judged; nil before the first, and once all were.
        package var after: Cursor?
        /// Which of the newest claims are compared with all others; nil while they are judged one by one.
        package var band: Int?

        package init(identifier: Identifier, stamp: Int64, after: Cursor?, band: Int? = nil) {
            self.identifier = identifier
            self.stamp = stamp
            self.after = after
            self.band = band
        }

        /// Whether nothing is left to do.
        package var isDone: Bool { after == nil && band == nil }
    }

    /// Claims that are compared with all others of their identifier, in bands: the newest first.
    package static let bands = 4

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
    /// Where one place is left whose claims filled more than a page: those of its band, with which `claims` are
    /// compared. Both are of customers whose records do not agree with those of the holder.
    package let band: [Conflict]
    package let isComplete: Bool
    private let isLastBand: Bool

    package init(places: [Place], claims: [Conflict], limit: Int) {
        self.places = places
        self.claims = claims
        band = []
        isComplete = claims.count < limit
        isLastBand = true
    }

    /// The comparison of a band, which has half of the limit, with a page of the other half.
    package init(comparing place: Place, claims: [Conflict], with band: [Conflict], limit: Int) {
        places = [place]
        self.claims = claims
        self.band = band
        isComplete = claims.count < limit / 2 || band.isEmpty
        isLastBand = band.count < limit / 2 || place.band.map { $0 + 1 == Self.bands } ?? true
    }

    /// Where to go on with a place, once the claims that were due are judged.
    package func judged(_ place: Place) -> Place {
        var next = place
        let isLeft = !isComplete && place == places.last
        next.after = isLeft ? claims.last { $0.identifier == place.identifier }?.cursor : nil
        guard !isLeft else { return next }
        if let band = place.band {
            next.band = isLastBand ? nil : band + 1
        } else if place.after != nil {
            next.band = 0
        }
        return next
    }
}

extension Conflict {
    fileprivate var cursor: DueClaims.Cursor { DueClaims.Cursor(at: at, fact: fact) }
}
