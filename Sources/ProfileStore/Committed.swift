package import ProfileCore

/// What a commit did, told after it is durable.
package struct Committed<Answer: Sendable>: Sendable {
    package let answer: Answer
    /// As saved, or as a rehearsal would save it: rebuilt summaries in place.
    package let decision: Decision
    package let changes: [ProfileChange]

    package init(answer: Answer, decision: Decision, changes: [ProfileChange]) {
        self.answer = answer
        self.decision = decision
        self.changes = changes
    }
}
