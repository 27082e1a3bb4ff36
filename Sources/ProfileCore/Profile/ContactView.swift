/// How often, how and when a customer and the company are in contact.
package struct ContactView: Hashable, Sendable {
    package struct Channel: Hashable, Sendable {
        package let channel: String
        package let count: Int
        package let lastAt: Timestamp
    }

    package struct Agent: Hashable, Sendable {
        package let id: String
        package let name: String?
        package let count: Int
        package let lastAt: Timestamp
    }

    package static let agentLimit = 10
    package static let channelLimit = 20

    package let total: Int
    package let inbound: Int
    package let firstAt: Timestamp?
    package let last: InteractionDigest?
    package let last7Days: Int
    package let last30Days: Int
    package let last90Days: Int
    package let last365Days: Int
    /// In tenths of a day; nil below two interactions.
    package let averageDaysBetween: Double?
    /// The most used first, then the one used last.
    package let byChannel: [Channel]
    /// How many more there are.
    package let moreChannels: Int
    package let preferredChannel: PreferredChannelView?
    package let preferredTime: PreferredTimeView?
    package let now: ContactNowView
    package let open: [InteractionDigest]
    package let satisfaction: SatisfactionView
    package let agents: [Agent]
    package let moreAgents: Int

    init(
        _ summary: ContactSummary, shelved: SortedMap<TallyKind, ShelfCount>, today: Day,
        preferredChannel: PreferredChannelView?, preferredTime: PreferredTimeView?, now: ContactNowView
    ) {
        total = summary.total
        inbound = summary.inbound
        firstAt = summary.span?.first
        last = summary.recent.latest
        last7Days = Self.count(summary.days, last: 7, before: today)
        last30Days = Self.count(summary.days, last: 30, before: today)
        last90Days = Self.count(summary.days, last: 90, before: today)
        last365Days = Self.count(summary.days, last: 365, before: today)
        averageDaysBetween = Rounding.averageDaysBetween(summary.span)
        let (channels, agents) = (Self.channels(summary.channels), Self.agents(summary.agents))
        byChannel = Array(channels.prefix(Self.channelLimit))
        moreChannels = shelved.told(.channel, listing: channels.count) - byChannel.count
        self.preferredChannel = preferredChannel
        self.preferredTime = preferredTime
        self.now = now
        open = summary.open.items
        satisfaction = SatisfactionView(summary)
        self.agents = Array(agents.prefix(Self.agentLimit))
        moreAgents = shelved.told(.agent, listing: agents.count) - self.agents.count
    }

    /// The interactions of so many whole UTC days before `today` and of today.
    private static func count(_ days: Moments, last number: Int, before today: Day) -> Int {
        days.total(in: today.advanced(by: -number).number...today.number)
    }

    private static func channels(_ channels: SortedMap<String, Span>) -> [Channel] {
        let all = channels.filter { $0.value.count > 0 }
            .map { Channel(channel: $0.key, count: $0.value.count, lastAt: $0.value.last) }
        return all.sorted { ($1.count, $1.lastAt, $0.channel) < ($0.count, $0.lastAt, $1.channel) }
    }

    private static func agents(_ agents: SortedMap<String, AgentTally>) -> [Agent] {
        let all = agents.filter { $0.value.span.count > 0 }.map { entry in
            let tally = entry.value
            return Agent(id: entry.key, name: tally.name?.value, count: tally.span.count, lastAt: tally.span.last)
        }
        return all.sorted { ($1.count, $1.lastAt, $0.id) < ($0.count, $0.lastAt, $1.id) }
    }
}
