/// Everything a profile shows of its interactions, in a form that single interactions can be added to and taken from.
package struct ContactSummary: Hashable, Sendable {
    package static let recentCapacity = 32
    package static let openCapacity = 50
    package static let ratingCapacity = 4

    package var inbound = 0
    /// All interactions; nil when there are none.
    package var span: Span?
    /// Interactions of both directions by UTC day.
    package var days = Moments()
    package var channels = SortedMap<String, Span>()
    /// Inbound interactions by channel and quarter hour (UTC).
    package var inboundMoments = SortedMap<String, Moments>()
    package var recent = Recent<InteractionDigest>()
    package var open = Recent<InteractionDigest>()
    package var csat = RatingTally()
    package var nps = RatingTally()
    package var effort = RatingTally()
    /// By the agent's id.
    package var agents = SortedMap<String, AgentTally>()

    package init() {}

    package var total: Int { span?.count ?? 0 }
}
