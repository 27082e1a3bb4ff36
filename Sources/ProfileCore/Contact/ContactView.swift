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
        firstAt = summary.traffic.seen?.first
        last = summary.recent.list.latest
        last7Days = Self.count(summary.traffic.days, last: 7, before: today)
        last30Days = Self.count(summary.traffic.days, last: 30, before: today)
        last90Days = Self.count(summary.traffic.days, last: 90, before: today)
        last365Days = Self.count(summary.traffic.days, last: 365, before: today)
        averageDaysBetween = Rounding.averageDaysBetween(summary.traffic.seen)
        let (channels, agents) = (Self.channels(summary.channels.seen), Self.agents(summary.agents.tallies))
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
    private static func count(_ days: BucketCounts, last number: Int, before today: Day) -> Int {
        days.total(in: today.advanced(by: -number).number...today.number)
    }

    private static func channels(_ channels: SortedMap<String, SeenRange>) -> [Channel] {
        let all = channels.filter { $0.value.count > 0 }
            .map { Channel(channel: $0.key, count: $0.value.count, lastAt: $0.value.last) }
        return all.sorted { ($1.count, $1.lastAt, $0.channel) < ($0.count, $0.lastAt, $1.channel) }
    }

    private static func agents(_ agents: SortedMap<String, AgentTally>) -> [Agent] {
        let all = agents.filter { $0.value.seen.count > 0 }.map { entry in
            let tally = entry.value
            return Agent(id: entry.key, name: tally.name?.value, count: tally.seen.count, lastAt: tally.seen.last)
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

/// Whether this is a moment to contact the customer.
///
/// While no preferred time is known the verdict within the allowed hours is `poor`, because nothing speaks for the
/// moment, and there is no better one to wait for.
package struct ContactNowView: Hashable, Sendable {
    package enum Verdict: String, Hashable, Sendable {
        case good, poor, forbidden
    }

    package let verdict: Verdict
    package let reason: String
    /// The next good start, when the verdict is not good and such a moment comes within a week; outside the allowed
    /// hours and without a preferred time, when those hours begin again.
    package let next: Timestamp?
    package let timeZone: String
    package let timeZoneBasis: TimeZoneChoice.Basis

    static func derive(
        at now: Timestamp, preferred: PreferredTimeView?, refusal: String?, zone: TimeZoneChoice, rules: ProfileRules,
        validity: inout Validity
    ) -> ContactNowView {
        if let refusal { return ContactNowView(.forbidden, refusal, next: nil, zone: zone) }
        let schedule = ContactSchedule(allowed: rules.contactHours, preferred: preferred, clock: zone.clock)
        validity.narrow(to: schedule.stretch(around: now))
        let verdict = schedule.verdict(at: now)
        let next = verdict == .good ? nil : schedule.nextStart(after: now)
        return ContactNowView(verdict, schedule.reason(for: verdict, at: now), next: next, zone: zone)
    }

    private init(_ verdict: Verdict, _ reason: String, next: Timestamp?, zone: TimeZoneChoice) {
        self.verdict = verdict
        self.reason = reason
        self.next = next
        timeZone = zone.clock.name
        timeZoneBasis = zone.basis
    }
}

extension ContactNowView {
    var derivation: ProfileExplanation.Derivation {
        .init(
            "/contact/now",
            "forbidden when contact is refused in general or on every channel, or outside the allowed hours; good "
                + "inside the preferred time, else poor",
            basis: "time zone \(timeZone), \(timeZoneBasis.rawValue)")
    }
}

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
