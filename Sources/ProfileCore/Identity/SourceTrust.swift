/// What an operator lets one source do to profiles; a source of which nothing is said may do everything.
package struct SourceTrust: Hashable, Sendable {
    package static let full = SourceTrust()

    /// The identifier types it may state besides its own ids; nil for all.
    package let states: Set<String>?
    /// Whether its records may join profiles that were apart; otherwise they attach to the one that their most trusted
    /// identifier leads to.
    package let joins: Bool
    /// Whether its consents may grant; a refusal counts from every source.
    package let grants: Bool

    package init(states: Set<String>? = nil, joins: Bool = true, grants: Bool = true) {
        self.states = states
        self.joins = joins
        self.grants = grants
    }

    /// Whether `source`, which is trusted like this, may say that its record is about somebody with an identifier of
    /// `type`. Its own ids name its records, and nobody else can state them better.
    package func maySay(_ type: String, as source: String) -> Bool {
        guard let states else { return true }
        return type == source || states.contains(type)
    }
}
