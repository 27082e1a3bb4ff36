/// What was learned of who solves what in one contact, and by which channel: counts without anybody's name but those of
/// agents.
///
/// What fewer than three customers have in common is not in it. Shares of a topic's rows need not add up: names beyond
/// what is kept are in the count of the topic alone.
package struct LearnedHandling: Hashable, Sendable {
    package static let topicCapacity = 200
    /// Of a topic.
    package static let channelCapacity = 20
    package static let agentCapacity = 2_000
    /// Of all topics together.
    package static let agentRowCapacity = 20_000

    /// What counts, in words.
    package static let rule =
        "of each customer the latest \(RecentInteractions.capacity) contacts, those begun by the customer in the last "
        + "\(ContactSummary.judgedDays) days with a topic and a status: solved at once when resolved and no further "
        + "inbound contact about the same order, or the same topic where none is named, follows within "
        + "\(ContactSummary.quietDays) days"

    /// A channel or an agent.
    package struct Member: Hashable, Sendable {
        package let name: String
        package let count: SolvedCount

        package init(name: String, count: SolvedCount) {
            (self.name, self.count) = (name, count)
        }
    }

    package struct Topic: Hashable, Sendable {
        /// As it is compared.
        package let name: String
        package let all: SolvedCount
        /// Sorted by contacts, the most first.
        package let channels: [Member]
        package let agents: [Member]
        let countsByAgent: [String: SolvedCount]

        package init(name: String, all: SolvedCount, channels: [Member], agents: [Member]) {
            (self.name, self.all, self.channels, self.agents) = (name, all, channels, agents)
            countsByAgent = Dictionary(agents.map { ($0.name, $0.count) }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// The number of the outlook that was learned with it.
    package let number: Int
    /// When it was learned.
    package let on: Day
    /// How many customers it was learned from.
    package let customers: Int
    package let overall: SolvedCount
    /// Sorted by contacts, the most first.
    package let topics: [Topic]
    private let places: [String: Int]
    private let agentIDs: Set<String>

    package init(number: Int, on day: Day, customers: Int, overall: SolvedCount, topics: [Topic]) {
        (self.number, on, self.customers, self.overall, self.topics) = (number, day, customers, overall, topics)
        places = Dictionary(topics.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        agentIDs = topics.reduce(into: []) { ids, topic in ids.formUnion(topic.agents.map(\.name)) }
    }

    /// Nil for a topic that few customers name.
    func topic(_ name: String?) -> Topic? { name.flatMap { places[$0] }.map { topics[$0] } }

    /// Whether it counts contacts with an agent.
    package func counts(agent id: String) -> Bool { agentIDs.contains(id) }
}

extension LearnedHandling: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.field(1) {
            $0.integer(number)
            on.write(to: &$0)
            $0.integer(customers)
            overall.write(to: &$0)
        }
        writer.field(2) { $0.values(topics) }
    }

    /// Skips fields of later versions.
    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var head: (number: Int, day: Day, customers: Int, overall: SolvedCount)?
        var topics: [Topic] = []
        while let field = try reader.nextField() {
            switch field.number {
            case 1: head = (try reader.int(), try Day(from: &reader), try reader.int(), try SolvedCount(from: &reader))
            case 2: topics = try reader.values()
            default:
                _ = try reader.pass(field)
                continue
            }
            try reader.end(field)
        }
        guard let head else { throw .truncated }
        self.init(
            number: head.number, on: head.day, customers: head.customers, overall: head.overall, topics: topics)
    }
}

extension LearnedHandling.Topic: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.string(name)
        all.write(to: &writer)
        writer.values(channels)
        writer.values(agents)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(
            name: try reader.string(), all: try SolvedCount(from: &reader), channels: try reader.values(),
            agents: try reader.values())
    }
}

extension LearnedHandling.Member: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.word(name)
        count.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        self.init(name: try reader.word(), count: try SolvedCount(from: &reader))
    }
}
