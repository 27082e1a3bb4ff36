/// What somebody did on the company's pages, in a form that single activities can be added to and taken from.
///
/// Each list has a place of its own, so that no browsing crowds out a payment that failed. Views of products and
/// changes of the cart lie in the lists of the profile itself.
package struct JourneySummary: PartedSummary {
    package typealias Event = CountedActivity

    /// The first derivation of a profile that had it.
    package static let since = 6

    package var minutes = ActiveMinutes()
    package var pages = NewestList<ViewedPages>()
    package var searches = NewestList<MadeSearches>()
    package var milestones = NewestList<Milestones>()
    package var arrivals = NewestList<Arrivals>()
    package var unknownFields: [UInt8] = []

    package init() {}

    package mutating func forEachPart<Operation: PartOperation<CountedActivity>>(
        with other: JourneySummary, _ operation: Operation, _ context: inout Operation.Context
    ) throws(Operation.Failure) {
        try operation.apply(to: &minutes, other.minutes, &context)
        try operation.apply(to: &pages, other.pages, &context)
        try operation.apply(to: &searches, other.searches, &context)
        try operation.apply(to: &milestones, other.milestones, &context)
        try operation.apply(to: &arrivals, other.arrivals, &context)
    }

    /// Takes in what comes next in the lists where something is missing.
    mutating func recover(_ activity: CountedActivity) {
        if let page = ViewedPages.item(of: activity) { pages.recover(page) }
        if let search = MadeSearches.item(of: activity) { searches.recover(search) }
        if let milestone = Milestones.item(of: activity) { milestones.recover(milestone) }
        if let arrival = Arrivals.item(of: activity) { arrivals.recover(arrival) }
    }
}

/// An activity as the parts count it.
package struct CountedActivity: CountedEvent {
    let record: ActivityRecord
    let key: FactKey
    let limits: SummaryLimits

    package static func loss(ofPart field: UInt64) -> SummaryLoss { .journeyPart(field: field) }
}

/// The number of activities in each UTC minute, of every type. Visits are derived from these counts.
///
/// Visits themselves cannot be kept: one activity that comes late may make one of two, and one that goes two of one.
package struct ActiveMinutes: SummaryPart {
    package static let field: UInt64 = 1
    package var counts = BucketCounts()

    package init() {}

    package mutating func add(_ event: CountedActivity) { count(event, 1) }

    package mutating func remove(_ event: CountedActivity) { count(event, -1) }

    private mutating func count(_ event: CountedActivity, _ change: Int32) {
        let minute = BucketCounts.minute(of: event.record.occurredAt)
        counts.change(minute, by: change, capacity: event.limits.activeMinutes)
    }

    package mutating func combine(with other: ActiveMinutes, within limits: SummaryLimits) {
        counts = counts.combined(with: other.counts, capacity: limits.activeMinutes)
    }

    package func losses(without event: CountedActivity) -> [SummaryLoss] {
        counts.isExact(capacity: event.limits.activeMinutes) ? [] : [.activeMinutes]
    }

    package func write(to writer: inout ByteWriter) {
        counts.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        counts = try BucketCounts(from: &reader)
    }
}

/// The pages seen last, but for those of products.
package enum ViewedPages: ListPlace {
    package static let field: UInt64 = 2
    package static let capacity = 64

    package static func item(of event: CountedActivity) -> ActivityDigest? {
        ActivityDigest(event, of: [.pageViewed, .helpViewed])
    }
}

/// The latest searches, with and without a result.
package enum MadeSearches: ListPlace {
    package static let field: UInt64 = 3
    package static let capacity = 32

    package static func item(of event: CountedActivity) -> ActivityDigest? {
        ActivityDigest(event, of: [.search, .searchFailed])
    }
}

/// The latest of what furthers or hinders a purchase.
package enum Milestones: ListPlace {
    package static let field: UInt64 = 4
    package static let capacity = 32

    package static func item(of event: CountedActivity) -> ActivityDigest? {
        ActivityDigest(
            event,
            of: [.productCompared, .couponFailed, .formFailed, .checkoutStarted, .paymentFailed, .orderCompleted])
    }
}

/// The latest arrivals from other sites.
package enum Arrivals: ListPlace {
    package static let field: UInt64 = 5
    package static let capacity = 16

    package static func item(of event: CountedActivity) -> ArrivalDigest? { ArrivalDigest(event) }
}
