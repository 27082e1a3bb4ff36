@testable import ProfileCore

/// Short ways to say who spoke with whom, and how often that solved it.
extension ProfileSample {
    /// Folds the interactions, whose ids are their places.
    mutating func interactions(_ records: [InteractionRecord]) {
        var fold = SummaryRebuild(held: [], at: .utc(2100, 1, 1))
        let filing = Filing(profile: Self.id, home: Self.id, basis: nil)
        for (number, record) in records.enumerated() {
            let record = SourceRecord(
                key: FactKey(kind: .interaction, source: "desk", id: "\(number)"), updatedAt: record.occurredAt,
                isTimedByArrival: false, identifiers: [], body: .interaction(record))
            fold.add(Fact(record: record, receivedAt: record.updatedAt, filing: filing))
        }
        summary.contact = fold.summary.contact
    }

    func customer(at now: Timestamp) -> HandlingCustomer { HandlingCustomer(profile(at: now), state, at: now) }
}

extension InteractionRecord {
    static func about(
        _ topic: String?, _ at: Timestamp, by channel: String = "chat", with agent: String? = nil,
        _ status: Status? = .resolved, order: String? = nil, csat: Int? = nil
    ) -> InteractionRecord {
        var record = InteractionRecord(occurredAt: at, channel: channel)
        (record.topic, record.status, record.orderID, record.csat) = (topic, status, order, csat)
        record.agent = agent.map { Person(id: $0, name: $0.uppercased()) }
        return record
    }
}

extension AgentRegister {
    /// One source states each agent.
    static func of(_ agents: [String: AgentRecord], source: String = "desk") -> AgentRegister {
        var catalogue = Catalogue()
        catalogue.take(agents.sorted { $0.key < $1.key }.map { CatalogueEntry.agent($0.key, $0.value, source) })
        return catalogue.agents
    }
}

extension CatalogueEntry {
    static func agent(_ id: String, _ record: AgentRecord, _ source: String) -> CatalogueEntry {
        CatalogueEntry(
            SourceRecord(
                key: FactKey(kind: .agent, source: source, id: id), updatedAt: .utc(2026, 1, 1),
                isTimedByArrival: false, identifiers: [], body: .agent(record)))
    }
}

extension AgentRecord {
    static func with(channels: [String] = [], languages: [String] = [], skills: [String] = []) -> AgentRecord {
        var record = AgentRecord()
        (record.channels, record.languages, record.skills) = (channels, languages, skills)
        return record
    }
}

extension LearnedHandling {
    /// One topic; solved contacts of all by name.
    static func of(
        _ topic: String, channels: [(String, Int, Int)] = [], agents: [(String, Int, Int)] = []
    ) -> LearnedHandling {
        let member = { (row: (String, Int, Int)) in
            Member(name: row.0, count: SolvedCount(solved: row.1, contacts: row.2, customers: row.2))
        }
        let rows = channels.isEmpty ? agents : channels
        let (solved, contacts) = (rows.reduce(0) { $0 + $1.1 }, rows.reduce(0) { $0 + $1.2 })
        let all = SolvedCount(solved: solved, contacts: contacts, customers: contacts)
        return LearnedHandling(
            number: 1, on: .of(2026, 11, 1), customers: contacts, overall: all,
            topics: [Topic(name: topic, all: all, channels: channels.map(member), agents: agents.map(member))])
    }
}
