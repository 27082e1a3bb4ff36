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

    /// How long it took; nil while nothing states it, or where an earlier version derived the summary.
    package struct Handling: Hashable, Sendable {
        package let averageSeconds: Int?
        package let longestSeconds: Int?
        package let averageWaitSeconds: Int?
        package let longestWaitSeconds: Int?
        package let sample: Int

        init?(_ tally: HandlingTally?) {
            guard let tally, tally.sample > 0 else { return nil }
            averageSeconds = tally.handling.average
            longestSeconds = tally.handling.count > 0 ? tally.handling.longest : nil
            averageWaitSeconds = tally.waiting.average
            longestWaitSeconds = tally.waiting.count > 0 ? tally.waiting.longest : nil
            sample = tally.sample
        }
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
    package let handling: Handling?
    package let agents: [Agent]
    package let moreAgents: Int

    init(
        _ summary: ContactSummary, shelved: SortedMap<TallyKind, ShelfCount>, today: Day,
        preferredChannel: PreferredChannelView?, preferredTime: PreferredTimeView?, now: ContactNowView
    ) {
        total = summary.total
        inbound = summary.traffic.inbound
        firstAt = summary.traffic.span?.first
        last = summary.recent.list.latest
        last7Days = Self.count(summary.traffic.days, last: 7, before: today)
        last30Days = Self.count(summary.traffic.days, last: 30, before: today)
        last90Days = Self.count(summary.traffic.days, last: 90, before: today)
        last365Days = Self.count(summary.traffic.days, last: 365, before: today)
        averageDaysBetween = Rounding.averageDaysBetween(summary.traffic.span)
        let (channels, agents) = (Self.channels(summary.channels.spans), Self.agents(summary.agents.tallies))
        byChannel = Array(channels.prefix(Self.channelLimit))
        moreChannels = shelved.told(.channel, listing: channels.count) - byChannel.count
        self.preferredChannel = preferredChannel
        self.preferredTime = preferredTime
        self.now = now
        open = summary.open.list.items
        satisfaction = SatisfactionView(summary)
        handling = Handling(summary.handling)
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

/// How its values were made.
extension ContactView {
    var derivations: [ProfileExplanation.Derivation] {
        counts
            + [preferredChannel?.derivation, preferredTime?.derivation, handling?.derivation].compactMap(\.self)
            + [now.derivation]
    }

    private var counts: [ProfileExplanation.Derivation] {
        let windows = [7, 30, 90, 365].map { days in
            ProfileExplanation.Derivation(
                "/contact/last_\(days)_days", "interactions of the \(days) whole UTC days before today, and of today",
                sample: total)
        }
        return [
            .init("/contact/total", "interactions, both directions", sample: total),
            .init("/contact/inbound", "interactions that the customer began", sample: total),
        ] + windows + [
            .init("/contact/average_days_between", "(last - first) / (total - 1)", sample: total)
        ]
    }
}

extension ContactView.Handling {
    fileprivate var derivation: ProfileExplanation.Derivation {
        .init(
            "/contact/handling",
            "sums of duration_seconds and of wait_seconds, each / interactions that state it, and the longest of each",
            sample: sample)
    }
}
