/// Which sources mention an identifier in a profile's facts, and when.
package struct IdentifierTally: Hashable, Sendable {
    /// Whether the identifier leads to this profile; false when the link was refused and another profile holds it.
    package var isHeld: Bool
    package var sources: SortedMap<String, Span>

    package init(isHeld: Bool, sources: SortedMap<String, Span>) {
        self.isHeld = isHeld
        self.sources = sources
    }
}
