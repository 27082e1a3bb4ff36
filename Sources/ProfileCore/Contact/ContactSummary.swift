/// Everything a profile shows of its interactions, in a form that single interactions can be added to and taken from.
package struct ContactSummary: PartedSummary {
    package typealias Event = CountedInteraction

    package var traffic = ContactTraffic()
    package var channels = ContactChannels()
    package var recent = NewestList<RecentInteractions>()
    package var open = NewestList<OpenInteractions>()
    package var ratings = ContactRatings()
    package var agents = ContactAgents()
    package var handling: HandlingTally? = HandlingTally()
    package var unknownFields: [UInt8] = []

    package init() {}

    package mutating func forEachPart<Operation: PartOperation<CountedInteraction>>(
        with other: ContactSummary, _ operation: Operation, _ context: inout Operation.Context
    ) throws(Operation.Failure) {
        try operation.apply(to: &traffic, other.traffic, &context)
        try operation.apply(to: &channels, other.channels, &context)
        try operation.apply(to: &recent, other.recent, &context)
        try operation.apply(to: &open, other.open, &context)
        try operation.apply(to: &ratings, other.ratings, &context)
        try operation.apply(to: &agents, other.agents, &context)
        try operation.apply(to: &handling, other.handling, &context)
    }

    package var total: Int { traffic.seen?.count ?? 0 }
}

/// An interaction as the parts count it.
package struct CountedInteraction: CountedEvent {
    let record: InteractionRecord
    let key: FactKey
    let limits: SummaryLimits

    var moment: Timestamp { record.occurredAt }

    package static func loss(ofPart field: UInt64) -> SummaryLoss { .contactPart(field: field) }
}
