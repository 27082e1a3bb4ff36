/// How far identifiers of one type may be trusted to tell who somebody is.
package struct IdentifierRule: Hashable, Sendable {
    package enum Strength: String, CaseIterable, Hashable, Sendable {
        /// Joins profiles.
        case strong
        /// Only finds candidates.
        case weak
    }

    /// The greater, the longer an identifier of this type is kept when a link would break a limit.
    package let priority: Int
    /// How many different values one profile may hold.
    package let limit: Int
    package let strength: Strength

    package init(priority: Int, limit: Int, strength: Strength) {
        self.priority = priority
        self.limit = limit
        self.strength = strength
    }
}
