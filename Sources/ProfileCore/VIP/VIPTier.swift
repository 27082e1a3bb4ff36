package struct VIPTier: Hashable, Sendable {
    package enum Match: String, CaseIterable, Hashable, Sendable {
        case all, any
    }

    package let name: String
    /// The priority, 0 to 100, that membership alone gives.
    package let priority: Int
    package let match: Match
    /// Never empty.
    package let conditions: [VIPCondition]

    package init(name: String, priority: Int, match: Match, conditions: [VIPCondition]) {
        self.name = name
        self.priority = priority
        self.match = match
        self.conditions = conditions
    }
}
