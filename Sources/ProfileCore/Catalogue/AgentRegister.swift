/// The agents that sources state, by id and by skill.
package struct AgentRegister: Sendable {
    private var agents: [String: Agent] = [:]
    /// Agent ids by folded skill.
    private var bySkill: [String: Set<String>] = [:]

    package init() {}

    var isEmpty: Bool { agents.isEmpty }

    package subscript(id: String) -> Agent? { agents[id] }

    /// The ids of agents with a skill; `skill` is folded.
    func having(skill: String) -> Set<String> { bySkill[skill] ?? [] }

    /// The first of those that come after an id, ascending by id.
    package func page(after id: String?, limit: Int) -> [Agent] {
        let later = agents.keys.filter { key in id.map { $0 < key } ?? true }.sorted()
        return later.prefix(limit).compactMap { agents[$0] }
    }

    /// Returns how many statements there are more.
    mutating func take(_ entry: CatalogueEntry, _ priorities: [String: Int]) -> Int {
        var agent = agents.removeValue(forKey: entry.key.id) ?? Agent(id: entry.key.id)
        for skill in agent.comparedSkills {
            bySkill[skill]?.remove(agent.id)
            if bySkill[skill]?.isEmpty ?? false { bySkill[skill] = nil }
        }
        let difference = agent.take(entry, priorities)
        guard !agent.statements.isEmpty else { return difference }
        for skill in agent.comparedSkills { bySkill[skill, default: []].insert(agent.id) }
        agents[agent.id] = agent
        return difference
    }
}

extension Stated where Record == AgentRecord {
    /// Folded, as skills and topics are compared.
    fileprivate var comparedSkills: Set<String> { Set(skills.compactMap(TopicName.folded)) }

    /// Whether the agent serves a channel; one of whom no channel is stated serves any.
    func serves(_ channel: String) -> Bool {
        channels.isEmpty || channels.contains { TopicName.folded($0) == TopicName.folded(channel) }
    }

    /// Whether the agent speaks a language in any form of it; one of whom no language is stated may.
    func speaks(_ language: String) -> Bool {
        languages.isEmpty || languages.contains { $0.primaryLanguage == language.primaryLanguage }
    }
}

extension String {
    /// `en` of `en-GB` and of `EN_us`.
    var primaryLanguage: String { String(prefix { $0 != "-" && $0 != "_" }).lowercased() }
}
