/// With whom a customer spoke.
package struct ContactAgents: SummaryPart {
    package static let field: UInt64 = 6

    /// By the agent's id.
    package var tallies = SortedMap<String, AgentTally>()

    package init() {}

    package mutating func add(_ event: CountedInteraction) {
        guard let agent = event.record.agent else { return }
        tallies.change(agent.id, from: AgentTally(span: .none, name: nil)) { tally in
            tally.span.add(event.moment)
            tally.name.add(agent.name, at: event.moment)
        }
    }

    package mutating func remove(_ event: CountedInteraction) {
        guard let agent = event.record.agent else { return }
        tallies.change(agent.id, removingWhen: { $0.span.count == 0 }) { tally in
            tally.span.remove(event.moment)
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
