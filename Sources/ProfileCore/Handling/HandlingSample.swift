/// Counts by name in bounded memory: names with the most contacts stay.
///
/// At twice the capacity, the half with fewer contacts is dropped: a name that
/// many contacts have stays, and one that comes back begins again.
struct FrequentCounts<Key: Hashable & Comparable & Sendable>: Sendable {
    private let capacity: Int
    private var counts: [Key: SolvedCount] = [:]

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Counts the contacts of one customer.
    mutating func add(_ contacts: [JudgedContact], for key: Key) {
        counts[key, default: SolvedCount()].add(contacts)
        if counts.count > 2 * capacity { counts = Dictionary(uniqueKeysWithValues: kept) }
    }

    /// The foremost, those with the most contacts first.
    var kept: [(key: Key, value: SolvedCount)] {
        Array(counts.sorted { ($1.value.contacts, $0.key) < ($0.value.contacts, $1.key) }.prefix(capacity))
    }
}

/// A channel or an agent, with the topic.
struct TopicMember: Hashable, Comparable, Sendable {
    let topic: String
    let member: String

    static func < (left: TopicMember, right: TopicMember) -> Bool {
        (left.topic, left.member) < (right.topic, right.member)
    }
}

/// Counts, customer by customer and in bounded memory, who solves which topic in one contact.
package struct HandlingSample: Sendable {
    private let now: Timestamp
    private var customers = 0
    private var overall = SolvedCount()
    private var topics = FrequentCounts<String>(capacity: LearnedHandling.topicCapacity)
    private var channels = FrequentCounts<TopicMember>(
        capacity: LearnedHandling.topicCapacity * LearnedHandling.channelCapacity)
    private var agents = FrequentCounts<TopicMember>(capacity: LearnedHandling.agentRowCapacity)

    package init(at now: Timestamp) {
        self.now = now
    }

    package mutating func add(_ state: ProfileState) {
        var summary = state.summary
        summary.settle(by: now)
        add(summary.contact.judgedContacts(at: now))
    }

    /// Counts the contacts of one customer.
    package mutating func add(_ contacts: [JudgedContact]) {
        guard !contacts.isEmpty else { return }
        customers += 1
        overall.add(contacts)
        for (topic, contacts) in Dictionary(grouping: contacts, by: \.topic) {
            topics.add(contacts, for: topic)
            for (channel, contacts) in Dictionary(grouping: contacts, by: \.channel) {
                channels.add(contacts, for: TopicMember(topic: topic, member: channel))
            }
            for (agent, contacts) in Dictionary(grouping: contacts, by: \.agent) {
                guard let agent else { continue }
                agents.add(contacts, for: TopicMember(topic: topic, member: agent))
            }
        }
    }

    package func learned(number: Int) -> LearnedHandling {
        let topics = topics.kept.filter { $0.value.tellsOfNobody }
        let (channels, agents) = (Self.byTopic(channels), Self.byTopic(agents))
        return LearnedHandling(
            number: number, on: now.day, customers: customers, overall: overall,
            topics: topics.map { topic in
                LearnedHandling.Topic(
                    name: topic.key, all: topic.value,
                    channels: Array((channels[topic.key] ?? []).prefix(LearnedHandling.channelCapacity)),
                    agents: Array((agents[topic.key] ?? []).prefix(LearnedHandling.agentCapacity)))
            })
    }

    /// Those with the most contacts first.
    private static func byTopic(_ counts: FrequentCounts<TopicMember>) -> [String: [LearnedHandling.Member]] {
        counts.kept.reduce(into: [:]) { members, row in
            guard row.value.tellsOfNobody else { return }
            members[row.key.topic, default: []].append(LearnedHandling.Member(name: row.key.member, count: row.value))
        }
    }
}
