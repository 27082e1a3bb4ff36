/// With whom a customer spoke.
package struct ContactAgents: SummaryPart {
    package static let field: UInt64 = 6

    /// By the agent's id.
    package var tallies = SortedMap<String, AgentTally>()

    package init() {}

    package mutating func add(_ event: CountedInteraction) {
        guard let agent = event.record.agent else { return }
        tallies.change(agent.id, from: AgentTally(seen: .none, name: nil)) { tally in
            tally.seen.add(event.moment)
            tally.name.add(agent.name, at: event.moment)
        }
    }

    package mutating func remove(_ event: CountedInteraction) {
        guard let agent = event.record.agent else { return }
        tallies.change(agent.id, removingWhen: { $0.seen.count == 0 }) { tally in
            tally.seen.remove(event.moment)
            tally.name.remove(agent.name, at: event.moment)
        }
    }

    package mutating func combine(with other: ContactAgents, within limits: SummaryLimits) {
        tallies = tallies.combined(with: other.tallies) { $0.combined(with: $1) }
    }

    package func losses(without event: CountedInteraction) -> [SummaryLoss] {
        guard let id = event.record.agent?.id else { return [] }
        return tallies[id]?.isExact ?? true ? [] : [.agent(id)]
    }

    package func write(to writer: inout ByteWriter) {
        writer.words(tallies)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        tallies = try reader.words()
    }
}

/// How often a customer spoke with one agent.
package struct AgentTally: Hashable, Sendable {
    package var seen: SeenRange
    /// The name as last stated; nil when no record names the agent.
    package var name: Latest<String>?

    package init(seen: SeenRange, name: Latest<String>?) {
        self.seen = seen
        self.name = name
    }

    var isExact: Bool { seen.isExact && (name?.isExact ?? true) }

    func combined(with other: AgentTally) -> AgentTally {
        AgentTally(seen: seen.combined(with: other.seen), name: name.combined(with: other.name))
    }
}

extension AgentTally: Storable {
    package func write(to writer: inout ByteWriter) {
        writer.presence(name != nil)
        seen.write(to: &writer)
        name?.write(to: &writer)
    }

    package init(from reader: inout ByteReader) throws(DecodingFailure) {
        var presence = try reader.presence()
        self.init(seen: try SeenRange(from: &reader), name: presence.next() ? try Latest(from: &reader) : nil)
        try reader.pass(presence)
    }
}
