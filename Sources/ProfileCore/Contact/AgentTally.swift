/// How often a customer spoke with one agent.
package struct AgentTally: Hashable, Sendable {
    package var span: Span
    /// The name as last stated; nil when no record names the agent.
    package var name: Latest<String>?

    package init(span: Span, name: Latest<String>?) {
        self.span = span
        self.name = name
    }

    var isExact: Bool { span.isExact && (name?.isExact ?? true) }

    func combined(with other: AgentTally) -> AgentTally {
        AgentTally(span: span.combined(with: other.span), name: name.combined(with: other.name))
    }
}
