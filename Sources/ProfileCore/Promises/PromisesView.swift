/// What a customer was promised, and what became of it, at one moment.
package struct PromisesView: Hashable, Sendable {
    package struct Open: Hashable, Sendable {
        package let promise: PromiseDigest
        /// Whether its time has passed without a word of what became of it.
        package let isOverdue: Bool
    }

    /// Of an agent, by id, or about a topic.
    package struct Tally: Hashable, Sendable {
        package let key: String
        /// The agent's name.
        package let name: String?
        package let open: Int
        package let kept: Int
        package let broken: Int
    }

    package static let agentLimit = 10
    package static let topicLimit = 10

    /// Those due first first; those without a time come last.
    package let open: [Open]
    /// How many more there are.
    package let moreOpen: Int
    package let kept: Int
    package let broken: Int
    package let withdrawn: Int
    package let lastBroken: PromiseDigest?
    /// Those with most promises first, then by name.
    package let byAgent: [Tally]
    package let moreAgents: Int
    package let byTopic: [Tally]
    package let moreTopics: Int

    init(_ summary: PromiseSummary, shelved: SortedMap<TallyKind, ShelfCount> = [:], at now: Timestamp) {
        open = summary.open.list.items.map { promise in
            Open(promise: promise, isOverdue: promise.deadline.map { $0 <= now } ?? false)
        }
        moreOpen = summary.open.list.total - open.count
        kept = summary.outcomes.kept
        broken = summary.outcomes.broken
        withdrawn = summary.outcomes.withdrawn
        lastBroken = summary.broken.list.latest
        let (agents, topics) = (Self.tallies(summary.tallies.agents), Self.tallies(summary.tallies.topics))
        byAgent = Array(agents.prefix(Self.agentLimit))
        byTopic = Array(topics.prefix(Self.topicLimit))
        moreAgents = shelved.told(.promiseAgent, listing: agents.count) - byAgent.count
        moreTopics = shelved.told(.promiseTopic, listing: topics.count) - byTopic.count
    }

    private static func tallies(_ tallies: SortedMap<String, PromiseTally>) -> [Tally] {
        let all = tallies.filter { $0.value.total > 0 }.sorted {
            ($1.value.total, $0.key) < ($0.value.total, $1.key)
        }
        return all.map { entry in
            let tally = entry.value
            return Tally(
                key: entry.key, name: tally.name?.value, open: tally.open, kept: tally.kept, broken: tally.broken)
        }
    }

    /// Those that the company is late with, the one that is late longest first.
    package var overdue: [PromiseDigest] { open.filter(\.isOverdue).map(\.promise) }
}

extension PromisesView {
    /// How its values were made, in the words of the contract.
    var derivations: [ProfileExplanation.Derivation] {
        [
            .init(
                "/promises/open",
                "promises stated as open, due first first; overdue from due_at on, or once due_on has ended in UTC",
                sample: open.count + moreOpen),
            .init("/promises/kept", "promises stated as kept", sample: kept),
            .init("/promises/broken", "promises stated as broken", sample: broken),
            .init(
                "/promises/last_broken",
                "the one broken last: by settled_at, else by when it was due, else by when it was made",
                sample: broken),
            .init("/promises/by_agent", "promises not withdrawn, by who made them"),
            .init("/promises/by_topic", "promises not withdrawn, by what they are about"),
        ]
    }
}

extension DerivationMoment {
    /// Nil where an earlier version derived the summary.
    mutating func promises(_ summary: ProfileSummary) -> PromisesView? {
        guard let promises = summary.promises else { return nil }
        for deadline in promises.open.list.items.compactMap(\.deadline) { changes(at: deadline) }
        return PromisesView(promises, shelved: summary.shelved, at: now)
    }
}

/// A promise that the company failed to keep: one overdue, else one broken not long ago.
package struct FailedPromise: Hashable, Sendable {
    /// How many whole UTC days before today a broken one counts, and today.
    package static let days = 90

    package let promise: PromiseDigest
    package let isOverdue: Bool
    /// How many promises are overdue in all.
    private let overdue: Int
    private let today: Day

    /// The one overdue longest, since it can still be kept; without any, the one broken last.
    init?(_ promises: PromisesView, today: Day) {
        let late = promises.overdue
        let broken = promises.lastBroken.flatMap { today.days(since: $0.at.day) <= Self.days ? $0 : nil }
        guard let promise = late.first ?? broken else { return nil }
        self.promise = promise
        self.today = today
        (isOverdue, overdue) = (!late.isEmpty, late.count)
    }

    var sentence: String {
        let text = PromiseDigest.line(promise.text, upTo: 120)
        guard isOverdue else { return "Promise broken \(day(promise.at.day)): \(text)" }
        let others = overdue > 1 ? " (and \(overdue - 1) more)" : ""
        return "Promise overdue, due \(Wording.pastDay(dueDay, on: today)): \(text)\(others)"
    }

    /// Without what was promised, since it also tells routers why.
    var reason: String {
        isOverdue ? "promise overdue, due \(Wording.date(dueDay))" : "promise broken \(day(promise.at.day))"
    }

    /// The last day on which it was not late.
    private var dueDay: Day { promise.dueAt?.day ?? promise.dueOn ?? promise.promisedAt.day }

    private func day(_ day: Day) -> String {
        let words = Wording.pastDay(day, on: today)
        return today.days(since: day) > 1 ? "on \(words)" : words
    }
}
