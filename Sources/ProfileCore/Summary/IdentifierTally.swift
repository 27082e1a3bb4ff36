/// Which sources state an identifier that leads to the profile, and when.
package struct IdentifierTally: Hashable, Sendable {
    /// Whether it holds the profile together; false for a weak one, which only finds candidates.
    package var binds: Bool
    package var sources: SortedMap<String, Span>

    package init(binds: Bool, sources: SortedMap<String, Span>) {
        self.binds = binds
        self.sources = sources
    }
}
